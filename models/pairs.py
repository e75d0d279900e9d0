"""How item-item tables are made: products of sparse matrices, a few rows at a time, the best of each row kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.arrays import Floats, Ints, Longs
from models.best import best_per_row
from models.neighbours import CAP, Neighbours
from models.sparse import Csr, binary, column_sums, rows_of

_Kept = tuple[Longs, Ints, Floats, Ints]
WORK = 8_000_000
"""Multiplications of a block, and entries of its dense counts: what bounds memory to about half a gigabyte."""

Judge = Callable[[Ints, Ints, Floats, list[Ints]], Floats]
"""(item, neighbour, weight, a count per `seen` matrix) of many pairs -> the weight to rank by; 0 or below drops one."""


def as_it_is(item: Ints, other: Ints, weight: Floats, counts: list[Ints]) -> Floats:
    """The weight that the product gave."""
    return weight


def apart(item: Ints, other: Ints, weight: Floats, counts: list[Ints]) -> Floats:
    """The weight as it is, but nothing for an item with itself."""
    return np.where(item == other, 0, weight).astype(np.float32)


def neighbours_of(left: Csr, right: Csr, seen: list[Csr], judge: Judge = apart) -> Neighbours:
    """The best CAP of each row of left @ right, left [items, k] and right [k, items] CSR.

    seen: matrices of ones [baskets, items]; each gives a count of every pair, the first is the table's evidence.
    Cost: all products; memory: one block of them.
    """
    counters = [(held.T.tocsr(), held) for held in seen]
    blocks = [_nearest(left, right, counters, judge, first, last) for first, last in _blocks(left, right, seen)]
    lengths = np.concatenate([np.empty(0, dtype=np.int64), *(block[0] for block in blocks)])
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    item, weight, count = (_together(blocks, part) for part in (1, 2, 3))
    held = column_sums(seen[0]).astype(np.int32)
    return Neighbours(offsets, item, weight.astype(np.float32), count, held, int(seen[0].shape[0]))


def _together(blocks: list[_Kept], part: int) -> Any:
    return np.concatenate([np.empty(0, dtype=np.int32), *(block[part] for block in blocks)])


def _blocks(left: Csr, right: Csr, seen: list[Csr]) -> Iterator[tuple[int, int]]:
    """Consecutive rows (first, last) of about WORK multiplications and dense counts together; a row at the least."""
    ends = np.cumsum(binary(left) @ np.diff(right.indptr) + len(seen) * right.shape[1])
    first = 0
    while first < len(ends):
        before = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, before + WORK, side="right")), first + 1)
        yield first, last
        first = last


def _nearest(left: Csr, right: Csr, counters: list[tuple[Csr, Csr]], judge: Judge, first: int, last: int) -> _Kept:
    """(neighbours per row, item, weight, count) of rows first..last, by item within a row."""
    block = left[first:last] @ right
    block.sort_indices()
    row, item = rows_of(block), block.indices.astype(np.int32)
    counts = [(of[first:last] @ held).toarray()[row, item].astype(np.int32) for of, held in counters]
    weight = judge((row + first).astype(np.int32), item, block.data.astype(np.float32), counts)
    kept = np.flatnonzero(weight > 0)
    starts = np.searchsorted(row[kept], np.arange(last - first + 1))
    kept = np.sort(kept[best_per_row(starts, weight[kept], CAP)])
    return np.bincount(row[kept], minlength=last - first), item[kept], weight[kept], counts[0][kept]
