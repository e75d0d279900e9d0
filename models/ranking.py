"""One order of the items for all customers, or one for each group of them: what is popular, trending or new."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Bools, Floats, Ints, Longs
from models.candidates import Asked, Candidates, Permit

NARROW = 8
"""A filter that fewer than one item in NARROW passes is ranked by sorting what passes, a wider one by walking down."""


@dataclass(frozen=True)
class Ranking:
    """order int32 [groups + 1, items]: item numbers, best first; the last row is for everybody.

    place int32 [groups + 1, items]: where each item stands in its row of `order`. ranked int32 [groups + 1]: how many
    items of the row count; what stands behind is never named. row int32 [groups]: which row of `order` a group has.
    count int32 [items], lift float32 [items]: the evidence behind an item's place; lift NaN where it has none.
    """

    order: Ints
    place: Ints
    ranked: Ints
    row: Ints
    count: Ints
    lift: Floats

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The first `depth` permitted items of the row's group; the score falls evenly from 1 with the place.

        Cost: about depth + banned items per row, divided by the share that passes; a narrow filter: one sort of what
        passes per group.
        """
        line = np.append(self.row, len(self.order) - 1)[asked.group]
        order, ranked, at = self._passing(line, permit)
        row, place = _walk(order, ranked, at, permit, depth)
        item = order[at[row], place]
        score = 1 - (self.place[line[row], item] / self.order.shape[1]).astype(np.float32)
        return Candidates(row.astype(np.int32), item, score, np.full(len(row), ABSENT, dtype=np.int32))

    def evidence(self, item: Ints) -> tuple[Ints, Floats]:
        """(count int32, lift float32) of each item."""
        return self.count[item], self.lift[item]

    def _passing(self, line: Ints, permit: Permit) -> tuple[Ints, Ints, Longs | Ints]:
        """An order, how many of each of its rows count, and which is whose; cut to what passes if that is little."""
        if permit.passing is None or len(permit.passing) * NARROW >= self.order.shape[1]:
            return self.order, self.ranked, line
        lines, at = np.unique(line, return_inverse=True) if len(line) > 1 else (line, np.zeros(1, dtype=np.int64))
        place = np.sort(self.place[lines[:, None], permit.passing[None, :]], axis=1)
        ranked = np.count_nonzero(place < self.ranked[lines, None], axis=1)
        return self.order[lines[:, None], place], ranked.astype(np.int32), at


def ranking_of(score: NDArray[np.float64], row: Ints, count: Ints, lift: Floats | None = None) -> Ranking:
    """The ranking by descending score [rows, items], the last row for everybody; only items above 0 count.

    Ties: the lower item number first. Cost: one sort per row.
    """
    order = np.argsort(-score, axis=1, kind="stable").astype(np.int32)
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(order.shape[1], dtype=np.int32)[None, :], axis=1)
    unknown = np.full(len(count), np.nan, dtype=np.float32)
    ranked = np.count_nonzero(score > 0, axis=1).astype(np.int32)
    return Ranking(order, place, ranked, row, count, unknown if lift is None else lift)


def _walk(order: Ints, ranked: Ints, line: Longs | Ints, permit: Permit, depth: int) -> tuple[Longs, Longs]:
    """(row, position in the row's order) of the first `depth` permitted items of every row, in that order.

    Looks at twice as many each time until every row is full or through, so what a row gets depends on that row alone.
    """
    row = np.arange(len(line))
    full: list[tuple[Longs, Longs]] = [(row[:0], row[:0])]
    width = depth + 32
    while len(row):
        width = min(width, order.shape[1])
        fine = _permitted(order, ranked, line[row], row, permit, width)
        done = (fine.sum(axis=1) >= depth) | (ranked[line[row]] <= width)
        of, at = np.nonzero(fine[done] & (np.cumsum(fine[done], axis=1) <= depth))
        full.append((row[done][of], at))
        row, width = row[~done], 2 * width
    found = np.concatenate([part[0] for part in full])
    at = np.concatenate([part[1] for part in full])
    by_row = np.argsort(found, kind="stable")
    return found[by_row], at[by_row]


def _permitted(order: Ints, ranked: Ints, line: Longs | Ints, row: Longs, permit: Permit, width: int) -> Bools:
    """bool [rows, width]: whether each of the first items of each row's order counts and may be shown."""
    item: Ints = order[line, :width]
    allowed = permit.allows(np.repeat(row, item.shape[1]), item.ravel()).reshape(item.shape)
    return allowed & (np.arange(width) < ranked[line].reshape(-1, 1))
