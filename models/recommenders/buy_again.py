"""What a customer buys again and again, when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.recommenders.ranges import NotNegative, Positive


@dataclass(frozen=True)
class BuyAgainModel:
    """gap float32 [items]: days between two purchases of the item by one customer; again float32 [items]: the share of
    its buyers that came back for it; returned int32 [items]: how many did. own: sorted keys customer * items + item of
    pairs bought on several days, own_gap and own_times (int32, purchases after the first) beside it.
    """

    gap: Floats
    again: Floats
    returned: Ints
    own: Longs
    own_gap: Floats
    own_times: Ints
    early: float
    late: float
    least: float

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """Items of the customer's own purchases, by how likely they are bought again and how due they are.

        The score is the chance of another purchase times the due date's closeness, 1 on the day itself.
        """
        bought = np.flatnonzero(asked.kind == PURCHASE)
        row = np.repeat(np.arange(asked.rows), np.diff(asked.history.offsets))[bought]
        item = asked.history.values[bought]
        score = self._score(asked.customer[row], item, asked.age[bought])
        by_item = np.lexsort((item, row))
        kept = by_item[(score[by_item] >= self.least) & permit.allows(row[by_item], item[by_item])]
        bounds = np.searchsorted(row[kept], np.arange(asked.rows + 1))
        kept = kept[best_per_row(bounds, score[kept], depth)]
        return Candidates(row[kept].astype(np.int32), item[kept], score[kept], item[kept])

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, NaN): customers who bought the item again."""
        return self.returned[item], np.full(len(item), np.nan, dtype=np.float32)

    def _score(self, customer: Ints, item: Ints, age: Floats) -> Floats:
        """float32, one per purchase of `age` days ago."""
        key = customer.astype(np.int64) * len(self.gap) + item
        at = np.minimum(np.searchsorted(self.own, key), max(len(self.own) - 1, 0))
        mine = (self.own[at] == key) & (customer >= 0) if len(self.own) else np.zeros(len(key), dtype=bool)
        gap, chance = self.gap[item], self.again[item]
        gap[mine] = self.own_gap[at[mine]]
        chance[mine] = 1 - (1 - chance[mine]) / (1 + self.own_times[at[mine]])
        off = np.log(np.maximum(age, 0.5) / gap)
        return (chance * np.exp(-0.5 * (off / np.where(off < 0, self.early, self.late)) ** 2)).astype(np.float32)


@dataclass(frozen=True)
class BuyAgain:
    """A customer's own rhythm, leaning on the item's, which leans on the shop's. Cost: one sort of the purchases."""

    own_prior: NotNegative = 2.0  # gaps of the item's rhythm added to the customer's own
    item_prior: Positive = 10.0  # gaps, and buyers, of the whole shop added to the item's
    early: Positive = 0.35  # spread of the due date before it, in log days
    late: Positive = 0.9  # the same after it: overdue is better than too early
    least: NotNegative = 0.05  # score below which nothing is due

    def fit(self, facts: Facts, rng: np.random.Generator) -> BuyAgainModel:
        """Without a repeated purchase nothing is ever due."""
        items = facts.items.count
        key, gap, buyers = _gaps(facts)
        item = key % items
        shop = float(gap.mean()) if len(gap) else 30.0
        usual = _shrunk(np.bincount(item, gap, items), np.bincount(item, minlength=items), shop, self.item_prior)
        pair, first, times = np.unique(key, return_index=True, return_counts=True)
        returned = np.bincount(pair % items, minlength=items)
        again = _shrunk(returned, buyers, len(pair) / max(buyers.sum(), 1), self.item_prior)
        again[returned == 0] = 0  # what nobody ever bought twice is nobody's habit
        sums = np.add.reduceat(gap, first) if len(gap) else gap
        own_gap = _shrunk(sums, times, usual[pair % items], self.own_prior)
        return BuyAgainModel(
            usual,
            again,
            returned.astype(np.int32),
            pair,
            own_gap,
            times.astype(np.int32),
            self.early,
            self.late,
            self.least,
        )


def _gaps(facts: Facts) -> tuple[Longs, NDArray[np.float64], NDArray[np.int64]]:
    """(key customer * items + item, days) of every gap between two days of purchase, by key; buyers int64 [items]."""
    lines, items = facts.lines, facts.items.count
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
    key = lines.customer[bought].astype(np.int64) * items + lines.item[bought]
    day = np.floor(lines.age[bought]).astype(np.int64)
    order = np.lexsort((-day, key))
    key, day = key[order], day[order]
    same, days = key[1:] == key[:-1], day[:-1] - day[1:]
    gap = same & (days > 0)
    buyers = np.bincount(np.unique(key) % items, minlength=items)
    return key[1:][gap], days[gap].astype(np.float64), buyers


def _shrunk(total: Any, count: Any, usual: Any, prior: float) -> Floats:
    """(total + prior x usual) / (count + prior), float32."""
    return ((total + prior * np.asarray(usual)) / (count + prior)).astype(np.float32)
