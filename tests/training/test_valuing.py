"""What customers are told to be worth, from a shop's tables on; and shops that give next to nothing to go by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from data.errors import InputError
from data.facts.engine import customer_facts_at, facts_at
from data.facts.facts import CustomerFacts, Orders
from data.settings import Settings
from models.customers.value import HORIZONS, ValueSettings
from models.value.buyers import known_by
from models.value.forecast import BUYING, LEARNED
from models.value.season import Past
from tests.models.value.worlds import a_steady_shop
from tests.worlds import Did, T, world
from training.record import plain
from training.report.plots import value_calibration
from training.valuing import Valued, chosen, value_customers

TEN = [f"c{number}" for number in range(10)]


def facts_of(customers: Sequence[str], events: Sequence[Did]) -> CustomerFacts:
    con = world(["mug", "tea"], customers, events)
    return customer_facts_at(con, facts_at(con, T))


def of_orders(orders: Orders, customers: int) -> CustomerFacts:
    """A shop whose tables are empty but for its customers, with these orders."""
    empty = facts_of([f"c{number:05}" for number in range(customers)], [])
    return CustomerFacts(empty.facts, orders, empty.touches)


def told(facts: CustomerFacts) -> Valued:
    return value_customers(facts, ValueSettings(), seed=1)


def bought(customer: int, days: float, price: float | None = 10.0, order: int | None = None) -> Did:
    return Did(
        customer, "purchase", 0, days, order=order if order is not None else int(100 * days) + customer, price=price
    )


@pytest.mark.parametrize("events", [[], [Did(-1, "purchase", 0, 5, order=1, price=9.0)], [Did(0, "view", 0, 5)]])
def test_a_shop_without_orders_of_known_customers_says_nothing_of_anybody(events: list[Did]) -> None:
    found = told(facts_of(TEN, events))
    assert all(np.isnan(values).all() for values in found.table.numbers.values())
    assert found.choices == {}


BAD = {
    "one order": [bought(0, 8)],
    "all on one day": [bought(customer, 8.5) for customer in range(10)],
    "all alike": [bought(customer, days) for customer in range(10) for days in (40, 20)],
    "free, and returned": [bought(0, 30, 0.0), bought(1, 30, 5.0), Did(1, "return", 0, 3, quantity=1)],
    "ten customers": [bought(customer, 10 * customer + 3 * turn) for customer in range(9) for turn in range(customer)],
}


@pytest.mark.parametrize("events", BAD.values(), ids=BAD)
def test_a_handful_of_orders_gives_wide_intervals_and_finite_values(events: list[Did]) -> None:
    facts = facts_of(TEN, events)
    numbers = told(facts).table.numbers
    buyers = np.unique(facts.orders.customer)
    for days in HORIZONS:
        value, low, high = (numbers[f"value_{days}{end}"] for end in ("", "_low", "_high"))
        assert np.isfinite(value[buyers]).all() == (facts.orders.net > 0).any()
        assert (np.nan_to_num(low) <= np.nan_to_num(high)).all()
        assert (np.nan_to_num(value) >= 0).all()
    assert ((numbers["active"][buyers] > 0) & (numbers["active"][buyers] <= 1)).all()
    others = np.setdiff1d(np.arange(10), buyers)
    assert np.isnan(numbers["value_90"][others]).all()


@pytest.mark.parametrize("days", [0.5, 6.5])
def test_within_a_week_of_the_first_order_nothing_is_told(days: float) -> None:
    found = told(facts_of(TEN, [bought(customer, days) for customer in range(10)]))
    assert all(np.isnan(values).all() for values in found.table.numbers.values())
    assert found.choices == {}


def test_without_prices_nobody_is_told_a_value_and_everybody_whether_active() -> None:
    found = told(
        facts_of(TEN, [bought(customer, 10 * turn + customer, None) for customer in range(5) for turn in (1, 3)])
    )
    for name, values in found.table.numbers.items():
        assert np.isnan(values).all() == (name not in ("active",))


def test_where_little_has_happened_the_buying_models_speak_and_a_larger_shop_is_rehearsed() -> None:
    small = told(of_orders(a_steady_shop(days=200, customers=60), 60))
    assert {choice.way.name for choice in small.choices.values()} == {BUYING}
    large = told(of_orders(a_steady_shop(days=500, customers=900), 900))
    assert set(large.choices[90].tried) == {BUYING, LEARNED}
    assert large.choices[90].tried[BUYING].inside == pytest.approx(0.8, abs=0.05)
    assert large.choices[90].tried[BUYING].total == pytest.approx(1, abs=0.15)


def test_what_comes_after_a_moment_does_not_reach_what_is_told_at_it() -> None:
    placed, settings = a_steady_shop(days=500, customers=900), ValueSettings()
    touches = facts_of([], []).touches
    then = chosen(Past(known_by(placed, 100), settings.buying), touches, 0.0, 90, settings, 1)
    now = chosen(Past(placed, settings.buying), touches, 100.0, 90, settings, 1)
    assert now.tried == then.tried
    assert now.way.level == then.way.level
    assert now.way.spread.logs.tolist() == then.way.spread.logs.tolist()


def test_the_record_tells_how_each_way_kept_its_word() -> None:
    notes = told(of_orders(a_steady_shop(days=500, customers=900), 900)).notes()
    assert set(notes) == {"90", "365"}
    tenths = plain(notes)["90"]["tried"][BUYING]["tenths"]
    assert len(tenths) == 10
    assert tenths[0]["said"] < tenths[-1]["said"]
    assert value_calibration(tenths).startswith("<svg")


def test_settings_reach_every_part() -> None:
    given = Settings({"value": {"margin": 0.1, "trust": 0.2, "season": {"usual": 0.1}, "learned": {"trees": 10}}})
    found = given.section("value", ValueSettings)
    assert (found.margin, found.forecasting.trust, found.forecasting.season.usual) == (0.1, 0.2, 0.1)
    with pytest.raises(InputError, match="nearest is 'strength'"):
        Settings({"value": {"buying": {"strenght": 3}}}).section("value", ValueSettings)


def test_the_same_facts_give_the_same_table() -> None:
    facts = of_orders(a_steady_shop(days=300, customers=500), 500)
    first, second = (told(facts).table.numbers for _ in range(2))
    assert all(np.array_equal(first[name], second[name], equal_nan=True) for name in first)


def test_a_sample_that_teaches_tells_everybody() -> None:
    facts = of_orders(a_steady_shop(days=300, customers=500), 500)
    few = value_customers(facts, ValueSettings(buyers=200), seed=1).table.numbers["value_90"]
    every = told(facts).table.numbers["value_90"]
    assert np.isfinite(few).all()
    assert few.sum() == pytest.approx(every.sum(), rel=0.2)
