"""What each customer ordered so far, and the rhythm of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from models.customers.gaps import at_noon, days_back, order_days
from models.customers.history import History, days_of, history
from models.customers.table import CustomerTable
from tests.models.segments.shops import MUG, TEA, bought, known
from tests.worlds import Did


def table_of(*events: Did, customers: tuple[str, ...] = ("ann", "bob", "cid")) -> CustomerTable:
    facts = known(customers, events)
    return history(facts, days_of(facts, History()), History())


def test_orders_of_one_day_are_two_orders_and_one_order_day() -> None:
    found = table_of(*bought(0, 40.5, 10.9, 10.2))
    assert found.number("orders").tolist() == [3, 0, 0]
    assert found.number("order_days").tolist() == [2, 0, 0]
    assert found.number("first_order_days")[0] == pytest.approx(40.5)
    assert found.number("last_order_days")[0] == pytest.approx(10.2)


def test_value_is_net_of_returns_and_the_year_leaves_out_what_is_older() -> None:
    found = table_of(
        Did(0, "purchase", MUG, 400, order=1, quantity=3, price=5),
        Did(0, "purchase", TEA, 100, order=2, quantity=2, price=4),
        Did(0, "return", TEA, 90, quantity=1, price=4),
    )
    assert found.number("value").tolist() == [19, 0, 0]
    assert found.number("value_year").tolist() == [4, 0, 0]
    assert found.number("order_value")[0] == 9.5
    assert found.number("returned_share")[0] == pytest.approx(4 / 23)
    assert found.number("returned_orders").tolist() == [1, 0, 0]


def test_who_bought_without_a_price_has_a_value_that_cannot_be_said() -> None:
    found = table_of(*bought(0, 5, price=None), *bought(1, 5, price=3.0))
    np.testing.assert_array_equal(found.number("value"), [np.nan, 3, 0])
    np.testing.assert_array_equal(found.number("value_year"), [np.nan, 3, 0])
    np.testing.assert_array_equal(found.number("order_value"), [np.nan, 3, np.nan])


def test_the_usual_order_of_an_even_number_is_the_middle_of_the_two_in_the_middle() -> None:
    orders = [
        Did(0, "purchase", MUG, day, order=int(day), price=price) for day, price in ((9, 1), (7, 100), (5, 2), (3, 6))
    ]
    assert table_of(*orders).number("order_value")[0] == 4


def test_items_and_pieces_are_per_order() -> None:
    found = table_of(
        Did(0, "purchase", MUG, 9, order=1, quantity=4, price=1), Did(0, "purchase", TEA, 9, order=1, price=1),
        Did(0, "purchase", MUG, 3, order=2, price=1),
    )  # fmt: skip
    assert (found.number("order_items")[0], found.number("order_pieces")[0]) == (1.5, 3)


def test_a_gap_is_the_own_mean_and_two_of_the_shops_usual_one() -> None:
    found = table_of(*bought(0, 40, 20), *bought(1, 91, 31, 0.5), *bought(2, 7))
    usual = (20 + 45) / 2  # ann says 20, bob says 45
    expected = [(20 + 2 * usual) / 3, (90 + 2 * usual) / 4, usual]
    assert found.number("gap_days").tolist() == pytest.approx(expected)


def test_a_day_is_the_same_day_at_whatever_hour_the_night_is_run() -> None:
    """Noon and the first moment of the last of May, and the last moment of the day before."""
    evening, midnight, morning = "2024-05-31T20:00:00Z", "2024-06-01T00:00:00Z", "2024-06-01T06:00:00Z"
    for as_of, hours in ((evening, -4), (midnight, 0), (morning, 6)):
        ages = np.array([0.5, 1.0, 1.001], dtype=np.float32) + np.float32(hours / 24)
        today = 0 if as_of == evening else 1
        assert days_back(as_of, ages, "UTC").tolist() == [today, today, today + 1], as_of


@pytest.mark.parametrize(("month", "ahead"), [("01", -8), ("07", -7)])
def test_a_day_begins_by_the_clocks_of_the_shop(month: str, ahead: int) -> None:
    """Eleven in the evening, and an hour after midnight, in Los Angeles, summer and winter."""
    as_of, hour = f"2024-{month}-15T20:00:00Z", np.float32(1 / 24)
    since_midnight = (20 + ahead) * hour
    ages = np.array([since_midnight - hour, since_midnight + hour, since_midnight + 23 * hour], dtype=np.float32)
    assert days_back(as_of, ages, "America/Los_Angeles").tolist() == [0, 1, 1]


def test_what_shops_date_to_the_day_only_is_of_that_day_after_years_too() -> None:
    ages = (np.arange(1, 3000) + 1 / 86400).astype(np.float32)
    assert days_back("2024-06-01T00:00:01Z", ages, "UTC").tolist() == list(range(1, 3000))


@pytest.mark.parametrize("hour", [0, 2, 11, 13, 23])
def test_what_a_shop_did_on_one_day_has_one_age_and_on_two_days_ages_of_different_days(hour: int) -> None:
    """The first and the last hour of each day of ten years, today's and Tokyo's, from then and from a week before."""
    local = datetime(2024, 6, 1, hour, 30 * (hour > 0), tzinfo=ZoneInfo("Asia/Tokyo"))
    as_of, day = local.astimezone(UTC).isoformat().replace("+00:00", "Z"), np.arange(1, 3653)
    today = (local - local.replace(hour=0, minute=0)) / timedelta(days=1)
    first, last = (
        at_noon(as_of, (day - 1 + today + part).astype(np.float32), "Asia/Tokyo") for part in (1 / 24, 23 / 24)
    )
    assert first.tolist() == last.tolist()
    assert np.diff(np.ceil(first)).tolist() == [1] * 3651
    assert np.diff(np.ceil(first[8:] - np.float32(6.7))).tolist() == [1] * 3643
    assert np.abs(first - (day - 0.5 + today)).max() <= 1 / 32
    this_morning = at_noon(as_of, np.array([today / 2], dtype=np.float32), "Asia/Tokyo")
    assert (this_morning >= 0).all()
    assert np.ceil(this_morning) == np.ceil(first[0]) - 1


def test_where_nobody_came_back_there_is_no_rhythm() -> None:
    assert np.isnan(table_of(*bought(0, 40), *bought(1, 3)).number("gap_days")).all()


def test_a_gap_is_expected_from_the_gaps_before_it_alone() -> None:
    facts = known(["ann", "bob"], [*bought(0, 100, 90, 60, 59), *bought(1, 70, 50)])
    days = order_days(facts.orders, 2, facts.facts.as_of, evidence=2)
    usual = (41 / 3 + 20) / 2
    assert days.usual == pytest.approx(usual)
    np.testing.assert_array_equal(days.gap, np.array([np.nan, 10, 30, 1, np.nan, 20], dtype=np.float32))
    expected = [np.nan, usual, (10 + 2 * usual) / 3, (40 + 2 * usual) / 4, np.nan, usual]
    np.testing.assert_allclose(days.expected, expected, rtol=1e-6)
    assert days.nth.tolist() == [0, 1, 2, 3, 0, 1]
