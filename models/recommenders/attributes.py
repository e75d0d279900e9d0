"""What sells to customers who are alike by what they said of themselves: for who has bought nothing yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

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

FIRST, SAID = 1_000, 1_000
"""Items that are ready for who says the same of themselves, and for how many ways of saying it: 8 MB."""


@dataclass(frozen=True)
class AttributesModel:
    """rate float32 [items]: what sells now, 0 where nothing did. lift float32 [values, items]: logarithm of how much
    more it sells to customers with a value. own: customer -> values. sold int32 [items]: purchases of four weeks."""

    rate: Floats
    lift: Floats
    own: Ragged
    sold: Ints

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """Of customers with an attribute: what sells, times its mean lift.

        Cost per row: FIRST items; items x attributes once for all who say the same of themselves, and where too few of
        the first may be shown.
        """
        values, at = self.own.spread(asked.customer)
        held = Ragged.of(values, self.own.values[at], asked.rows)
        told: list[int] = np.flatnonzero(np.diff(held.offsets)).tolist()
        return Candidates.joined([self._row(held.row(row), row, permit, depth) for row in told])

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, NaN): purchases of the item in the last four weeks."""
        return self.sold[item], np.full(len(item), np.nan, dtype=np.float32)

    def _row(self, values: Ints, row: int, permit: Permit, depth: int) -> Candidates:
        item, score = self._first(values)
        allowed = permit.allows(np.full(len(item), row), item).nonzero()[0][:depth]
        if len(allowed) < depth and len(item) == FIRST:
            pool = self._selling[permit.allows(np.full(len(self._selling), row), self._selling)]
            item, score = self._best(values, pool, depth)
            allowed = np.arange(len(item))
        nothing = np.full(len(allowed), ABSENT, dtype=np.int32)
        return Candidates(np.full(len(allowed), row, dtype=np.int32), item[allowed], score[allowed], nothing)

    def _first(self, values: Ints) -> tuple[Ints, Floats]:
        """The FIRST items for these values, and their scores; remembered for the last who said so of themselves."""
        key, kept = values.tobytes(), self._remembered
        found = kept.get(key)
        if found is None:
            if len(kept) >= SAID:
                kept.clear()
            found = kept[key] = self._best(values, self._selling, FIRST)
        return found

    def _best(self, values: Ints, pool: Ints, depth: int) -> tuple[Ints, Floats]:
        score = np.maximum(self.rate[pool] * np.exp(self.lift[values][:, pool].mean(axis=0)), LEAST)
        best = best_per_row(np.array([0, len(pool)]), score, depth)
        return pool[best], score[best]

    @cached_property
    def _selling(self) -> Ints:
        return np.flatnonzero(self.rate > 0).astype(np.int32)

    @cached_property
    def _remembered(self) -> dict[bytes, tuple[Ints, Floats]]:
        return {}


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
