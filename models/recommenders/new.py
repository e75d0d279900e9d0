"""What arrived last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.candidates import Asked, Candidates, Permit
from models.ranking import Ranking, ranking_of
from models.recommenders.ranges import Days, NotNegative, Share
from models.recommenders.worth import sold_within


@dataclass(frozen=True)
class NewModel:
    """The ranking of new arrivals; an item past its time is no candidate."""

    ranking: Ranking

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The newest that may be shown, the same order for everybody."""
        return self.ranking.candidates(asked, permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, NaN): purchases of the item since it arrived."""
        return self.ranking.evidence(item)


@dataclass(frozen=True)
class New:
    """Age decayed, a little ahead for what sells from the start. Cost: one pass over the lines."""

    window: Days = 60.0  # days that an item is new, at most
    share: Share = 0.25  # of the shop's history that the window may span: what was there at the start is not new
    half_life: Days = 14.0  # days until newness counts half
    sales: NotNegative = 0.25  # what each doubling of (1 + purchases) adds

    def fit(self, facts: Facts, rng: np.random.Generator) -> NewModel:
        """Nothing is new in a shop of one day."""
        items = facts.items
        span = max(facts.lines.age.max(initial=0), np.nan_to_num(items.first_age).max(initial=0))
        age = np.nan_to_num(items.first_age.astype(np.float64), nan=np.inf)
        sold = sold_within(facts.lines, self.window, items.count)
        fresh = age <= min(self.window, self.share * span)
        score = np.where(fresh, np.exp2(-age / self.half_life) * (1 + self.sales * np.log2(1.0 + sold)), 0)
        nowhere = np.zeros(len(facts.customers.country.name), dtype=np.int32)
        return NewModel(ranking_of(score[None, :], nowhere, sold))
