"""What orders say of a buyer's rhythm, and of a past moment."""

from __future__ import annotations

import numpy as np
import pytest

from models.value.buyers import buyers_of, came_of, known_by
from models.value.histories import histories_of
from tests.models.value.worlds import orders


def test_orders_of_a_day_are_one_and_time_runs_from_the_first() -> None:
    customer, found = histories_of(orders((2, 69.9, 5.0), (2, 69.8, 5.0), (2, 14.0, 5.0), (7, 21.0, 5.0)))
    assert customer.tolist() == [2, 7]
    assert found.frequency.tolist() == [1, 0]
    assert found.recency.tolist() == [8, 0]
    assert found.tenure.tolist() == [10, 3]


def test_an_order_day_comes_to_its_orders_less_returns_and_nothing_is_known_without_a_price() -> None:
    placed = orders((0, 9.3, 20.0), (0, 9.2, 10.0), (0, 2.0, 10.0), (1, 5.0, np.nan), (2, 5.0, -3.0))
    found = buyers_of(placed)
    assert found.orders.tolist() == [2, 0, 1]
    assert found.mean[[0, 2]].tolist() == [20, 0]
    assert np.isnan(found.mean[1])


def test_a_past_moment_knows_what_came_before_it_and_its_window_what_came_within() -> None:
    placed = orders((0, 89.5, 20.0), (0, 40.5, 7.0), (0, 40.4, 8.0), (0, 3.5, 9.0), (1, 41.0, 50.0))
    then = buyers_of(known_by(placed, 50))
    assert then.customer.tolist() == [0]
    assert then.histories.tenure == pytest.approx(40 / 7)
    came = came_of(then, placed, 50, 30)
    assert (came.orders.tolist(), came.value.tolist()) == ([1], [15])


def test_a_shop_without_orders_has_no_buyers() -> None:
    found = buyers_of(orders())
    assert found.count == 0
    assert came_of(found, orders(), 50, 30).orders.tolist() == []
