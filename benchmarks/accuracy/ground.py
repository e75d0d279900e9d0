"""What a comparison stands on: one cut, the same questions, filter and candidates for everybody."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import Any, Protocol

import numpy as np

from data.arrays import Floats, Ints, Longs


class Ground(Protocol):
    """Rows are questions: a customer's list, or one item of an order."""

    @property
    def known(self) -> Any:
        """What a peer may learn from."""
        ...

    @property
    def group(self) -> Longs:
        """int64 [rows]: rows of one group are drawn together by the bootstrap."""
        ...

    @property
    def digest(self) -> str:
        """The same for the same past and the same questions."""
        ...

    def lists(self, scores: Any) -> Ints:
        """int32 [rows, places]: what is shown when these scores order the candidates; -1 where a list ended."""
        ...

    def values(self, lists: Ints) -> dict[str, Floats]:
        """Figures of every row, the headline first; NaN where a row cannot say."""
        ...

    def coverage(self, lists: Ints) -> float:
        """Share of the candidates that stand in the first ten places of some list."""
        ...


def digest_of(*parts: Any) -> str:
    """16 hex digits over arrays, dataclasses of arrays and plain values."""
    seen = hashlib.sha256()
    for part in parts:
        if is_dataclass(part):
            seen.update(digest_of(*(getattr(part, field.name) for field in fields(part))).encode())
        else:
            seen.update(np.ascontiguousarray(part).tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
    return seen.hexdigest()[:16]
