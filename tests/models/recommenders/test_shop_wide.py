"""Popular, trending and new: one order for everybody, or for a country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.facts.facts import Facts, Labels
from data.strings import Strings
from models.recommenders.new import New
from models.recommenders.popular import Popular
from models.recommenders.protocol import Spec
from models.recommenders.trending import Trending
from tests.models.recommenders.worlds import anything, asked, facts, only, without
from tests.worlds import Did, T, Thing, timedelta


def shown(spec: Spec, shop: Facts, depth: int = 9) -> list[int]:
    return spec.fit(shop, np.random.default_rng(0)).candidates(asked(shop, [-1]), anything(shop), depth).item.tolist()


def sales(*days: list[float], things: list[Thing | str] | None = None) -> Facts:
    """Item i was sold once on each of its days, to guests."""
    events = [
        Did(-1, "purchase", item, days=day, order=100 * item + n)
        for item, row in enumerate(days)
        for n, day in enumerate(row)
    ]
    return facts(things or [f"i{i}" for i in range(len(days))], [], events)


def test_many_sales_long_ago_are_less_popular_than_some_of_this_week() -> None:
    assert shown(Popular(), sales([90.0] * 20, [2.0] * 3, [2.0])) == [1, 2, 0]


def test_what_never_sold_stands_last_the_newest_first() -> None:
    things: list[Thing | str] = [
        Thing("a", first_seen=T - timedelta(days=50)),
        Thing("b", first_seen=T - timedelta(days=5)),
        "c",
    ]
    assert shown(Popular(), sales([], [], [700.0], things=things)) == [2, 1, 0]


def two_countries(orders: int = 20) -> Facts:
    """Germans buy item 1, the French item 0 twice as often; a guest buys item 2."""
    events = [Did(n, "purchase", 1, days=2, order=n) for n in range(orders)]
    events += [Did(orders + n // 2, "purchase", 0, days=2, order=orders + n) for n in range(2 * orders)]
    shop = facts(
        ["a", "b", "c"], [f"c{n:03}" for n in range(2 * orders)], [*events, Did(-1, "purchase", 2, days=2, order=999)]
    )
    code = np.repeat(np.array([0, 1], dtype=np.int32), orders)
    return replace(shop, customers=replace(shop.customers, country=Labels(code, Strings.of(["DE", "FR"]))))


def test_a_country_with_enough_orders_has_its_own_best_sellers() -> None:
    shop = two_countries()
    model = Popular(least_orders=20, prior=1.0).fit(shop, np.random.default_rng(0))
    first = model.candidates(asked(shop, [0, 39, -1]), anything(shop), 1)
    assert first.item.tolist() == [1, 0, 0]


def test_a_country_with_few_orders_has_those_of_the_shop() -> None:
    shop = two_countries()
    model = Popular(least_orders=21, prior=1.0).fit(shop, np.random.default_rng(0))
    assert model.candidates(asked(shop, [0]), anything(shop), 1).item.tolist() == [0]


def test_popularity_counts_the_purchases_of_four_weeks() -> None:
    shop = sales([1.0, 27.0, 29.0], [50.0])
    model = Popular().fit(shop, np.random.default_rng(0))
    count, lift = model.evidence(np.array([-1, -1], dtype=np.int32), np.array([0, 1], dtype=np.int32))
    assert count.tolist() == [2, 0]
    assert np.isnan(lift).all()


def test_what_rises_is_trending_and_what_always_sells_is_not() -> None:
    steady = [float(day) for day in range(1, 36)] * 2
    rising = [20.0, 3.0, 3.5, 4.0, 4.5, 5.0]
    assert shown(Trending(), sales(steady, rising)) == [1]


def test_a_rise_of_the_whole_shop_is_nobodys_trend() -> None:
    week = [1.0] * 20 + [20.0] * 10
    assert shown(Trending(), sales(week, week)) == []


def test_a_trend_says_how_many_times_the_expected_it_sells() -> None:
    shop = sales([float(day) for day in range(1, 36)], [3.0] * 6)
    model = Trending(prior=0.5).fit(shop, np.random.default_rng(0))
    count, lift = model.evidence(np.array([-1], dtype=np.int32), np.array([1], dtype=np.int32))
    assert count.tolist() == [6]
    assert lift[0] == pytest.approx(6.5 / 0.5)


def test_new_arrivals_come_newest_first_and_leave_after_their_time() -> None:
    things: list[Thing | str] = [
        Thing(name, first_seen=T - timedelta(days=days)) for name, days in (("a", 3), ("b", 1), ("c", 40), ("d", 400))
    ]
    assert shown(New(), facts(things, [], [])) == [1, 0, 2]
    assert shown(New(window=30), facts(things, [], [])) == [1, 0]


def test_what_a_young_shop_opened_with_is_not_new() -> None:
    assert shown(New(), sales([40.0], [39.0], [2.0])) == [2]


def test_a_new_item_that_sells_is_a_little_ahead() -> None:
    assert shown(New(), sales([300.0], [3.0], [3.5, 3.0, 2.0, 1.0])) == [2, 1]


def test_a_ranking_walks_on_past_any_number_of_banned_items() -> None:
    shop = sales(*[[float(1 + i)] for i in range(300)])
    model = Popular().fit(shop, np.random.default_rng(0))
    found = model.candidates(asked(shop, [-1, -1]), without(shop, 1, range(290)), 4)
    assert found.item.tolist() == [290, 291, 292, 293, 0, 1, 2, 3]


@pytest.mark.parametrize("passing", [[7], [250, 3, 299], list(range(0, 300, 2))])
def test_a_filter_is_answered_in_the_same_order_however_narrow_it_is(passing: list[int]) -> None:
    shop = sales(*[[float(300 - i)] for i in range(300)])
    model = Popular().fit(shop, np.random.default_rng(0))
    found = model.candidates(asked(shop, [-1]), only(shop, passing), 5)
    assert found.item.tolist() == sorted(passing, reverse=True)[:5]
    everything = model.candidates(asked(shop, [-1]), anything(shop), 300)
    scores = dict(zip(everything.item.tolist(), everything.score.tolist(), strict=True))
    assert found.score.tolist() == [scores[item] for item in found.item.tolist()]
