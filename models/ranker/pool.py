"""The candidates of all generators, once each, with what every generator said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Bytes, Floats, Ints, Longs, distinct
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.ranker.generators import Generator
from models.recommenders.protocol import Model

DEEP = 200
"""How far down each generator is asked, though for no more than are kept: what one names first, another names late."""
EVEN = 20
"""Added to a place when places are weighed up against each other (Cormack, Clarke, Büttcher 2009 take 60)."""
WIDE = 8
"""Pairs that there could be for each that is named, up to which each is looked up in a table of them all."""


@dataclass(frozen=True)
class Pool:
    """Pairs (row, item), sorted by row, then item.

    row, item int32 [pairs]. score float32 [generators, pairs], 0 where a generator did not name the item; share: the
    same against the row's best; place: from 0, NaN where not named. best uint8 [pairs]: the generator that placed it
    first; anchor int32 [pairs]: that generator's, -1 none.
    """

    row: Ints
    item: Ints
    score: Floats
    share: Floats
    place: Floats
    best: Bytes
    anchor: Ints

    @property
    def pairs(self) -> int:
        return len(self.row)

    def offsets(self, rows: int) -> Longs:
        """int64 [rows + 1]: where each row's pairs begin."""
        return np.searchsorted(self.row, np.arange(rows + 1))

    def take(self, at: Longs) -> Pool:
        """Some of the pairs."""
        return Pool(
            self.row[at], self.item[at], self.score[:, at], self.share[:, at], self.place[:, at], self.best[at],
            self.anchor[at],
        )  # fmt: skip


def pool_of(rows: Sequence[Generator], models: dict[str, Model], asked: Asked, permit: Permit, most: int) -> Pool:
    """models: by name of the generator; rows: whose come first, second, ... in the pool. most: candidates of a customer
    at most, those that most generators place well.

    Cost: each generator's candidates, and a sort of them all.
    """
    found = [models[g.name].candidates(g.asked(asked), permit, min(DEEP, most)) for g in rows]
    items = max(len(permit.family), 1)
    key, stands = _numbered([each.row.astype(np.int64) * items + each.item for each in found], asked.rows * items)
    score = np.zeros((len(found), len(key)), dtype=np.float32)
    share = np.zeros((len(found), len(key)), dtype=np.float32)
    place = np.full((len(found), len(key)), np.nan, dtype=np.float32)
    anchor = np.full((len(found), len(key)), ABSENT, dtype=np.int32)
    for number, (each, at) in enumerate(zip(found, stands, strict=True)):
        score[number, at], share[number, at] = each.score, _shares(each, asked.rows)
        place[number, at], anchor[number, at] = _places(each, asked.rows), each.anchor
    best = np.argmin(np.nan_to_num(place, nan=np.inf), axis=0)
    row, item = np.divmod(key, items)
    pool = Pool(
        row.astype(np.int32), item.astype(np.int32), score, share, place, best.astype(np.uint8),
        anchor[best, np.arange(len(key))],
    )  # fmt: skip
    return _cut(pool, asked.rows, most)


def _numbered(keys: list[Longs], size: int) -> tuple[Longs, list[Longs | Ints]]:
    """(distinct keys, ascending; where those of each list stand among them). Keys lie below `size`.

    Where they fill a good part of that, they are ticked off instead of sorted.
    """
    if size > WIDE * sum(len(each) for each in keys):
        found = distinct(np.concatenate(keys))
        return found, [np.searchsorted(found, each) for each in keys]
    named = np.zeros(size, dtype=bool)
    for each in keys:
        named[each] = True
    found = np.flatnonzero(named)
    place = np.empty(size, dtype=np.int32)
    place[found] = np.arange(len(found), dtype=np.int32)
    return found, [place[each] for each in keys]


def _places(found: Candidates, rows: int) -> Longs:
    """0, 1, 2 ... within each row."""
    return np.arange(len(found.row)) - np.searchsorted(found.row, np.arange(rows))[found.row]


def _shares(found: Candidates, rows: int) -> Floats:
    """Each score against the best of its row."""
    best = np.zeros(rows, dtype=np.float32)
    np.maximum.at(best, found.row, found.score)
    return found.score / best[found.row]


def _cut(pool: Pool, rows: int, most: int) -> Pool:
    """The `most` pairs of each row with the largest sum of reciprocal places."""
    offsets = pool.offsets(rows)
    if np.diff(offsets).max(initial=0) <= most:
        return pool
    standing = np.nansum(1 / (EVEN + pool.place), axis=0)
    return pool.take(np.sort(best_per_row(offsets, standing, most)))
