"""What models are asked, what they may show, and what they answer: all three columnar, a row per query of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs, Ragged, distinct


@dataclass(frozen=True)
class Asked:
    """Whom candidates are wanted for: one row per query of the batch.

    customer int32 [rows], -1 unknown. history: per row the distinct (item, kind) pairs of that customer, newest first,
    at most 128; `age` and `kind` run parallel to history.values. context: per row the items that the answer goes with.
    group int32 [rows]: the customer's country code, -1 unknown.
    """

    customer: Ints
    group: Ints
    history: Ragged
    age: Floats
    kind: Bytes
    context: Ragged

    @property
    def rows(self) -> int:
        return len(self.customer)


@dataclass(frozen=True)
class Permit:
    """What may be shown. Models ask it before they cut to a depth, so nothing forbidden ever takes a place.

    passing: sorted item numbers int32 that every row may be shown, None for "every listed item in stock" (`default`).
    default: bool [items]. banned: sorted int64 keys row * families + family. family int32 [items].
    """

    default: Bools
    passing: Ints | None
    banned: Longs
    family: Ints
    families: int

    def without(self, banned: Longs) -> Permit:
        """The same less what further keys forbid, ascending."""
        if not len(banned):
            return self
        return replace(self, banned=distinct(np.concatenate((self.banned, banned))) if len(self.banned) else banned)

    def allows(self, row: Longs | Ints, item: Ints) -> Bools:
        """Whether each pair (row, item) may be shown; row and item have one length."""
        if self.passing is None:
            ok = self.default[item]
        else:
            at = np.minimum(np.searchsorted(self.passing, item), max(len(self.passing) - 1, 0))
            ok = self.passing[at] == item if len(self.passing) else np.zeros(len(item), dtype=bool)
        if not len(self.banned):
            return ok
        key = np.asarray(row, dtype=np.int64) * self.families + self.family[item]
        at = np.minimum(np.searchsorted(self.banned, key), len(self.banned) - 1)
        return ok & (self.banned[at] != key)


@dataclass(frozen=True)
class Candidates:
    """Ranked candidates, sorted by row, best first; at most one entry per (row, item).

    row int32, item int32, score float32 (above 0, finite; comparable within one row only), anchor int32: the item of
    the customer's history or context that spoke most for it, -1 where none did.
    """

    row: Ints
    item: Ints
    score: Floats
    anchor: Ints

    @staticmethod
    def joined(parts: Sequence[Candidates]) -> Candidates:
        """Those of consecutive rows, one after the other; of no parts, none."""
        return Candidates(
            np.concatenate([np.empty(0, dtype=np.int32), *(part.row for part in parts)]),
            np.concatenate([np.empty(0, dtype=np.int32), *(part.item for part in parts)]),
            np.concatenate([np.empty(0, dtype=np.float32), *(part.score for part in parts)]),
            np.concatenate([np.empty(0, dtype=np.int32), *(part.anchor for part in parts)]),
        )
