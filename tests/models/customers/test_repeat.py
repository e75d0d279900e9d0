"""The repeat-order curve and the time to the second order."""

from __future__ import annotations

import numpy as np
import pytest

from models.customers.gaps import OrderDays, order_days
from models.customers.repeat import curve_points, repeat_curve, waits_after
from tests.models.segments.shops import bought, known
from tests.worlds import Did


def days_of(*events: Did, customers: int = 4) -> OrderDays:
    facts = known([f"c{each}" for each in range(customers)], events)
    return order_days(facts.orders, customers, facts.facts.as_of, 2.0)


def test_each_share_is_of_those_who_came_so_far() -> None:
    """Four bought, three of them again within ten days, one of these a third time; all could have since long."""
    days = days_of(*bought(0, 390, 385, 380), *bought(1, 390, 384), *bought(2, 390, 383), *bought(3, 390))
    found = repeat_curve(days)
    assert [(step.order_days, step.customers) for step in found] == [(1, 4), (2, 3), (3, 1)]
    assert [step.share for step in found] == pytest.approx([0.75, 1 / 3, 0])
    assert all(step.low <= step.share <= step.high for step in found)
    assert found[0].days == 365


def test_who_bought_yesterday_is_not_counted_as_gone() -> None:
    """One of two who could came back at once; two more have had no time yet."""
    days = days_of(*bought(0, 100, 95), *bought(1, 100), *bought(2, 1), *bought(3, 1))
    assert repeat_curve(days)[0].share == pytest.approx(0.5)


def test_a_return_after_the_horizon_is_none_within_it() -> None:
    days = days_of(*bought(0, 100, 95), *bought(1, 100, 20), customers=2)
    assert repeat_curve(days, within=30)[0].share == pytest.approx(0.5)
    assert repeat_curve(days, within=90)[0].share == pytest.approx(1)


def test_without_orders_there_is_no_curve() -> None:
    assert repeat_curve(days_of(Did(0, "view", 0, 3))) == []


def test_the_second_order_comes_after_so_many_days() -> None:
    waits = waits_after(days_of(*bought(0, 100, 90), *bought(1, 100, 80), *bought(2, 100)), 1)
    at, share, low, high = curve_points(waits)
    assert at.tolist() == [10, 20]
    assert share.tolist() == pytest.approx([1 / 3, 2 / 3])
    assert ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all()


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    events = [did for each in range(300) for did in bought(each, 400, 399 - each)]
    waits = waits_after(days_of(*events, customers=300), 1)
    at, share, _, _ = curve_points(waits, most=50)
    assert len(at) <= 50
    assert (at[0], at[-1]) == (1, 300)
    assert share[-1] == 1
    assert (np.diff(share) > 0).all()
