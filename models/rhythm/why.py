"""Why a customer's rhythm is said to be what it is: codes with figures that can be looked up."""

from __future__ import annotations

from models.customers.table import CustomerTable
from models.customers.why import Why
from models.rhythm.settings import GAPS
from models.rhythm.telling import Rhythm

FEW = 5
"""Buyers of a first item below which it says nothing of who comes back."""


def why(rhythm: Rhythm, table: CustomerTable, customer: int) -> list[Why]:
    """Of the next and the second order: how long the silence is against the customer's own gap, what the season did
    last year, looks since, the item of the only order that brought others back. Empty of those who never ordered.

    Days of silence and gap are those of the table's columns. Items are numbers.
    """
    known = rhythm.evidence
    visits = int(known.visits[customer])
    if not visits:
        return []
    silent, gap = (float(table.number(name)[customer]) for name in ("last_order_days", "gap_days"))
    own = Why("own_rhythm", {"orders": visits, "silent_days": silent, "gap_days": gap})
    found = [own if visits > 1 else Why("one_order", {"silent_days": silent})]
    if known.season == known.season and known.method != GAPS:
        found.append(Why("same_weeks_last_year", {"times": known.season}))
    if known.looked[customer]:
        found.append(Why("looked_since", {"days": int(known.looked[customer])}))
    return found + _second(rhythm, customer)


def _second(rhythm: Rhythm, customer: int) -> list[Why]:
    second, item = rhythm.second, int(rhythm.second.first_item[customer])
    if item < 0 or second.by_item.buyers[item] < FEW:
        return []
    return [Why("first_item_brings_back", {
        "item": item, "count": int(second.by_item.buyers[item]), "back": int(second.by_item.back[item]),
        "share": float(second.by_item.share[item]), "lift": float(second.by_item.lift[item]),
        "days": second.days,
    })]  # fmt: skip
