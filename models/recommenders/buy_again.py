"""What a customer buys again and again, the likeliest within the next weeks first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.recommenders.habits import Bought, Habits, Vector, habits_of
from models.recommenders.ranges import NotNegative, Positive
from models.recommenders.returning import odds, weights_of


@dataclass(frozen=True)
class BuyAgainModel:
    """weights float64 [signals + 1] make the odds; empty: too little to learn from, the rhythm alone decides."""

    habits: Habits
    weights: Vector
    early: float
    late: float
    least: float

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """Items that the customer has bought, by the odds of another purchase within the horizon.

        Where there was too little to learn from: those that are due, by the rhythm's score.
        """
        bought = self.habits.bought_by(asked)
        bought = bought.take(permit.allows(bought.row, bought.item))
        score = self._score(bought)
        if not len(self.weights):
            due = score >= max(self.least, np.finfo(np.float32).tiny)
            bought, score = bought.take(due), score[due]
        best = best_per_row(np.searchsorted(bought.row, np.arange(asked.rows + 1)), score, depth)
        item = bought.item[best]
        return Candidates(bought.row[best].astype(np.int32), item, score[best], item)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, NaN): customers who bought the item again."""
        return self.habits.returned[item], np.full(len(item), np.nan, dtype=np.float32)

    def _score(self, bought: Bought) -> Floats:
        rhythm = self.habits.rhythm(bought, self.early, self.late)
        return odds(self.habits, bought, rhythm, self.weights) if len(self.weights) else rhythm


@dataclass(frozen=True)
class BuyAgain:
    """A customer's own rhythm, leaning on the item's, which leans on the shop's; and what the last weeks taught of it,
    of how often, how lately, and of how the item sells.

    Cost: two sorts of the purchases, and three regressions of at most a million pairs.
    """

    own_prior: NotNegative = 2.0  # gaps of the item's rhythm added to the customer's own
    item_prior: Positive = 10.0  # gaps, and buyers, of the whole shop added to the item's
    early: Positive = 0.35  # spread of the due date before it, in log days
    late: Positive = 0.9  # the same after it: overdue is better than too early
    least: NotNegative = 0.05  # the rhythm's score below which nothing is due, where there is too little to learn from

    def fit(self, facts: Facts, rng: np.random.Generator) -> BuyAgainModel:
        """Without a repeated purchase nothing is ever due."""
        weights = weights_of(facts, self._habits, self._rhythm, rng)
        return BuyAgainModel(self._habits(facts), weights, self.early, self.late, self.least)

    def _habits(self, facts: Facts) -> Habits:
        return habits_of(facts, self.own_prior, self.item_prior)

    def _rhythm(self, habits: Habits, bought: Bought) -> Floats:
        return habits.rhythm(bought, self.early, self.late)
