"""How item-item tables are made: products of sparse matrices, a few rows at a time, the best of each row kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from data.arrays import Floats, Ints, Longs
from models.best import best_per_row
from models.neighbours import CAP, Neighbours
from models.sparse import Csr, column_sums, rows_of

WORK = 8_000_000
"""Multiplications of a block, and entries of its dense counts: what bounds memory to about half a gigabyte."""

Judge = Callable[[Ints, Ints, Floats, Ints], Floats]
"""(item, neighbour, weight, count) of many pairs -> the weight to rank by; a pair at 0 or below is dropped."""


def as_it_is(item: Ints, other: Ints, weight: Floats, count: Ints) -> Floats:
    """The weight that the product gave."""
    return weight


def apart(item: Ints, other: Ints, weight: Floats, count: Ints) -> Floats:
    """The weight as it is, but nothing for an item with itself."""
    return np.where(item == other, 0, weight).astype(np.float32)


def neighbours_of(left: Csr, right: Csr, seen: Csr, judge: Judge = apart) -> Neighbours:
    """The best CAP of each row of left @ right, left [items, k] and right [k, items] CSR.

    seen: CSR of ones [baskets, items], which gives the count of each pair. Cost: both products; memory: one block.
    """
    flipped = seen.T.tocsr()
    blocks = [_nearest(left, right, flipped, seen, judge, first, last) for first, last in _blocks(left, right, seen)]
    held = column_sums(seen).astype(np.int32)
    lengths = np.concatenate([np.empty(0, dtype=np.int64), *(block[0] for block in blocks)])
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    item, weight, count = (_together(blocks, part) for part in (1, 2, 3))
    return Neighbours(
        offsets, item.astype(np.int32), weight.astype(np.float32), count.astype(np.int32), held, seen.shape[0]
    )


def _together(blocks: list[tuple[Longs, Ints, Floats, Ints]], part: int) -> Any:
    return np.concatenate([np.empty(0, dtype=np.int32), *(block[part] for block in blocks)])


def _blocks(left: Csr, right: Csr, seen: Csr) -> Iterator[tuple[int, int]]:
    """Consecutive rows (first, last) of about WORK multiplications, and of at most WORK dense cells."""
    work = left.astype(bool).astype(np.int64) @ np.diff(right.indptr) + seen.shape[1]
    ends = np.cumsum(work)
    first = 0
    while first < len(ends):
        before = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, before + WORK, side="right")), first + 1)
        yield first, last
        first = last


def _nearest(
    left: Csr, right: Csr, flipped: Csr, seen: Csr, judge: Judge, first: int, last: int
) -> tuple[Longs, Ints, Floats, Ints]:
    """(neighbours per row, item, weight, count) of rows first..last, by item within a row."""
    block = left[first:last] @ right
    block.sort_indices()
    row = rows_of(block)
    count = (flipped[first:last] @ seen).toarray()[row, block.indices].astype(np.int32)
    weight = judge((row + first).astype(np.int32), block.indices, block.data.astype(np.float32), count)
    kept = np.flatnonzero(weight > 0)
    starts = np.searchsorted(row[kept], np.arange(last - first + 1))
    kept = np.sort(kept[best_per_row(starts, weight[kept], CAP)])
    return np.bincount(row[kept], minlength=last - first), block.indices[kept], weight[kept], count[kept]
