"""What sells: in the whole shop, and in the customer's country where enough is sold there."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Floats, Ints
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.candidates import Asked, Candidates, Permit
from models.ranking import Ranking, ranking_of
from models.recommenders.ranges import Days, NotNegative, Whole
from models.recommenders.worth import Worth, decay, sold_within

SALES = Worth(view=0.01, cart=0.05, favourite=0.05)
"""Purchases; looks only where there are none."""
MONTH = 28.0
NEVER_SOLD = 1e-300
"""Below any rate of an item ever sold: such items stand last, the newest first."""


@dataclass(frozen=True)
class PopularModel:
    """The ranking of all items, in general and per country."""

    ranking: Ranking

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The best sellers that may be shown; every item has a place, so a list is as long as there are items."""
        return self.ranking.candidates(asked, permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, NaN): purchases of the item in the last four weeks."""
        return self.ranking.evidence(item)


@dataclass(frozen=True)
class Popular:
    """Sales decayed in time. Cost: one pass over the lines and a sort per country."""

    half_life: Days = 5.0  # days until a sale counts half
    worth: Worth = field(default_factory=lambda: SALES)  # per kind of event
    least_orders: Whole = 500  # a country with fewer orders has no order of its own
    prior: NotNegative = 50.0  # recent sales of the whole shop that each country's are mixed with

    def fit(self, facts: Facts, rng: np.random.Generator) -> PopularModel:
        """Never fails; in an empty shop the newest come first."""
        lines, items = facts.lines, facts.items.count
        rate = decay(lines.age, self.half_life) * self.worth.of(lines.kind)
        groups = _selling(facts, self.least_orders)
        everybody = np.bincount(lines.item, rate, items)
        share = everybody / max(everybody.sum(), NEVER_SOLD) * self.prior
        code = np.append(facts.customers.country.code, ABSENT)[lines.customer]  # of a guest unknown
        own = [
            np.bincount(lines.item[at], rate[at], items) + share
            for at in (np.flatnonzero(code == group) for group in groups)
        ]
        row = np.full(len(facts.customers.country.name), len(groups), dtype=np.int32)
        row[groups] = np.arange(len(groups))
        score = np.stack([*own, everybody]) + _unsold(facts)
        return PopularModel(ranking_of(score, row, sold_within(lines, MONTH, items)))


def _selling(facts: Facts, least: int) -> list[int]:
    """Countries with at least so many orders."""
    bought = facts.lines.kind == PURCHASE
    customer, order = facts.lines.customer[bought], facts.lines.order[bought]
    _, first = np.unique(order, return_index=True)
    code = facts.customers.country.code[customer[first][customer[first] != ABSENT]]
    orders = np.bincount(code[code >= 0], minlength=len(facts.customers.country.name))
    return np.flatnonzero(orders >= least).tolist()


def _unsold(facts: Facts) -> NDArray[np.float64]:
    """A place at the end for what never sold: the newest first, what was never seen last of all."""
    age = np.nan_to_num(facts.items.first_age.astype(np.float64), nan=1e6)
    return NEVER_SOLD / (1 + age)
