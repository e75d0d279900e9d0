"""What sells to customers who are alike by what they said of themselves: for who has bought nothing yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from data.arrays import ABSENT, Bools, Floats, Ints, Longs, Ragged
from data.columns import PURCHASE
from data.facts.facts import Facts, Labels
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.recommenders.histories import LEAST
from models.recommenders.popular import MONTH, SALES
from models.recommenders.ranges import Days, Positive, Whole
from models.recommenders.worth import Worth, decay, sold_within


@dataclass(frozen=True)
class AttributesModel:
    """rate float32 [items]: what sells now, 0 where nothing did. lift float32 [values, items]: logarithm of how much
    more it sells to customers with a value. own: customer -> values. sold int32 [items]: purchases of four weeks."""

    rate: Floats
    lift: Floats
    own: Ragged
    sold: Ints

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """Of customers with an attribute: what sells, times its mean lift. Cost per row: items x attributes."""
        values, at = self.own.spread(asked.customer)
        held = Ragged.of(values, self.own.values[at], asked.rows)
        pool = np.flatnonzero(self.rate > 0).astype(np.int32) if permit.passing is None else permit.passing
        pool = pool[self.rate[pool] > 0]
        told: list[int] = np.flatnonzero(np.diff(held.offsets)).tolist()
        return Candidates.joined([self._row(held.row(row), row, pool, permit, depth) for row in told])

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, NaN): purchases of the item in the last four weeks."""
        return self.sold[item], np.full(len(item), np.nan, dtype=np.float32)

    def _row(self, values: Ints, row: int, pool: Ints, permit: Permit, depth: int) -> Candidates:
        pool = pool[permit.allows(np.full(len(pool), row), pool)]
        score = np.maximum(self.rate[pool] * np.exp(self.lift[values][:, pool].mean(axis=0)), LEAST)
        best = best_per_row(np.array([0, len(pool)]), score, depth)
        item, nothing = pool[best], np.full(len(best), ABSENT, dtype=np.int32)
        return Candidates(np.full(len(best), row, dtype=np.int32), item, score[best], nothing)


@dataclass(frozen=True)
class ByAttributes:
    """A lift leans on 1 as if `prior` sales more had been as everywhere. Cost: a pass over the lines per value."""

    half_life: Days = 5.0  # days until a sale counts half in what sells now
    worth: Worth = field(default_factory=lambda: SALES)  # per kind of event, in what sells now
    memory: Days = 180.0  # the same for who buys what
    least: Whole = 10  # orders that a value needs to say anything
    prior: Positive = 10.0  # sales of the whole shop that each value's are mixed with

    def fit(self, facts: Facts, rng: np.random.Generator) -> AttributesModel:
        """Says nothing in a shop that tells of no attribute, or of none that enough buyers share."""
        lines, items = facts.lines, facts.items.count
        bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
        own = self._own(facts, bought)
        sells = decay(lines.age, self.half_life) * self.worth.of(lines.kind)
        rate = np.bincount(lines.item, sells, items).astype(np.float64)
        weight = decay(lines.age[bought], self.memory)
        lift = self._lifts(own, lines.customer[bought], lines.item[bought], weight, items)
        return AttributesModel(_scaled(rate), lift, own, sold_within(lines, MONTH, items))

    def _own(self, facts: Facts, bought: Longs) -> Ragged:
        """customer -> values that enough buyers share, the country among them where another attribute stands."""
        told, customers = facts.customers.attributes, facts.customers.count
        if told is None:
            return Ragged(np.zeros(customers + 1, dtype=np.int64), np.empty(0, dtype=np.int32))
        owner = np.repeat(np.arange(customers), np.diff(told.held.offsets))
        country, first = _countries(facts.customers.country, told.held), len(told.name)
        owner, value = (
            np.append(owner, country),
            np.append(told.held.values, first + facts.customers.country.code[country]),
        )
        orders = _orders(facts, bought, owner, value)
        kept = orders[value] >= self.least
        numbers, renumbered = np.unique(value[kept], return_inverse=True)
        only = Ragged.of(owner[kept], renumbered.astype(np.int32), customers)
        return only if len(numbers) else replace(only, values=np.empty(0, dtype=np.int32))

    def _lifts(self, own: Ragged, customer: Ints, item: Ints, weight: NDArray[np.float64], items: int) -> Floats:
        """float32 [values, items]"""
        sold = np.bincount(item, weight, items)
        usual = sold / max(sold.sum(), 1e-300)
        lift = np.zeros((int(own.values.max(initial=-1)) + 1, items), dtype=np.float32)
        for value in range(len(lift)):
            has: Bools = np.zeros(own.rows, dtype=bool)
            has[np.repeat(np.arange(own.rows), np.diff(own.offsets))[own.values == value]] = True
            at = has[customer]
            sold = np.bincount(item[at], weight[at], items)
            lift[value] = np.log((sold + self.prior) / (usual * sold.sum() + self.prior))
        return lift


def _countries(country: Labels, held: Ragged) -> Longs:
    """Customers with a country and another attribute."""
    return np.flatnonzero((country.code >= 0) & (np.diff(held.offsets) > 0))


def _orders(facts: Facts, bought: Longs, owner: Longs, value: Longs) -> Longs:
    """int64 [values]: orders of the customers with each value."""
    return np.bincount(value, facts.customers.n_orders[owner]).astype(np.int64)


def _scaled(rate: NDArray[np.float64]) -> Floats:
    """Against the largest: what is too little for a float32 sells nothing."""
    return (rate / max(rate.max(initial=0), 1e-300)).astype(np.float32)
