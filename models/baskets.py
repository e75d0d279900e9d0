"""Baskets and visits as sparse matrices of ones: what was bought, or looked at, together."""

from __future__ import annotations

import numpy as np

from data.arrays import Bools, Floats, Ints, Longs
from data.columns import PURCHASE
from data.facts.facts import Facts, Lines
from models.sparse import Csr, binary, matrix, rows_of

LARGEST = 200
"""Items of one basket that teach: longer ones are a reseller's stock or a robot's visit."""


def orders(facts: Facts) -> tuple[Csr, Floats, Ints]:
    """(CSR of ones [orders, items], age float32 [orders] in days, customer int32 [orders], -1 guest).

    Row o is the o-th order in the sort by customer, then oldest first. Purchases without an order are left out.
    """
    lines = facts.lines
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.order >= 0))
    _, first, number = np.unique(lines.order[bought], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    held = _ones(rank[number], lines.item[bought], len(first), facts.items.count)
    opens = bought[np.sort(first)]
    return held, lines.age[opens], lines.customer[opens]


def buyers(facts: Facts) -> Csr:
    """CSR of ones [buyers, items]: customers, and guests' orders as a buyer each."""
    lines = facts.lines
    bought = np.flatnonzero((lines.kind == PURCHASE) & ((lines.customer >= 0) | (lines.order >= 0)))
    customer, order = lines.customer[bought].astype(np.int64), lines.order[bought].astype(np.int64)
    buyer = np.where(customer >= 0, customer, facts.customers.count + order)
    return _numbered(buyer, lines.item[bought], facts.items.count)


def buyers_of_families(facts: Facts) -> Csr:
    """CSR of ones [customers, families]: who bought any of each; guests have no row."""
    lines, family = facts.lines, facts.items.family
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
    shape = facts.customers.count, int(family.max(initial=-1)) + 1
    return binary(matrix(lines.customer[bought], family[lines.item[bought]], np.ones(len(bought)), shape))


def visits(lines: Lines) -> tuple[Longs, int]:
    """(visit of every line int64 [lines], -1 none; how many): the session, else the customer's day or guest's order."""
    day = np.floor(lines.age).astype(np.int64)
    span = int(day.max(initial=0)) + 1
    sessions = int(lines.session.max(initial=-1)) + 1
    days = sessions + lines.customer.astype(np.int64) * span + day
    guests = sessions + (int(lines.customer.max(initial=-1)) + 1) * span + lines.order
    other = np.where(lines.customer >= 0, days, np.where(lines.order >= 0, guests, -1))
    key = np.where(lines.session >= 0, lines.session, other)
    numbers, visit = np.unique(key, return_inverse=True)
    none = int(len(numbers) > 0 and numbers[0] < 0)
    return visit - none, len(numbers) - none


def visited(facts: Facts, which: Bools, known: tuple[Longs, int] | None = None) -> Csr:
    """CSR of ones [visits, items] of the lines `which` bool [lines], without rows where there are none.

    known: the visits, where they have been numbered.
    """
    visit, count = known or (visits(facts.lines) if which.any() else (np.full(len(which), -1), 0))
    chosen = np.flatnonzero(which & (visit >= 0))
    return _ones(visit[chosen], facts.lines.item[chosen], count, facts.items.count)


def _numbered(basket: Longs, item: Ints, items: int) -> Csr:
    numbers, row = np.unique(basket, return_inverse=True)
    return _ones(row, item, len(numbers), items)


def _ones(row: Longs, item: Ints, rows: int, items: int) -> Csr:
    """Ones; of a basket above LARGEST the first LARGEST items by number."""
    held = binary(matrix(row, item, np.ones(len(row)), (rows, items)))
    number, starts = rows_of(held), np.asarray(held.indptr, dtype=np.int64)
    kept = np.arange(len(number)) - starts[number] < LARGEST
    return matrix(number[kept], held.indices[kept], held.data[kept], (rows, items))
