"""Which lists this process has just had remembered: what is asked for again within minutes is one showing."""

from __future__ import annotations

from time import monotonic
from typing import Final

AGAIN_SECONDS: Final = 600.0
"""Showings count by days."""
MOST: Final = 20_000
"""Ids, some 2 MB; then all are let go."""


class Lately:
    """Safe for threads."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def told(self, decision_id: str) -> bool:
        """Whether it was told of within AGAIN_SECONDS; from now on it was."""
        now = monotonic()
        if self._until.get(decision_id, now) > now:
            return True
        if len(self._until) >= MOST:
            self._until.clear()
        self._until[decision_id] = now + AGAIN_SECONDS
        return False
