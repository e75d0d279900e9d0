"""What sells faster now than it used to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.candidates import Asked, Candidates, Permit
from models.ranking import Ranking, ranking_of
from models.recommenders.ranges import Days, NotNegative, Positive
from models.recommenders.worth import Worth, sold_within


@dataclass(frozen=True)
class TrendingModel:
    """The ranking of what rises; an item that does not is no candidate."""

    ranking: Ranking

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The steepest that may be shown, the same order for everybody."""
        return self.ranking.candidates(asked, permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, lift): sales of the last days, and how many times those expected."""
        return self.ranking.evidence(item)


@dataclass(frozen=True)
class Trending:
    """Recent demand against that before, in standard deviations of a Poisson count. Cost: one pass over the lines."""

    short: Days = 7.0  # days that are "now"
    long: Days = 28.0  # days before those, that are "usual"
    prior: Positive = 3.0  # events added to both, against a rise from one to two
    least: NotNegative = 2.0  # events within `short` that a trend needs
    worth: Worth = field(default_factory=Worth)  # what each kind of event counts

    def fit(self, facts: Facts, rng: np.random.Generator) -> TrendingModel:
        """Nothing rises where the shop is younger than `short`."""
        lines, items = facts.lines, facts.items.count
        count = self.worth.of(lines.kind).astype(np.float64)
        now = np.bincount(lines.item, count * (lines.age <= self.short), items)
        before = np.bincount(
            lines.item, count * ((lines.age > self.short) & (lines.age <= self.short + self.long)), items
        )
        # the whole shop's rise (a season, a sale day) is nobody's trend
        usual = before * (now.sum() / max(before.sum(), 1.0)) if before.any() else now
        lift = (now + self.prior) / (usual + self.prior)
        steep = (now - usual) / np.sqrt(usual + self.prior)
        score = np.where(now >= self.least, steep, 0)
        nowhere = np.zeros(len(facts.customers.country.name), dtype=np.int32)
        sold = sold_within(lines, self.short, items)
        return TrendingModel(ranking_of(score[None, :], nowhere, sold, lift.astype(np.float32)))
