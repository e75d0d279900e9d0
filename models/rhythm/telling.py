"""All that a night says of rhythm: columns of the customer table, due items, second orders, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints, Longs
from data.facts.facts import CustomerFacts
from models.customers.gaps import by_the_shops_days
from models.customers.table import CustomerTable
from models.rhythm.due import Due, due_of
from models.rhythm.next_order import EDGES, HIGH, HORIZONS, LOW, MIDDLE, history_of, next_order_of, quantile
from models.rhythm.second import SecondOrders, second_orders
from models.rhythm.settings import GAPS, RhythmSettings
from models.rhythm.signals import History
from models.rhythm.trying import Tried, chosen

YOUNG = 7
"""Days since the shop's first order that say nothing of how people come back."""


@dataclass(frozen=True)
class Evidence:
    """What the chances of each customer rest on, a row per customer; 0 of those without an order.

    visits int32: days with an order; looked int32: days with a look since the last order. season: how many times as
    often as usual customers came back in the same four weeks last year; NaN unknown. method: what foretells the orders.
    """

    visits: Ints
    looked: Ints
    season: float
    method: str


@dataclass(frozen=True)
class Rhythm:
    """What stands behind the columns: what is due of each customer, what brought others back, the evidence."""

    due: Due
    second: SecondOrders
    evidence: Evidence


@dataclass(frozen=True)
class Telling:
    """table: the columns of `models.rhythm.columns.COLUMNS`; rhythm: what they rest on."""

    table: CustomerTable
    rhythm: Rhythm


def rhythm_of(known: CustomerFacts, settings: RhythmSettings, seed: int) -> tuple[Telling, Tried]:
    """(what is told, how each way to foretell the next order did on the newest weeks). Nobody is too few, but within
    YOUNG days of the first order no chance and no date is told: nobody can have come back as people do.

    Cost: of a million customers with four million orders, ten million lines and eight million looks, under a minute of
    one core and 2.5 GB.
    """
    known = by_the_shops_days(known)
    history = history_of(known)
    method, found = chosen(history, settings, seed)
    customer, away = next_order_of(history, method, settings, seed).told(history)
    old = slice(None) if history.visits.span > YOUNG else slice(0)
    table = _table(history, customer[old], away[old])
    due = due_of(known.facts, settings, np.random.default_rng(seed))
    used = method if len(history.visits.cell) else GAPS
    rhythm = Rhythm(due, second_orders(known, settings), evidence_of(history, customer, used))
    return Telling(table, rhythm), found


def evidence_of(history: History, customer: Longs, method: str) -> Evidence:
    """customer: those with an order."""
    counted = history.visits.counted(0)
    looked = np.zeros(len(counted), dtype=np.int32)
    if history.looks and len(customer):
        looked[customer] = history.looked_since(0, customer, counted)
    season = float(np.exp(history.season.ahead(0, 0, 28)))
    return Evidence(counted.astype(np.int32), looked, season, method)


def _table(history: History, customer: Longs, away: Floats) -> CustomerTable:
    customers = history.visits.customers
    numbers = {f"order_{days}": _spread(1 - away[:, EDGES.index(days)], customer, customers) for days in HORIZONS}
    for name, share in (("days", MIDDLE), ("low", LOW), ("high", HIGH)):
        numbers[f"next_order_{name}"] = _spread(quantile(away, share), customer, customers)
    once = history.visits.counted(0) == 1
    numbers["second_order"] = np.where(once, numbers[f"order_{HORIZONS[-1]}"], np.nan).astype(np.float32)
    return CustomerTable(dict(numbers), {}, {})


def _spread(value: Floats, customer: Longs, customers: int) -> Floats:
    """A row per customer, NaN of those of whom nothing is said."""
    found = np.full(customers, np.nan, dtype=np.float32)
    found[customer] = value
    return found
