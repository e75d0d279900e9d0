"""Whom a rehearsal replays, and what each of them bought after the cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np

from data.arrays import ABSENT, Bools, Floats, Ints, Longs, Ragged, distinct
from data.columns import PURCHASE
from data.facts.engine import window_purchases
from data.facts.facts import Facts
from models.metrics.replay import Targets

GROUPS = ("unseen", "0", "1", "2-4", "5-9", "10+")
"""By number of orders before the cut; unseen: no event at all before it."""
LEAST_ORDERS = np.array([0, 0, 1, 2, 5, 10])


@dataclass(frozen=True)
class Cases:
    """Customers who bought in the window, ascending, and what they bought in it: each item in one of four parts.

    targets: new to the customer, and known to the shop at the cut; cold: new to the customer, and at the cut nothing
    was known of it but what a catalogue said; later: new, and nowhere at the cut, so that no list of then could name
    it; repeat: bought before. group: position in GROUPS.
    """

    customer: Ints
    group: Longs
    targets: Targets
    cold: Targets
    later: Targets
    repeat: Targets

    @property
    def headline(self) -> Longs:
        """Rows of customers who were seen before the cut and bought something new that was known then."""
        return self.seen(self.targets)

    def seen(self, targets: Targets) -> Longs:
        """Rows of customers who were seen before the cut and have such targets."""
        return np.flatnonzero((self.group > 0) & (targets.counts > 0))

    def part(self, rows: Longs) -> Cases:
        """Some of the customers only."""
        parts = (of.part(rows) for of in (self.targets, self.cold, self.later, self.repeat))
        return Cases(self.customer[rows], self.group[rows], *parts)


def cases_of(
    con: duckdb.DuckDBPyConnection, facts: Facts, start: datetime, end: datetime, most: int, seed: int
) -> Cases:
    """A seeded sample of at most `most` of those who bought in [start, end); facts are those at start."""
    customer, item, revenue = _bought(con, facts, start, end)
    buyers = distinct(customer)
    if len(buyers) > most:
        buyers = np.sort(np.random.default_rng(seed).choice(buyers, most, replace=False))
        drawn = np.isin(customer, buyers)
        customer, item, revenue = customer[drawn], item[drawn], revenue[drawn]
    row = np.searchsorted(buyers, customer)
    repeat = had(facts, customer, item)
    unknown, listed = ~repeat & ~known(facts)[item], facts.items.listed[item]

    def part(of: Bools) -> Targets:
        return Targets(Ragged.of(row[of], item[of], len(buyers)), revenue[of])

    parts = (~repeat & ~unknown, unknown & listed, unknown & ~listed, repeat)
    return Cases(buyers, _group(facts, buyers), *(part(of) for of in parts))


def _bought(con: duckdb.DuckDBPyConnection, facts: Facts, start: datetime, end: datetime) -> tuple[Ints, Ints, Floats]:
    """Distinct (customer, item) by customer, and what was paid in all; NaN where a price is unknown."""
    customer, item, quantity, price = window_purchases(con, start, end)
    pair, which = np.unique(customer.astype(np.int64) * facts.items.count + item, return_inverse=True)
    paid = np.bincount(which, weights=quantity * price, minlength=len(pair)).astype(np.float32)
    customer, item = np.divmod(pair, max(facts.items.count, 1))
    return customer.astype(np.int32), item.astype(np.int32), paid


def had(facts: Facts, customer: Ints, item: Ints) -> Bools:
    """Whether the customer had bought the item, or one of its family, whatever the rebuy rule says of it now."""
    families = int(facts.items.family.max(initial=-1)) + 1
    asked = np.zeros(facts.customers.count + 1, dtype=bool)  # the last one stands for guests
    asked[customer] = True
    owner, at = facts.owned.spread(np.flatnonzero(asked))
    owned = np.flatnonzero(asked)[owner] * families + facts.owned.values[at]
    lines = facts.lines
    line = np.flatnonzero((lines.kind == PURCHASE) & asked[lines.customer])
    bought = lines.customer[line].astype(np.int64) * families + facts.items.family[lines.item[line]]
    had = distinct(np.concatenate((owned, bought, [ABSENT])))
    wanted = customer.astype(np.int64) * families + facts.items.family[item]
    return had[np.minimum(np.searchsorted(had, wanted), len(had) - 1)] == wanted


def known(facts: Facts) -> Bools:
    """bool [items]: listed at the cut, and somebody had bought it or looked at it."""
    return facts.items.listed & (np.bincount(facts.lines.item, minlength=facts.items.count) > 0)


def _group(facts: Facts, customer: Ints) -> Longs:
    orders = facts.customers.n_orders[customer]
    group = np.searchsorted(LEAST_ORDERS[1:], orders, side="right")
    return np.where(np.isnan(facts.customers.first_age[customer]), 0, group)
