"""The value every metric reads: lists as they would have been shown, beside what the customers bought afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Bools, Floats, Ints, Longs, Ragged


@dataclass(frozen=True)
class Targets:
    """What each row bought in the window: distinct item numbers, and the revenue of each (NaN where unknown)."""

    item: Ragged
    revenue: Floats  # parallel to item.values

    @property
    def counts(self) -> Longs:
        """int64 [rows]: how many items each row bought."""
        return np.diff(self.item.offsets)

    def part(self, rows: Longs) -> Targets:
        """The targets of some rows only."""
        owner, at = self.item.spread(rows)
        return Targets(Ragged.of(owner, self.item.values[at], len(rows)), self.revenue[at])


@dataclass(frozen=True)
class Shelves:
    """What the metrics need to know of the catalogue at the cut, one entry per item number."""

    listed: Bools
    buyers: Ints  # distinct customers who had bought it
    customers: int  # customers who had bought anything
    path: Ints  # [items, levels] number of each leading part of the category path, outermost first; -1 beyond its end


@dataclass(frozen=True)
class Replay:
    """Rows are customers, columns are places, best first.

    item int32 [rows, depth], -1 where a list ended; hit bool [rows, depth]; revenue float32 [rows, depth] of the target
    that was hit, NaN unknown, 0 no hit; fallback bool [rows, depth]: filled from the fallback chain; popular int32
    [rows, depth]: the popularity list of the same row; eligible int64 [rows]: how many items could have been shown.
    """

    item: Ints
    hit: Bools
    revenue: Floats
    fallback: Bools
    popular: Ints
    eligible: Longs
    targets: Targets
    shelves: Shelves

    @property
    def rows(self) -> int:
        return len(self.item)

    def part(self, kept: Longs) -> Replay:
        """The same replay, for the rows of these positions only."""
        return Replay(
            self.item[kept],
            self.hit[kept],
            self.revenue[kept],
            self.fallback[kept],
            self.popular[kept],
            self.eligible[kept],
            self.targets.part(kept),
            self.shelves,
        )


def replay_of(
    item: Ints, fallback: Bools, popular: Ints, eligible: Longs, targets: Targets, shelves: Shelves
) -> Replay:
    """Lists compared with what was bought. Cost: one sort of the targets and one binary search per place."""
    place = _place_among(targets.item, item, len(shelves.listed))
    hit = place != ABSENT
    revenue = np.zeros(item.shape, dtype=np.float32)
    revenue[hit] = targets.revenue[place[hit]]
    return Replay(item, hit, revenue, fallback, popular, eligible, targets, shelves)


def _place_among(wanted: Ragged, item: Ints, items: int) -> Longs:
    """Position in wanted.values of each shown item, -1 where it was not bought."""
    if not len(wanted.values):
        return np.full(item.shape, ABSENT, dtype=np.int64)
    row = np.repeat(np.arange(wanted.rows, dtype=np.int64), np.diff(wanted.offsets))
    bought = row * items + wanted.values
    order = np.argsort(bought)
    shown = np.arange(len(item), dtype=np.int64)[:, None] * items + item
    at = np.minimum(np.searchsorted(bought, shown, sorter=order), len(bought) - 1)
    return np.where((bought[order[at]] == shown) & (item != ABSENT), order[at], ABSENT)
