"""The lists of a batch while they are filled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Bytes, Longs
from models.decision.diversity import Shortlist
from models.decision.exploring import Explored


@dataclass(frozen=True)
class Shown:
    """The lists while they are filled, arrays [rows, n] written in place; filled: how many places of each row are
    taken; own: how many of them by the strategy itself; crowded: whether a category took more than its share; whole:
    whether the row is last night's list as it stands."""

    item: np.ndarray
    score: np.ndarray
    source: np.ndarray
    anchor: np.ndarray
    filled: np.ndarray
    own: np.ndarray
    crowded: np.ndarray
    whole: np.ndarray

    @staticmethod
    def empty(rows: int, n: int) -> Shown:
        return Shown(
            np.full((rows, n), ABSENT, dtype=np.int32), np.zeros((rows, n), dtype=np.float32),
            np.zeros((rows, n), dtype=np.uint8),
            np.full((rows, n), ABSENT, dtype=np.int32), np.zeros(rows, dtype=np.int64),
            np.zeros(rows, dtype=np.int32), np.zeros(rows, dtype=bool), np.zeros(rows, dtype=bool),
        )  # fmt: skip

    def put(self, rows: Longs, listed: Shortlist) -> None:
        """Write the chosen into the next places; rows: which list each row number of the shortlist means."""
        chosen = listed.chosen
        row = rows[chosen.row]
        at = row * self.item.shape[1] + self.filled[row] + listed.place
        self.item.put(at, chosen.item)
        self.score.put(at, chosen.score)
        self.source.put(at, chosen.source)
        self.anchor.put(at, chosen.anchor)
        self.filled[:] += np.bincount(row, minlength=len(self.filled))
        self.crowded[row[listed.crowded]] = True

    def replace(self, explored: Explored) -> None:
        """Put what is explored in the places drawn for it."""
        found = explored.found
        at = found.row, explored.place
        self.item[at], self.score[at], self.source[at], self.anchor[at] = (
            found.item, found.score, found.source, found.anchor,
        )  # fmt: skip
        self.whole[found.row] = False

    def relaxed(self) -> Bytes:
        """Bits over RELAXATIONS."""
        return (self.filled > self.own) + 2 * self.crowded.astype(np.uint8)
