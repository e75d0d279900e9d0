"""The yardsticks that rhythm is held against, in worlds that can be checked by eye."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.customers.rhythm import next_order_table, spread_table
from benchmarks.customers.rhythm_groups import group_rates
from benchmarks.customers.rhythm_items import due_table, repeat_table
from benchmarks.customers.rhythm_origin import NEVER, Origin, first_days
from models.rhythm.visits import visits_of
from tests.models.rhythm.worlds import TEA, known, told
from tests.worlds import Did


def an_origin() -> Origin:
    """Ten customers bought tea 100 and 50 days ago, ten only 50 days ago; after it customers 0 and 10 buy again."""
    events = [Did(customer, "purchase", TEA, 100.5, order=customer) for customer in range(10)]
    events += [Did(customer, "purchase", TEA, 50.5, order=100 + customer) for customer in range(20)]
    facts = known(20, events)
    following = np.full(20, NEVER)
    following[[0, 10]] = 5, 70
    items = facts.facts.items.count
    key = np.array([0, 10]) * items + TEA
    return Origin("then", facts, told(facts), "gaps", visits_of(facts.orders, 20), following, key, np.array([5.0, 70]))


def test_the_group_rate_is_that_of_customers_alike_in_the_newest_window() -> None:
    rates = group_rates(an_origin(), 60, newest=True)
    assert rates[0] == rates[9]  # nobody had two orders 60 days ago: the rate of all, which is that of the ten
    assert rates[0] == pytest.approx(1)
    assert group_rates(an_origin(), 30, newest=True)[10] == pytest.approx(0)


def test_the_first_day_of_a_pair_is_that_of_the_window_or_never() -> None:
    origin = an_origin()
    found = first_days(origin, origin.key(np.array([0, 1, 10]), np.array([TEA, TEA, TEA])))
    assert found.tolist() == [5, NEVER, 70]


def test_the_tables_count_what_came() -> None:
    origin = an_origin()
    cells = next_order_table("then", [origin]).splitlines()[2].split("|")
    assert cells[2].strip() == "0.050"  # one of twenty within seven days
    assert spread_table([origin]).splitlines()[2].split("|")[2].strip() == "2"
    assert due_table([origin]).splitlines()[-1].split("|")[3].strip() == "0.0500"
    assert repeat_table([origin]).splitlines()[2].split("|")[3].strip() == "1.0000"
