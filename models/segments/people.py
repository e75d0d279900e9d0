"""All that rules say of customers, in the order in which the parts build on each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.facts.facts import CustomerFacts
from models.customers import history as past
from models.customers.history import History, days_of, history
from models.customers.table import Column, CustomerTable
from models.segments import gifts as presents
from models.segments import lifecycle as stages
from models.segments import returning as returns
from models.segments import rfm as scores
from models.segments import warmth as leads
from models.segments import wholesale as trade
from models.segments.gifts import Gifts, gifts
from models.segments.lifecycle import Lifecycle, lifecycle
from models.segments.returning import Returning, returning
from models.segments.rfm import rfm
from models.segments.warmth import Warmth, warmth
from models.segments.wholesale import Wholesale, wholesale


@dataclass(frozen=True)
class People:
    """The rules of the customer table, section `[people]` of the settings; a section inside it for each."""

    history: History = field(default_factory=History)  # the own rhythm
    lifecycle: Lifecycle = field(default_factory=Lifecycle)  # stages
    warmth: Warmth = field(default_factory=Warmth)  # who looks around
    wholesale: Wholesale = field(default_factory=Wholesale)  # who buys for a trade
    returning: Returning = field(default_factory=Returning)  # who sends back
    gifts: Gifts = field(default_factory=Gifts)  # presents


COLUMNS: tuple[Column, ...] = (
    *past.COLUMNS, *scores.COLUMNS, *stages.COLUMNS, *leads.COLUMNS, *trade.COLUMNS, *returns.COLUMNS,
    *presents.COLUMNS,
)  # fmt: skip


def people(known: CustomerFacts, spec: People) -> CustomerTable:
    """The columns of `COLUMNS`, without those of warmth where the shop records no looks, and of returns where no order
    has a price. Draws nothing."""
    days = days_of(known, spec.history)
    so_far = history(known, days, spec.history)
    bulk = wholesale(known.facts.lines, so_far, spec.wholesale)
    parts = (
        rfm(so_far), lifecycle(so_far, days, spec.lifecycle), warmth(known, spec.warmth), bulk,
        returning(so_far, spec.returning), gifts(known, bulk.number("wholesale"), spec.gifts),
    )  # fmt: skip
    for part in parts:
        so_far = so_far.joined(part)
    return so_far
