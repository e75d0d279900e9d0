"""What customers had bought before a cut, and lists of nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats, Ints, Longs, Ragged
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.best import best_per_row
from models.bundle.bundle import Bundle
from models.candidates import Asked, Candidates, Permit


@dataclass(frozen=True)
class Own:
    """Distinct (customer, item) pairs bought, by customer, then item.

    times int64: in how many orders; age float32: days since the last of them; both parallel to item.values.
    """

    item: Ragged
    times: Longs
    age: Floats

    @property
    def customer(self) -> Longs:
        """int64, the customer of each pair."""
        return np.repeat(np.arange(self.item.rows), np.diff(self.item.offsets))


@dataclass(frozen=True)
class OwnModel:
    """A score for every pair of `item`, in place of the recommender that serves what is bought again."""

    item: Ragged
    score: Floats

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The best of what the customer has bought."""
        row, at = self.item.spread(asked.customer)
        allowed = permit.allows(row, self.item.values[at]) & (self.score[at] > 0)
        row, at = row[allowed], at[allowed]
        best = best_per_row(np.searchsorted(row, np.arange(asked.rows + 1)), self.score[at], depth)
        item = self.item.values[at[best]]
        return Candidates(row[best].astype(np.int32), item, self.score[at[best]], item)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """Nothing is counted."""
        return np.zeros(len(item), dtype=np.int32), np.full(len(item), np.nan, dtype=np.float32)


def own_of(facts: Facts) -> Own:
    """Cost: two sorts of the purchases."""
    lines, items = facts.lines, max(facts.items.count, 1)
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
    key = lines.customer[bought].astype(np.int64) * items + lines.item[bought]
    by_age = np.lexsort((lines.age[bought], key))
    key, order, age = key[by_age], lines.order[bought][by_age], lines.age[bought][by_age]
    pair, first = np.unique(key, return_index=True)
    again = np.lexsort((order, key))
    another = np.concatenate(([True], (np.diff(key[again]) != 0) | (np.diff(order[again]) != 0)))[: len(key)]
    times = np.add.reduceat(another.astype(np.int64), first) if len(first) else first
    customer, item = np.divmod(pair, items)
    return Own(Ragged.of(customer, item.astype(np.int32), facts.customers.count), times, age[first])


def eligible_again(bundle: Bundle, own: Own, customer: Ints) -> Longs:
    """How many items a list of what was bought before could hold: one per family in stock, not in the basket."""
    row, at = own.item.spread(customer)
    item = own.item.values[at]
    key = row[bundle.in_stock[item]] * bundle.families + bundle.items.family[item[bundle.in_stock[item]]]
    kept = np.setdiff1d(key, _in_basket(bundle, customer))
    return np.bincount(kept // max(bundle.families, 1), minlength=len(customer))


def bought_before(own: Own, customer: Ints, item: Ints) -> Bools:
    """Whether each row's customer had bought what stands in item int32 [rows, n]; true where nothing stands."""
    row, at = own.item.spread(customer)
    items = int(max(own.item.values.max(initial=0), item.max(initial=0))) + 1
    had = np.append(row * items + own.item.values[at], -1)
    asked = np.arange(len(customer))[:, None] * items + item
    return (item < 0) | np.isin(asked, had)


def _in_basket(bundle: Bundle, customer: Ints) -> Longs:
    row, at = bundle.basket.spread(customer)
    return row * bundle.families + bundle.items.family[bundle.basket.values[at]]
