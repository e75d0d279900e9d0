"""The catalogue at T: ids and texts kept, prices, what is listed, and when items were seen and sold."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from data.facts.engine import facts_at
from data.facts.facts import Items
from tests.worlds import Did, T, Thing, a_shop_of_three_customers, world


def items_of(things: list[Thing], *events: Did, past: bool = False) -> Items:
    return facts_at(world(things, ["ann"], events), T, past=past).items


def sold(item: int, days: float, price: float | None) -> Did:
    return Did(-1, "purchase", item, days, price=price)


def test_the_price_is_the_catalogues_else_the_median_of_the_20_newest_sales() -> None:
    newest = [sold(1, number + 1, float(number + 1)) for number in range(20)]
    older = [sold(1, 100 + number, 1000.0) for number in range(30)]
    items = items_of([Thing("mug", price=9.5), Thing("tea"), Thing("tin")], sold(0, 1, 2.0), *newest, *older)
    assert items.price[:2].tolist() == [9.5, 10.5]
    assert np.isnan(items.price[2])


def test_sales_without_a_price_or_for_nothing_do_not_make_a_price() -> None:
    free = Did(0, "purchase", 0, 1, price=0.0)
    assert items_of([Thing("mug")], free, sold(0, 2, None), sold(0, 3, 7.0)).price.tolist() == [7]


def test_a_catalogue_without_dates_lists_what_it_describes_and_nobody_has_seen_yet() -> None:
    things = [Thing("a", title="Mug"), Thing("b", price=3.0), Thing("c", category="tea"), Thing("d")]
    assert items_of(things).listed.tolist() == [True, True, True, False]


def test_what_is_no_product_is_not_listed_whatever_the_catalogue_says_of_it() -> None:
    begun = T - timedelta(days=9)
    things = [Thing("fee", title="Fee", is_product=False), Thing("tip", first_seen=begun, is_product=False)]
    assert items_of(things).listed.tolist() == [False, False]


def test_content_is_no_product() -> None:
    things = [Thing("a", title="Mug", kind="product"), Thing("b", title="How to clean a mug", kind="content")]
    assert items_of(things).listed.tolist() == [True, False]


def test_an_item_first_seen_at_or_after_as_of_is_not_listed() -> None:
    things = [Thing("a", title="Mug", first_seen=T), Thing("b", first_seen=T - timedelta(seconds=1))]
    assert items_of(things).listed.tolist() == [False, True]


def test_an_item_whose_first_event_lies_after_as_of_is_listed_only_when_the_catalogue_says_it_was_there() -> None:
    there, not_yet = T - timedelta(days=9), T + timedelta(days=9)
    things = [Thing("a", title="Mug"), Thing("b", first_seen=there), Thing("c", first_seen=not_yet)]
    later = [sold(0, -1, 1.0), sold(1, -1, 1.0), sold(2, 1, 1.0)]
    assert items_of(things, *later).listed.tolist() == [False, True, True]


def test_seen_from_the_past_an_item_without_a_date_or_an_event_is_not_listed() -> None:
    things = [Thing("a", title="Mug"), Thing("b"), Thing("c", first_seen=T - timedelta(days=1))]
    assert items_of(things, sold(1, 3, 1.0), past=True).listed.tolist() == [False, True, True]


def test_seen_from_the_past_todays_prices_and_stock_are_not_used() -> None:
    things = [Thing("mug", price=9.5, in_stock=False), Thing("tea", price=3.0)]
    today = items_of(things, sold(0, 1, 2.0))
    assert today.in_stock.tolist() == [False, True]
    past = items_of(things, sold(0, 1, 2.0), past=True)
    assert past.in_stock.tolist() == [True, True]
    assert past.price[0] == 2
    assert np.isnan(past.price[1])


def test_items_know_when_they_were_first_seen_and_last_sold() -> None:
    things = [Thing("a", first_seen=T - timedelta(days=90)), Thing("b"), Thing("c"), Thing("d")]
    events = [sold(0, 5, 1.0), sold(0, 3, 1.0), Did(0, "view", 1, 8), Did(0, "purchase", 2, 6, order=1)]
    items = items_of(things, *events, Did(0, "cancel", 2, 5, order=1))
    assert items.first_age[:3].tolist() == [90, 8, 6]
    assert items.last_sold_age[0] == 3
    assert np.isnan(items.last_sold_age[1:]).all()
    assert np.isnan(items.first_age[3])


def test_labels_are_codes_into_names_in_alphabetical_order() -> None:
    items = items_of([Thing("a", category="tea > oolong", brand="Zoë"), Thing("b", brand=""), Thing("c", brand="Ada")])
    assert items.brand.code.tolist() == [1, -1, 0]
    assert list(items.brand.name) == ["Ada", "Zoë"]
    assert items.category.code.tolist() == [0, -1, -1]


def test_tags_are_kept_per_item_once_each() -> None:
    items = items_of([Thing("a", tags=["red", "gift", "red"]), Thing("b"), Thing("c", tags=["gift"])])
    assert list(items.tag_name) == ["gift", "red"]
    assert [items.tags.row(item).tolist() for item in range(3)] == [[0, 1], [], [0]]


def test_texts_are_kept_and_absent_ones_are_empty() -> None:
    assert list(items_of([Thing("a", title="Tasse 🍵 für Zoë"), Thing("b")]).title) == ["Tasse 🍵 für Zoë", ""]


def test_facts_leave_nothing_behind_and_can_be_computed_again() -> None:
    con = a_shop_of_three_customers()
    first, again = facts_at(con, T), facts_at(con, T)
    assert first.lines.item.tolist() == again.lines.item.tolist()
    held = con.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
    assert [name for (name,) in held] == ["attribute", "customer", "event", "item"]


def test_an_empty_shop_has_empty_facts() -> None:
    facts = facts_at(world([], [], []), T)
    assert (facts.items.count, facts.customers.count, len(facts.lines.item)) == (0, 0, 0)
    assert len(facts.items.id) == 0


def test_a_pack_holds_what_the_catalogue_says_and_nothing_can_be_said_of_packs_of_none() -> None:
    found = items_of([Thing("a", pack_units=24), Thing("b"), Thing("c", pack_units=0)]).pack_units
    assert found[0] == 24
    assert np.isnan(found[1:]).all()
