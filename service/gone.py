"""Who asked to be forgotten, as far as this process has heard: what answers go by while the store cannot be asked."""

from __future__ import annotations

from time import monotonic
from typing import Final

from data.stores.rows import Mark
from data.stores.store import Store

AGAIN_SECONDS: Final = 5.0
"""Between two questions; asked with an answer, so that nothing is where nobody asks."""


class Gone:
    """Safe for threads."""

    def __init__(self) -> None:
        self._digests: frozenset[str] = frozenset()
        self._again = 0.0

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, digest: str) -> bool:
        return digest in self._digests

    def add(self, digests: frozenset[str]) -> None:
        """They asked, too."""
        self._digests |= digests

    def look(self, store: Store, mark: Mark) -> None:
        """Ask who did since the mark, if that is long ago. Raises StoreDown."""
        if monotonic() >= self._again:
            self._again = monotonic() + AGAIN_SECONDS
            self._digests = store.gone(mark)
