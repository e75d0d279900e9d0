"""What people are worth who have not bought yet."""

from __future__ import annotations

import numpy as np
import pytest

from data.columns import OPEN, VIEW
from data.facts.facts import Orders, Touches
from models.value.prospects import Prospects, prospects_of
from tests.models.value.worlds import as_orders, orders


def touches(*rows: tuple[int, int, float]) -> Touches:
    """One per (customer, kind, days ago)."""
    customer, kind, age = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    none = np.full(len(age), -1, dtype=np.int32)
    return Touches(customer.astype(np.int32), none, kind.astype(np.uint8), age.astype(np.float32), none)


def a_shop_that_converts(people: int) -> tuple[Orders, Touches]:
    """All looked 95 days ago; every fourth bought for 20 within the 90 days since, nobody before."""
    looked = touches(*((person, VIEW, 95.0) for person in range(people)))
    began = np.arange(0, people, 4)
    return as_orders(began, np.full(len(began), 50.0), np.full(len(began), 20.0)), looked


def test_prospects_have_been_in_touch_themselves_and_have_not_ordered() -> None:
    known = touches((0, VIEW, 9), (0, VIEW, 3), (1, VIEW, 5), (2, OPEN, 5), (3, VIEW, 40))
    people, since = prospects_of(orders((1, 8.0, 5.0)), known, 0)
    assert (people.tolist(), since.tolist()) == ([0, 3], [3, 40])
    people, since = prospects_of(orders(), known, 6)
    assert (people.tolist(), since.tolist()) == ([0, 3], [3, 34])


def test_people_are_worth_what_their_like_came_to() -> None:
    model = Prospects().fit(*a_shop_that_converts(400), 90)
    assert model is not None
    found = model.outlook(np.array([5.0]))
    assert found.chance[0] == pytest.approx(0.25, abs=0.01)
    assert found.value[0] == pytest.approx(5, abs=0.2)


def test_where_few_began_nothing_is_said() -> None:
    assert Prospects().fit(*a_shop_that_converts(80), 90) is None
    assert Prospects().fit(orders(), touches(), 90) is None
    assert Prospects().fit(*a_shop_that_converts(400), 365) is None
