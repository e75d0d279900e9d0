"""What goes with what: direction, substitutes, chance, size, trend."""

from __future__ import annotations

import numpy as np
import pytest

from data.facts.facts import Facts
from models.recommenders.association import log_likelihood
from models.recommenders.complementary import Complementary, ComplementaryModel
from tests.models.recommenders.worlds import anything, asked, facts
from tests.worlds import Did, Thing

PRINTER, INK, PAPER, OTHER_PRINTER = range(4)


def fitted(shop: Facts, **settings: float) -> ComplementaryModel:
    return Complementary(**settings).fit(shop, np.random.default_rng(0))  # pyright: ignore[reportArgumentType]


def goes_with(shop: Facts, item: int, model: ComplementaryModel | None = None) -> list[int]:
    return (model or fitted(shop)).candidates(asked(shop, [-1], [[item]]), anything(shop), 9).item.tolist()


def printers_then_ink(buyers: int = 4) -> Facts:
    """Everybody bought a printer, and ink in an order three weeks later."""
    events = [
        Did(c, "purchase", item, days=days, order=10 * c + item)
        for c in range(buyers)
        for item, days in ((PRINTER, 40), (INK, 19))
    ]
    return facts(["printer", "zink"], [f"c{c}" for c in range(buyers)], events)


def same_orders(rows: list[list[int]], names: list[Thing | str], more: list[Did] | None = None) -> Facts:
    """Each row is one customer's one order, ten days ago."""
    events = [Did(c, "purchase", item, days=10, order=c) for c, row in enumerate(rows) for item in row]
    return facts(names, [f"c{c:03}" for c in range(len(rows))], events + (more or []))


def test_ink_follows_the_printer_and_not_the_other_way_round() -> None:
    shop = printers_then_ink()
    assert goes_with(shop, PRINTER) == [INK]
    assert goes_with(shop, INK) == []


def test_orders_further_apart_than_the_window_have_nothing_to_do_with_each_other() -> None:
    shop = printers_then_ink()
    assert goes_with(shop, PRINTER, fitted(shop, window=20)) == []


def test_items_of_one_order_go_together_both_ways() -> None:
    shop = same_orders([[0, 1], [0, 1]], ["kettle", "mug"])
    assert goes_with(shop, 0) == [1]
    assert goes_with(shop, 1) == [0]


def test_a_pair_seen_twice_is_served_in_a_small_shop_and_one_seen_once_is_not() -> None:
    shop = same_orders([[0, 1], [0, 1], [0, 2]], ["kettle", "mug", "tea"])
    assert goes_with(shop, 0) == [1]


def test_what_meets_no_more_than_by_chance_is_left_out_where_there_is_evidence() -> None:
    # everybody buys the bag: half of those with a kettle and half of those without have it, and a third item goes along
    rows = [[0, 1, 2] if c % 4 == 0 else [0, 2] if c % 4 == 1 else [1, 3] if c % 4 == 2 else [3, 4] for c in range(80)]
    shop = same_orders(rows, ["kettle", "zbag", "zmug", "zpan", "zpot"])
    assert 1 in goes_with(shop, 0, fitted(shop, small=2000))
    assert 1 not in goes_with(shop, 0, fitted(shop, small=10))
    assert 2 in goes_with(shop, 0, fitted(shop, small=10))


def test_a_variant_is_no_complement() -> None:
    shop = same_orders([[0, 1, 2]] * 3, [Thing("mug blue", family=0), Thing("mug red", family=0), "tea"])
    assert goes_with(shop, 0) == [2]


def test_a_small_order_says_more_than_a_large_one() -> None:
    rows = [[0, 5]] * 3 + [[0, 1, 2, 3, 4]] * 3
    shop = same_orders(rows, ["anchor", "b", "c", "d", "e", "f"])
    assert goes_with(shop, 0)[0] == 5


def test_what_is_viewed_with_it_but_not_bought_with_it_is_pushed_down() -> None:
    rows = [[PRINTER, PAPER]] * 4 + [[PRINTER, OTHER_PRINTER]] * 4
    names: list[Thing | str] = ["printer", "zink", "zpaper", "zprinter 2"]
    views = [Did(c, "view", item, days=12, session=c) for c in range(8) for item in (PRINTER, OTHER_PRINTER)]
    assert goes_with(same_orders(rows, names), PRINTER) == [PAPER, OTHER_PRINTER]  # equal: by number
    views_of_paper = [Did(c, "view", item, days=12, session=c) for c in range(8) for item in (PRINTER, PAPER)]
    assert goes_with(same_orders(rows, names, views), PRINTER) == [PAPER, OTHER_PRINTER]
    assert goes_with(same_orders(rows, names, views_of_paper), PRINTER) == [OTHER_PRINTER, PAPER]


def test_guests_orders_teach() -> None:
    events = [Did(-1, "purchase", item, days=5, order=order) for order in range(3) for item in (0, 1)]
    shop = facts(["kettle", "mug"], [], events)
    assert goes_with(shop, 0) == [1]


def test_one_guests_order_does_not_follow_from_another_guests() -> None:
    guests = [Did(-1, "purchase", item, days=9 - n / 100, order=700 + n) for n, item in enumerate([0, 2] * 6)]
    shop = same_orders([[0, 1], [0, 1], [0, 2], [0, 2]], ["kettle", "mug", "tea"], guests)
    weight = fitted(shop, trend=0.0).neighbours.weight[:2]  # of the kettle
    assert weight[0] == pytest.approx(weight[1])


def test_what_sells_more_than_it_used_to_comes_first() -> None:
    rows = [[0, 1]] * 4 + [[0, 2]] * 4
    lately = [Did(-1, "purchase", 2, days=2, order=500 + n) for n in range(6)]
    before = [Did(-1, "purchase", 1, days=60, order=600 + n) for n in range(6)]
    shop = same_orders(rows, ["kettle", "mug", "tea"], lately + before)
    assert goes_with(shop, 0) == [2, 1]


def test_evidence_counts_buyers_of_both_and_compares_with_chance() -> None:
    shop = same_orders([[0, 1], [0, 1], [0, 1], [2, 3], [2, 3], [2]], ["a", "b", "c", "d"])
    count, lift = fitted(shop).evidence(np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))
    assert count.tolist() == [3]
    assert lift[0] == pytest.approx(3 * 6 / (3 * 3))


def test_the_log_likelihood_ratio_is_that_of_the_published_example() -> None:
    # Dunning 1993, table 2: "the swiss", counts 110, 2442, 111, 29114 of 31777 bigrams, ratio 270.72
    ratio = log_likelihood(np.array([110]), np.array([110 + 2442]), np.array([110 + 111]), 31777)
    assert ratio[0] == pytest.approx(270.72, abs=0.01)


def test_what_meets_less_than_by_chance_has_no_likelihood() -> None:
    assert log_likelihood(np.array([1]), np.array([50]), np.array([50]), 100)[0] == 0
