"""Days are the shop's in every part of the customer table: at T it is nine in the morning in Tokyo."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.engine import customer_facts_at, facts_at
from models.rhythm.due import Due
from tests.worlds import Did, T, world
from training.describing.describe import Described, described_from
from training.describing.settings import Describing

HOUR = 1 / 24
ORDERS = {
    "at eight and at ten on one day": (12 + HOUR, 12 - HOUR),
    "at eleven in the evening and at one in the night": (12 - 14 * HOUR, 11 + 8 * HOUR),
    "yesterday evening and this morning": (13 * HOUR, HOUR),
    "once": (12 - 0.5 * HOUR,),
    "long ago, twice": (90.0, 60.0),
}
TWICE = [False, True, True, False, True]


@pytest.fixture(scope="module")
def found() -> Described:
    events = [
        Did(customer, "purchase", 0, days, order=10 * customer + number, price=9.0)
        for customer, ages in enumerate(ORDERS.values())
        for number, days in enumerate(ages)
    ]
    con = world(["tea"], [f"c{number}" for number in range(len(ORDERS))], events)
    con.execute("SET VARIABLE zone = 'Asia/Tokyo'")
    return described_from(customer_facts_at(con, facts_at(con, T)), Describing(), 1, lambda _: None)


def test_who_came_on_two_days_of_the_shop_has_come_back_and_nobody_else(found: Described) -> None:
    assert (found.table.number("order_days") > 1).tolist() == TWICE
    assert np.isnan(found.table.number("second_order")).tolist() == TWICE
    assert found.evidence.rhythm.evidence.visits.tolist() == found.table.number("order_days").tolist()


def test_the_value_of_two_orders_of_one_day_is_told_as_that_of_somebody_who_came_once(found: Described) -> None:
    same, evening, _, once, _ = found.table.number("active")
    assert same == once
    assert evening != once


def test_what_was_bought_on_two_days_of_the_shop_is_due_again(found: Described) -> None:
    due: Due = found.evidence.rhythm.due
    assert (due.held.lengths(np.arange(len(ORDERS))) > 0).tolist() == TWICE
    assert (due.times == 2).all()
