"""Shops small enough to check by eye, good and bad, as what is known of their customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from data.facts.engine import customer_facts_at, facts_at
from data.facts.facts import CustomerFacts
from models.customers.table import CustomerTable
from models.segments.people import People, people
from tests.worlds import Did, T, Thing, world

MUG, TEA, LAMP = 0, 1, 2
THINGS = ("a mug", "b tea", "c lamp")


def known(customers: Sequence[str], events: Sequence[Did], things: Sequence[Thing | str] = THINGS) -> CustomerFacts:
    """What is known at T."""
    con = world(things, customers, events)
    return customer_facts_at(con, facts_at(con, T))


def bought(customer: int, *days: float, item: int = MUG, price: float | None = 10.0, quantity: float = 1) -> list[Did]:
    """An order of one line on each of the days."""
    return [
        Did(customer, "purchase", item, day, order=1000 * customer + place, quantity=quantity, price=price)
        for place, day in enumerate(days)
    ]


def told(facts: CustomerFacts, spec: People | None = None) -> CustomerTable:
    """The table of all rules."""
    return people(facts, spec or People())


def labels(table: CustomerTable, column: str) -> list[str]:
    """The label of each customer; empty where there is none."""
    names = ["", *table.labels[column].name]
    return [names[code + 1] for code in table.labels[column].code.tolist()]


def an_ordinary_shop(customers: int = 60, strangers: int = 0) -> CustomerFacts:
    """Orders at each customer's own rate, looks, carts, opens, returns; a few never order, a few buy by the dozen.

    The strangers, who come last, did nothing."""
    rng = np.random.default_rng(5)
    events: list[Did] = []
    for each in range(customers):
        days = np.cumsum(rng.exponential(rng.uniform(10, 60), rng.integers(0, 9)) + 1)
        pieces = 24 if each % 10 == 0 else 1
        for place, day in enumerate(days):
            lines = [
                Did(each, "purchase", item, float(day), 100 * each + place, pieces, 5.0 + item) for item in (0, 1, 2)
            ]
            events += lines[: rng.integers(1, 4)]
        events += [Did(each, "return", MUG, float(days[0]) - 0.5, quantity=1, price=5.0)] if len(days) > 3 else []
        events += [Did(each, "view", int(rng.integers(3)), float(day)) for day in rng.uniform(0, 60, each % 7)]
        events += [Did(each, "cart", TEA, 1.0), Did(each, "click", -1, 2.0)] if each % 8 == 0 else []
        events += [Did(each, "open", -1, float(day)) for day in range(each % 4)]
    return known([f"c{each:03}" for each in range(customers + strangers)], events)


def nobody_ordered() -> CustomerFacts:
    return known(["ann", "bob"], [Did(0, "view", MUG, 3), Did(1, "view", TEA, 400)])


def only_guests_ordered() -> CustomerFacts:
    return known(["ann"], [Did(-1, "purchase", MUG, day, order=int(day), price=5.0) for day in (3, 9, 30)])


def one_order_in_total() -> CustomerFacts:
    return known(["ann", "bob"], bought(0, 3))


def all_on_one_day() -> CustomerFacts:
    return known([f"c{each:02}" for each in range(12)], [did for each in range(12) for did in bought(each, 5.2, 5.1)])


def without_prices() -> CustomerFacts:
    events = [did for each in range(10) for did in bought(each, 90, 60 - each, 3 + each, price=None)]
    return known([f"c{each:02}" for each in range(12)], events)


def all_alike() -> CustomerFacts:
    return known(
        [f"c{each:02}" for each in range(20)], [did for each in range(20) for did in bought(each, 120, 90, 60, 30)]
    )


def ten_customers() -> CustomerFacts:
    events = [did for each in range(10) for did in bought(each, *range(200, 10 + 15 * each, -40), price=5.0 + each)]
    return known([f"c{each}" for each in range(10)], events)


def worthless_orders() -> CustomerFacts:
    """Prices of nothing and below, and more returned than bought."""
    events = [
        *bought(0, 50, 20, price=0.0), *bought(1, 40, 10, price=-3.0), *bought(2, 30, price=4.0),
        *bought(3, 60, price=9.0),
        Did(2, "return", MUG, 20, quantity=5, price=4.0), Did(3, "return", MUG, 30, quantity=1, price=9.0),
    ]  # fmt: skip
    return known(["ann", "bob", "cid", "dan"], events)


def nothing_happened() -> CustomerFacts:
    return known(["ann", "bob"], [])


def nothing_at_all() -> CustomerFacts:
    return known([], [], [])


SHOPS: dict[str, Callable[[], CustomerFacts]] = {
    "ordinary": an_ordinary_shop,
    "nobody ordered": nobody_ordered,
    "only guests ordered": only_guests_ordered,
    "one order in total": one_order_in_total,
    "all on one day": all_on_one_day,
    "without prices": without_prices,
    "all alike": all_alike,
    "ten customers": ten_customers,
    "worthless orders": worthless_orders,
    "nothing happened": nothing_happened,
    "nothing at all": nothing_at_all,
}
