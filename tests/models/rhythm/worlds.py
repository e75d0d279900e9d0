"""Shops small enough to check by eye, and what is known of their customers at T."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.facts.engine import customer_facts_at, facts_at
from data.facts.facts import CustomerFacts
from models.rhythm.settings import RhythmSettings
from models.rhythm.telling import Telling, rhythm_of
from tests.worlds import Did, T, Thing, world

TEA, MUG, KETTLE = 0, 1, 2
THINGS = ("a tea", "b mug", "c kettle")


def known(customers: int, events: Sequence[Did], things: Sequence[Thing | str] = THINGS) -> CustomerFacts:
    """What is known at T of customers numbered from 0."""
    con = world(things, [f"c{number:04}" for number in range(customers)], events)
    return customer_facts_at(con, facts_at(con, T))


def told(facts: CustomerFacts, **settings: object) -> Telling:
    """Everything that is said of them."""
    return rhythm_of(facts, RhythmSettings(**settings), 1)[0]  # type: ignore[arg-type]


def every(days: float, since: float, until: float, customer: int, item: int = TEA) -> list[Did]:
    """A purchase of the item every so many days, the newest `until` days ago."""
    ages = np.arange(until, since, days)
    return [Did(customer, "purchase", item, float(age), order=customer * 1000 + at) for at, age in enumerate(ages)]


def a_busy_shop(customers: int = 300, seed: int = 3) -> list[Did]:
    """Over 400 days: even customers come every ten days, give or take, all the time; odd ones came once and no more."""
    rng = np.random.default_rng(seed)
    events: list[Did] = []
    for customer in range(customers):
        age = float(rng.uniform(20, 400))
        number = 0
        while age > 0:
            events.append(Did(customer, "purchase", TEA, age, order=customer * 1000 + number, price=5.0))
            age -= float(rng.uniform(8, 12)) if customer % 2 == 0 else 1000
            number += 1
    return events
