"""The item-item table that several recommenders share: each item's nearest items, and the candidates that follow."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints, Longs, Ragged
from models.best import best_per_row
from models.candidates import Candidates, Permit
from models.votes import in_order

CAP = 100
"""Neighbours kept per item."""
BLOCK = 64
"""Rows answered at a time, so that the arrays stay in the processor's cache."""
FEW = 32
"""Up to so many pairs, a search for each is faster than arrays."""

Lift = Callable[[Longs, Ints], Floats]
"""(row, item) of pairs, by row and item -> what the score of each is multiplied with, float32, above 0."""


@dataclass(frozen=True)
class Neighbours:
    """Item i has the neighbours item[offsets[i]:offsets[i + 1]], sorted by item number, at most CAP.

    offsets int64 [items + 1]; weight float32, above 0; count int32, in how many baskets (or by how many customers) the
    pair was seen together. held int32 [items] and total: in how many of the same `total` each item was seen at all; 0
    where the table counts nothing.
    """

    offsets: Longs
    item: Ints
    weight: Floats
    count: Ints
    held: Ints
    total: int

    def candidates(
        self, source: Ragged, weight: Floats, permit: Permit, depth: int, lift: Lift | None = None
    ) -> Candidates:
        """The best permitted neighbours of each row's items; an item's score is the sum over sources of both weights,
        times its `lift`.

        source: row -> items; weight float32, parallel to source.values. Sums run in the order of the source, whatever
        else is in the batch. Cost: about 120 ns per (source item, neighbour).
        """
        blocks: list[Candidates] = []
        for first in range(0, source.rows, BLOCK):
            bounds = source.offsets[first : first + BLOCK + 1]
            inside = slice(bounds[0], bounds[-1])
            rows = Ragged(bounds - bounds[0], source.values[inside])
            blocks.append(_block(self, rows, weight[inside], permit, depth, first, lift))
        return blocks[0] if len(blocks) == 1 else Candidates.joined(blocks)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count int32, lift float32) of each pair; count 0 and lift NaN where the pair is not in the table.

        lift = count * total / (held[anchor] * held[item]). Cost: a binary search per pair.
        """
        if len(item) <= FEW:
            return _few(self, anchor.tolist(), item.tolist())
        count = _seen(self, anchor, item)
        with np.errstate(divide="ignore", invalid="ignore"):
            alone = self.held.take(anchor, mode="clip") * self.held.take(item, mode="clip").astype(np.float64)
            lift = (count * (self.total / alone)).astype(np.float32)
        lift[count == 0] = np.nan
        return count, lift


def no_neighbours(items: int) -> Neighbours:
    """A table in which no item has a neighbour."""
    nothing = np.empty(0, dtype=np.int32)
    held = np.zeros(items, dtype=np.int32)
    return Neighbours(np.zeros(items + 1, dtype=np.int64), nothing, np.empty(0, dtype=np.float32), nothing, held, 0)


def _block(
    table: Neighbours, source: Ragged, weight: Floats, permit: Permit, depth: int, above: int, lift: Lift | None
) -> Candidates:
    """The candidates of a few rows: votes are gathered, put in order, summed, permitted, cut.

    above: how many rows of the batch come before these. Written for a single row too, where each call of numpy counts.
    """
    begins = table.offsets[source.values]
    lengths = table.offsets[source.values + 1] - begins
    ends = lengths.cumsum()
    votes = int(ends[-1]) if len(ends) else 0
    if not votes:
        return Candidates.joined(())
    slot = np.arange(len(lengths)).repeat(lengths)
    at = np.arange(votes) + (begins - ends + lengths).repeat(lengths)
    part = weight[slot] * table.weight[at]
    first = np.zeros(len(ends) + 1, dtype=np.int64)
    first[1:] = ends
    pair, order = in_order(first[source.offsets], table.item[at], len(table.held))
    start = _starts(pair)
    row, item = _row_and_item(pair[start], len(table.held), source.rows)
    score = np.add.reduceat(part[order], start)
    if lift:
        score = score * lift(row + above, item)
    kept = (permit.allows(row + above, item) & (score > 0)).nonzero()[0]
    bounds = row[kept].searchsorted(np.arange(source.rows + 1))
    kept = kept[best_per_row(bounds, score[kept], depth)]
    loudest = _loudest(part, order, start, kept)
    return Candidates((row[kept] + above).astype(np.int32), item[kept], score[kept], source.values[slot[loudest]])


def _starts(pair: Longs) -> Longs:
    """Where each run of equal keys begins."""
    new = np.empty(len(pair), dtype=bool)
    new[0] = True
    np.not_equal(pair[1:], pair[:-1], out=new[1:])
    return new.nonzero()[0]


def _row_and_item(pair: Longs, items: int, rows: int) -> tuple[Longs, Ints]:
    """The two numbers that make a key."""
    if rows == 1:
        return np.zeros(len(pair), dtype=np.int64), pair.astype(np.int32)
    row = pair // items
    return row, (pair - row * items).astype(np.int32)


def _loudest(part: Floats, order: Longs, start: Longs, pairs: Longs) -> Longs:
    """The largest vote of each of the pairs, the earliest of equals; start: where each pair begins in `order`."""
    if not len(pairs):
        return pairs
    end = np.empty_like(start)
    end[:-1], end[-1] = start[1:], len(order)
    lengths = end[pairs] - start[pairs]
    ends = lengths.cumsum()
    begin = ends - lengths
    vote = order[np.arange(int(ends[-1])) + (start[pairs] - begin).repeat(lengths)]
    cast = part[vote]
    quiet = cast != np.maximum.reduceat(cast, begin).repeat(lengths)
    vote[quiet] = len(part)
    return np.minimum.reduceat(vote, begin)


def _seen(table: Neighbours, anchor: Ints, item: Ints) -> Ints:
    """The count of each pair, 0 where it is not in the table: a binary search for all pairs together."""
    if not len(table.item):
        return np.zeros(len(item), dtype=np.int32)
    at, end = table.offsets[anchor], table.offsets[anchor + 1]
    end[anchor < 0] = 0
    room = end
    for _ in range(CAP.bit_length()):
        middle = (at + room) >> 1
        before = (table.item.take(middle, mode="clip") < item) & (middle < room)
        at = np.where(before, middle + 1, at)
        room = np.where(before, room, np.minimum(middle, room))
    found = (at < end) & (table.item.take(at, mode="clip") == item)
    return np.where(found, table.count.take(at, mode="clip"), 0)


def _few(table: Neighbours, anchors: list[int], items: list[int]) -> tuple[Ints, Floats]:
    """The evidence of a single answer's pairs, by a binary search for each."""
    offsets, neighbour = table.offsets.data, table.item.data
    counted, held = table.count.data, table.held.data
    count, lift = [0] * len(items), [math.nan] * len(items)
    for k, (anchor, item) in enumerate(zip(anchors, items, strict=True)):
        end = offsets[anchor + 1] if anchor >= 0 else 0
        at = bisect_left(neighbour, item, offsets[anchor] if anchor >= 0 else 0, end)
        if at < end and neighbour[at] == item and counted[at]:
            count[k] = counted[at]
            alone = float(held[anchor]) * float(held[item])
            lift[k] = count[k] * (table.total / alone) if alone else math.inf
    return np.array(count, dtype=np.int32), np.array(lift, dtype=np.float32)
