"""How item-item tables are made: products of sparse matrices, a few rows at a time, the best of each row kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs
from models.best import strongest
from models.neighbours import CAP, Neighbours
from models.sparse import Csr, binary, cells, column_sums, rows_of, scaled

Kept = tuple[Longs, Ints, Floats, Ints]
"""Of some rows: neighbours per row; item, weight and count of each, by item within a row."""
WORK = 8_000_000
"""Multiplications of a block, those of its counts too: what bounds memory to about half a gigabyte."""


@dataclass(frozen=True)
class Tally:
    """How often each pair was seen together, for the items from `first` on: number CSR [some items, items]."""

    first: int
    number: Csr

    def of(self, item: Ints | Longs, other: Ints | Longs) -> Ints:
        """int32, one per pair."""
        return cells(self.number, item - self.first, other).astype(np.int32)


Judge = Callable[[Ints, Ints, Floats, list[Tally]], Floats]
"""(item, neighbour, weight, a tally per `seen` matrix) of many pairs -> the weight to rank by; 0 or below drops one."""


def as_it_is(item: Ints, other: Ints, weight: Floats, tallies: list[Tally]) -> Floats:
    """The weight that the product gave."""
    return weight


def apart(item: Ints, other: Ints, weight: Floats, tallies: list[Tally]) -> Floats:
    """The weight as it is, but nothing for an item with itself."""
    return weight * (item != other)


def neighbours_of(
    left: Csr, right: Csr, seen: list[Csr], judge: Judge = apart, only: Longs | None = None
) -> Neighbours:
    """The best CAP of each row of left @ right, left [items, k] and right [k, items] CSR.

    seen: matrices of ones [baskets, items], whose pairs are counted; the first count is the table's evidence. only: the
    items that get a row, None for all. Cost: all products; memory: one block of them.
    """
    left = left if only is None else _only(left, only)
    counters = [(held.T.tocsr() if only is None else _only(held.T.tocsr(), only), held) for held in seen]
    blocks = [_nearest(left, right, counters, judge, first, last) for first, last in _blocks((left, right), *counters)]
    held, total = (column_sums(seen[0]).astype(np.int32), seen[0].shape[0]) if seen else (np.zeros(right.shape[1]), 0)
    return table_of(blocks, held.astype(np.int32), int(total))


def products_at(left: Csr, right: Csr, table: Neighbours) -> NDArray[np.float64]:
    """float64 [pairs]: (left @ right) at each pair of the table; left and right as above.

    Cost: the products of the rows that have neighbours.
    """
    asked = np.flatnonzero(np.diff(table.offsets))
    row = np.repeat(np.arange(len(asked)), np.diff(table.offsets)[asked])
    found = np.zeros(len(table.item))
    few = left[asked]
    for first, last in _blocks((few, right)):
        pair = slice(int(table.offsets[asked[first]]), int(table.offsets[asked[last - 1] + 1]))
        found[pair] = cells(few[first:last] @ right, row[pair] - first, table.item[pair])
    return found


def table_of(blocks: list[Kept], held: Ints, total: int) -> Neighbours:
    """The table of blocks of consecutive rows."""
    lengths = np.concatenate([np.empty(0, dtype=np.int64), *(block[0] for block in blocks)])
    item = np.concatenate([np.empty(0, dtype=np.int32), *(block[1] for block in blocks)])
    weight = np.concatenate([np.empty(0, dtype=np.float32), *(block[2] for block in blocks)])
    count = np.concatenate([np.empty(0, dtype=np.int32), *(block[3] for block in blocks)])
    return Neighbours(np.concatenate(([0], np.cumsum(lengths))), item, weight, count, held, total)


def _only(of: Csr, rows: Longs) -> Csr:
    """The same shape, all other rows empty."""
    kept = np.zeros(of.shape[0])
    kept[rows] = 1
    made = scaled(of, kept, np.ones(int(of.shape[1])))
    made.eliminate_zeros()
    return made


def _blocks(*products: tuple[Csr, Csr]) -> Iterator[tuple[int, int]]:
    """Consecutive rows (first, last) of about WORK multiplications in all the products; a row at the least."""
    ends = np.cumsum(sum(1 + binary(left) @ np.diff(right.indptr) for left, right in products))
    first = 0
    while first < len(ends):
        before = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, before + WORK, side="right")), first + 1)
        yield first, last
        first = last


def _nearest(left: Csr, right: Csr, counters: list[tuple[Csr, Csr]], judge: Judge, first: int, last: int) -> Kept:
    """The rows first..last."""
    block = left[first:last] @ right
    tallies = [Tally(first, of[first:last] @ held) for of, held in counters]
    row, item = rows_of(block), block.indices.astype(np.int32)
    weight = judge((row + first).astype(np.int32), item, block.data.astype(np.float32), tallies)
    kept = weight > 0
    row, item, weight = strongest(row[kept], item[kept], weight[kept], right.shape[1], CAP)
    count = tallies[0].of(row + first, item) if tallies else np.zeros(len(item), dtype=np.int32)
    return np.bincount(row, minlength=last - first), item.astype(np.int32), weight, count
