"""Cold, warm and hot."""

from __future__ import annotations

import pytest

from models.customers.table import CustomerTable
from models.segments.warmth import why
from tests.models.segments.shops import LAMP, MUG, TEA, bought, known, labels, told
from tests.worlds import Did


def warm(*events: Did, customers: int = 1) -> CustomerTable:
    """The last customer looked at something long ago, so that the shop records looks."""
    return told(known([f"c{each}" for each in range(customers + 1)], [*events, Did(customers, "view", MUG, 300)]))


def test_a_visit_of_today_is_worth_one_and_half_after_a_week() -> None:
    table = warm(Did(0, "view", MUG, 0.001), Did(1, "view", MUG, 7), Did(2, "view", MUG, 14), customers=3)
    assert table.number("warmth_score")[:3].tolist() == pytest.approx([1, 0.5, 0.25], abs=1e-3)
    assert labels(table, "warmth")[:3] == ["warm", "warm", "cold"]


def test_looks_of_a_session_are_one_visit_and_those_of_a_day_where_none_is_told() -> None:
    told_of = [Did(0, "view", item, 1 + item / 10, session=5) for item in (MUG, TEA, LAMP)]
    untold = [Did(1, "view", MUG, day) for day in (1.1, 1.2, 2.1)]
    over_midnight = [Did(2, "view", MUG, 1.99, session=7), Did(2, "view", MUG, 2.01, session=7)]
    twice_a_day = [Did(3, "view", MUG, 1.3, session=8), Did(3, "view", MUG, 1.2, session=9)]
    table = warm(*told_of, *untold, *over_midnight, *twice_a_day, customers=4)
    assert table.number("visits_30")[:4].tolist() == [1, 2, 1, 2]
    assert table.number("looks_30")[:4].tolist() == [3, 2, 1, 2]


def test_depth_counts_different_items_and_a_repeated_click_once() -> None:
    deep = [Did(0, "view", item, 0.001, session=1) for item in (MUG, TEA)]
    same = [Did(1, "view", MUG, 0.001, session=2)] * 5
    carts = [Did(2, "cart", TEA, 0.001, session=3)] * 4
    table = warm(*deep, *same, *carts, customers=3)
    assert table.number("warmth_score")[:3].tolist() == pytest.approx([1.25, 1, 4], abs=1e-3)
    assert table.number("carts_30")[:3].tolist() == [0, 0, 1]


def test_a_cart_of_today_makes_hot_and_cools_by_itself() -> None:
    table = warm(Did(0, "cart", TEA, 0.5), Did(1, "cart", TEA, 5), Did(2, "cart", TEA, 40), customers=3)
    assert labels(table, "warmth")[:3] == ["hot", "warm", "cold"]


def test_opens_without_a_click_never_make_warm_however_many_they_are() -> None:
    table = warm(*(Did(0, "open", -1, day / 10) for day in range(1, 300)))
    assert labels(table, "warmth")[0] == "cold"
    assert 0 < table.number("warmth_score")[0] <= 0.4


def test_opens_lift_nobody_to_hot() -> None:
    visits = [Did(each, "view", item, day, session=int(10 * day)) for each in (0, 1) for item, day in
              ((MUG, 0.1), (TEA, 1.1), (LAMP, 2.1))]  # fmt: skip
    opens = [Did(1, "open", -1, day) for day in range(20)]
    table = warm(*visits, *opens, customers=2)
    assert labels(table, "warmth")[:2] == ["warm", "warm"]
    assert table.number("warmth_score")[1] > table.number("warmth_score")[0] + 0.3


def test_clicks_in_mails_are_visits() -> None:
    table = warm(Did(0, "click", MUG, 0.01, session=1), Did(0, "click", TEA, 1.01, session=2))
    assert labels(table, "warmth")[0] == "hot"
    assert table.number("clicks_30")[0] == 2


def test_where_the_shop_records_no_looks_there_is_no_column() -> None:
    table = told(known(["ann"], [*bought(0, 5), Did(0, "open", -1, 1), Did(0, "sign_up", -1, 9)]))
    assert "warmth" not in table.names()
    assert "warmth_score" not in table.names()


def test_signing_up_is_a_visit_and_alone_says_nothing_of_the_shop() -> None:
    table = warm(Did(0, "sign_up", -1, 0.001))
    assert labels(table, "warmth")[0] == "warm"
    assert table.number("visits_30")[0] == 1


def test_reasons_name_what_was_done_and_nothing_else() -> None:
    table = warm(Did(0, "view", MUG, 2, session=1), Did(0, "cart", TEA, 2, session=1))
    assert [reason.code for reason in why(table, 0)] == ["warmth", "visited", "carts", "looks"]
    assert why(table, 0)[1].says == {"visits_30": 1, "last_visit_days": 2}
