"""Who is asked about, with which events since the night, and what they bought then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from data.arrays import Bools, Ints, Longs, Ragged
from data.columns import PURCHASE, VIEW
from data.facts.engine import Events
from data.facts.facts import Facts
from models.bundle.bundle import TASTE_KINDS
from models.decision.query import Since
from training.rehearsal.cases import had, known

DAYS, SESSION, EARLY = "days", "session", "early"
"""Handed in: all before the day of the next purchase; views of the session before its purchase; of these, those before
the first look at what was bought."""


@dataclass(frozen=True)
class Questions:
    """Rows are customers with events since the night. wanted: row -> items bought next, never bought before, known at
    the cut; seen bool [rows]: whether the bundle knows the customer by any event."""

    customer: Ints
    since: Since
    wanted: Ragged
    seen: Bools

    def take(self, rows: Longs) -> Questions:
        """Some of them."""
        return Questions(self.customer[rows], self.since.take(rows), self.wanted.take(rows), self.seen[rows])

    @property
    def unlooked(self) -> Ragged:
        """What is wanted and was not touched since."""
        row, _ = self.wanted.spread(np.arange(self.wanted.rows))
        owner, _ = self.since.items.spread(np.arange(self.since.items.rows))
        touched = (owner << 32) | self.since.items.values
        fresh = ~np.isin((row << 32) | self.wanted.values, touched)
        return Ragged.of(row[fresh], self.wanted.values[fresh], self.wanted.rows)


def questions_of(facts: Facts, cut: datetime, events: Events, handed: str) -> Questions:
    """One per customer at most: about the first purchase after the cut. events: what happened after it."""
    first = _first_purchase(events)
    buyer = first[events.customer]
    when = _day(cut, events.age)
    mine = (buyer >= 0) & ((when == when[buyer]) if handed == DAYS else (events.session == events.session[buyer]))
    bought = np.flatnonzero(mine & (events.kind == PURCHASE))
    new = ~had(facts, events.customer[bought], events.item[bought]) & known(facts)[events.item[bought]]
    wanted = np.unique(np.stack((events.customer[bought[new]], events.item[bought[new]])), axis=1)
    if handed == DAYS:
        before = (buyer >= 0) & (when < when[buyer]) & np.isin(events.kind, TASTE_KINDS)
    else:
        before = mine & (np.arange(len(buyer)) < buyer) & (events.kind == VIEW)
    if handed == EARLY:
        before &= np.arange(len(buyer)) < _first_look(events, before, bought)[events.customer]
    at = np.flatnonzero(before & np.isin(events.customer, wanted[0]))[::-1]
    customer = np.unique(events.customer[at])
    row = np.searchsorted(customer, events.customer[at])
    asked = np.isin(wanted[0], customer)
    goal = Ragged.of(np.searchsorted(customer, wanted[0, asked]), wanted[1, asked], len(customer))
    order = np.argsort(row, kind="stable")
    since = Since(Ragged.of(row, events.item[at], len(customer)), events.kind[at][order], events.age[at][order])
    return Questions(customer.astype(np.int32), since, goal, ~np.isnan(facts.customers.first_age[customer]))


def _first_purchase(events: Events) -> Longs:
    """int64 [customers + 1]: the position of each one's first purchase, -1 none."""
    at = np.flatnonzero(events.kind == PURCHASE)[::-1]
    first = np.full(int(events.customer.max(initial=0)) + 2, -1, dtype=np.int64)
    first[events.customer[at]] = at
    return first


def _first_look(events: Events, before: Bools, bought: Longs) -> Longs:
    """int64 [customers + 1]: the position of each one's first look at what was bought; the end where there is none."""
    items = int(events.item.max(initial=0)) + 1
    pair = events.customer.astype(np.int64) * items + events.item
    at = np.flatnonzero(before & np.isin(pair, pair[bought]))[::-1]
    first = np.full(int(events.customer.max(initial=0)) + 2, len(pair), dtype=np.int64)
    first[events.customer[at]] = at
    return first


def _day(cut: datetime, age: np.ndarray) -> Longs:
    """The day of each event, in UTC."""
    return np.floor(cut.astimezone(UTC).timestamp() / 86_400 - age.astype(np.float64)).astype(np.int64)
