"""Names for the array types used throughout, and lists of different lengths in two flat arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
"""Numbers of customers, items, orders, families, codes; -1 is absent."""
Longs = NDArray[np.int64]
"""Offsets, and keys made of two numbers."""
Floats = NDArray[np.float32]
"""Scores, weights, ages in days, prices; NaN is "cannot say"."""
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

ABSENT = -1
Whole = TypeVar("Whole", bound=np.integer[Any])


def distinct(values: NDArray[Whole]) -> NDArray[Whole]:
    """The distinct values, ascending; one sort, where np.unique of numpy 2.4 hashes and takes twenty times as long."""
    if not len(values):
        return values
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))]


@dataclass(frozen=True)
class Ragged:
    """Row r holds values[offsets[r]:offsets[r + 1]]; offsets int64 [rows + 1], values any dtype."""

    offsets: Longs
    values: NDArray[Any]

    @property
    def rows(self) -> int:
        return len(self.offsets) - 1

    def row(self, r: int) -> NDArray[Any]:
        """The values of one row, a view."""
        return self.values[self.offsets[r] : self.offsets[r + 1]]

    def lengths(self, rows: Ints | Longs) -> Longs:
        """How many values each of the given rows holds; a row of -1 is empty."""
        held = self.offsets[rows + 1] - self.offsets[rows]
        held[rows < 0] = 0
        return held

    def spread(self, rows: Ints | Longs) -> tuple[Longs, Longs]:
        """(position in `rows`, position in `values`) of every value of the given rows, in order; -1 is an empty row."""
        lengths = self.lengths(rows)
        owner = np.arange(len(rows), dtype=np.int64).repeat(lengths)
        before = lengths.cumsum() - lengths
        return owner, np.arange(len(owner), dtype=np.int64) + (self.offsets[rows] - before).repeat(lengths)

    def take(self, rows: Ints | Longs) -> Ragged:
        """Some of the rows, in the order given; -1 is an empty row."""
        _, at = self.spread(rows)
        return Ragged(np.concatenate(([0], np.cumsum(self.lengths(rows)))).astype(np.int64), self.values[at])

    @staticmethod
    def of(row: NDArray[Any], values: NDArray[Any], rows: int) -> Ragged:
        """From pairs (row, value); the order within a row is kept. Cost: one stable sort."""
        by_row = np.argsort(row, kind="stable")
        counts = np.bincount(row, minlength=rows)
        return Ragged(np.concatenate(([0], np.cumsum(counts))).astype(np.int64), values[by_row])
