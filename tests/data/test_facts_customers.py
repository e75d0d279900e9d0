"""What is left out for a customer, what lies in the basket, what was ordered last."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from data.errors import InputError
from data.facts.engine import facts_at
from data.groups import Groups
from tests.data.shops import HEAD, read_csv
from tests.worlds import Did, T, Thing, a_shop_of_three_customers, add_attributes, add_customers, world

MUG, TEA = 0, 1


def owned_of(groups: dict[str, str], thing: Thing, *ages: float) -> list[int]:
    """What Ann owns at T when she bought the thing at these ages."""
    events = [Did(0, "purchase", 0, age, order=number) for number, age in enumerate(ages)]
    return facts_at(world([thing], ["ann"], events), T, Groups(groups)).owned.row(0).tolist()


def test_everything_ever_bought_is_owned_at_any_age() -> None:
    assert owned_of({}, Thing("tea"), 4000) == [0]


def test_owned_families_are_named_once_whichever_member_was_bought() -> None:
    things = [Thing("mug blue", family=0), Thing("mug red", family=0), Thing("tea", family=1)]
    con = world(things, ["ann"], [Did(0, "purchase", 0, 5, order=1), Did(0, "purchase", 1, 4, order=2)])
    facts = facts_at(con, T)
    assert facts.owned.row(0).tolist() == [0]
    assert facts.items.family.tolist() == [0, 0, 1]


def test_a_group_bought_again_after_30_days_is_owned_only_while_younger() -> None:
    rule, tea = {"food": "after 30 days"}, Thing("tea", group="food")
    assert owned_of(rule, tea, 29.9) == [0]
    assert owned_of(rule, tea, 30) == []
    assert owned_of(rule, tea, 90, 29.9) == [0]
    assert owned_of(rule, Thing("mug", group="ware"), 90) == [0]


def test_a_returned_item_of_a_rebought_group_is_owned_from_its_return() -> None:
    events = [Did(0, "purchase", 0, 40, order=1), Did(0, "return", 0, 10)]
    con = world([Thing("tea", group="food")], ["ann"], events)
    assert facts_at(con, T, Groups({"food": "after 30 days"})).owned.row(0).tolist() == [0]


def after_a_return(rule: dict[str, str], *events: Did, group: str = "shoes") -> list[int]:
    """What Ann owns at T who did all this with a boot."""
    boot = Thing("boot", group=group, category="clothing > shoes")
    return facts_at(world([boot], ["ann"], events), T, Groups(returned=rule)).owned.row(0).tolist()


def test_what_was_all_returned_is_left_out_unless_the_rule_of_its_group_or_category_says_again() -> None:
    bought, back = Did(0, "purchase", 0, 9, order=1), Did(0, "return", 0, 5)
    assert after_a_return({}, bought, back) == [0]
    for name in ("shoes", "clothing", "clothing > shoes"):
        assert after_a_return({name: "again"}, bought, back) == []
        assert after_a_return({name: "never"}, bought, back) == [0]
    assert after_a_return({"clothing": "again", "shoes": "never"}, bought, back) == [0]
    assert after_a_return({"clothing": "again", "clothing > shoes": "never"}, bought, back, group="") == [0]
    assert after_a_return({"hats": "again"}, bought, back) == [0]


def test_what_was_returned_in_part_or_bought_anew_stays_owned_under_any_rule() -> None:
    again = {"shoes": "again"}
    two, one = Did(0, "purchase", 0, 9, order=1, quantity=2), Did(0, "purchase", 0, 3, order=2)
    back = Did(0, "return", 0, 5)
    assert after_a_return(again, two, back) == [0]
    assert after_a_return(again, two, back, back) == []
    assert after_a_return(again, two, back, back, one) == [0]
    assert after_a_return(again, back) == []


def test_a_family_stays_owned_by_the_variant_that_was_kept() -> None:
    boots = [Thing("boot 40", family=0, group="shoes"), Thing("boot 41", family=0, group="shoes")]
    bought = [Did(0, "purchase", 0, 9, order=1), Did(0, "return", 0, 5)]
    rule = Groups(returned={"shoes": "again"})
    assert facts_at(world(boots, ["ann"], bought), T, rule).owned.row(0).tolist() == []
    kept = [*bought, Did(0, "purchase", 1, 4, order=2)]
    assert facts_at(world(boots, ["ann"], kept), T, rule).owned.row(0).tolist() == [0]


def test_items_say_whether_they_may_be_shown_again_once_returned() -> None:
    things = [Thing("boot", group="shoes"), Thing("mug", group="ware"), Thing("tea")]
    for rule, expected in (({"shoes": "again"}, [True, False, False]), ({}, [False] * 3)):
        shown_again = facts_at(world(things, ["ann"], []), T, Groups(returned=rule)).items.shown_again
        assert shown_again is not None
        assert shown_again.tolist() == expected


def test_a_consumable_is_owned_for_half_the_usual_days_between_two_purchases() -> None:
    rule, tea = {"food": "consumable"}, Thing("tea", group="food")
    assert owned_of(rule, tea, 59, 19) == [0]
    assert owned_of(rule, tea, 60, 20) == []


def test_a_consumable_that_nobody_bought_twice_is_owned_for_14_days() -> None:
    rule, tea = {"food": "consumable"}, Thing("tea", group="food")
    assert owned_of(rule, tea, 13.9) == [0]
    assert owned_of(rule, tea, 14) == []


def test_two_lines_on_one_day_are_no_repeat_purchase() -> None:
    assert owned_of({"food": "consumable"}, Thing("tea", group="food"), 13, 13) == [0]


def test_the_deepest_named_category_rules_and_a_group_rules_before_any_category() -> None:
    rules = {"food": "after 30 days", "food > tea": "never", "weekly": "after 5 days"}
    assert owned_of(rules, Thing("oolong", category="food > tea > oolong"), 90) == [0]
    assert owned_of(rules, Thing("bread", category="food > bread"), 90) == []
    assert owned_of(rules, Thing("box", category="food > tea", group="weekly"), 6) == []
    assert owned_of(rules, Thing("foodie", category="foodies"), 90) == [0]


def test_a_rule_that_cannot_be_read_names_its_group_and_what_would_be_right() -> None:
    with pytest.raises(InputError, match=r"groups\.rebuy\.food.*never, after N days or consumable"):
        Groups({"food": "sometimes"})
    with pytest.raises(InputError, match=r"groups\.returned\.food.*never or again"):
        Groups(returned={"food": "after 5 days"})


def basket_of(*events: Did) -> list[int]:
    return facts_at(world(["mug", "tea"], ["ann"], events), T).basket.row(0).tolist()


def test_the_basket_holds_what_was_carted_oldest_first() -> None:
    assert basket_of(Did(0, "cart", TEA, 3), Did(0, "cart", MUG, 2)) == [TEA, MUG]


@pytest.mark.parametrize("kind", ["remove_from_cart", "purchase"])
def test_what_was_removed_or_bought_since_is_not_in_the_basket(kind: str) -> None:
    assert basket_of(Did(0, "cart", MUG, 3), Did(0, kind, MUG, 2)) == []
    assert basket_of(Did(0, kind, MUG, 4), Did(0, "cart", MUG, 3)) == [MUG]


def test_a_purchase_at_the_very_time_of_its_cart_line_empties_the_basket_whichever_is_written_first() -> None:
    assert basket_of(Did(0, "purchase", MUG, 3), Did(0, "cart", MUG, 3)) == []


def test_a_basket_is_forgotten_after_30_days() -> None:
    assert basket_of(Did(0, "cart", MUG, 30.1), Did(0, "cart", TEA, 30)) == [TEA]


def test_the_last_order_is_the_newest_one_with_its_items_once() -> None:
    kettle, mug, tea = 0, 1, 2
    facts = facts_at(a_shop_of_three_customers(), T)
    assert [facts.last_order.row(customer).tolist() for customer in range(3)] == [[tea], [kettle, mug], []]


def test_customers_are_counted_by_orders_and_told_their_first_and_last_days() -> None:
    customers = facts_at(a_shop_of_three_customers(), T).customers
    assert customers.n_orders.tolist() == [2, 1, 0]
    assert customers.first_age.tolist() == [20, 10, 3]
    assert customers.last_order_age[:2].tolist() == [5, 10]
    assert np.isnan(customers.last_order_age[2])


def test_a_customer_not_seen_before_as_of_has_empty_rows() -> None:
    facts = facts_at(world(["mug"], ["ann", "bob"], [Did(1, "purchase", 0, -1, order=1)]), T)
    assert facts.customers.n_orders.tolist() == [0, 0]
    assert np.isnan(facts.customers.first_age).all()
    assert [facts.owned.rows, facts.basket.rows, facts.last_order.rows] == [2, 2, 2]
    assert len(facts.owned.values) == 0


def test_unknown_consent_is_no_and_unknown_countries_have_no_code() -> None:
    con = world(["mug"], [], [])
    add_customers(con, [("ann", "SE", True), ("bob", None, None), ("cid", "DE", False), ("dee", "", None)])
    customers = facts_at(con, T).customers
    assert customers.email_consent.tolist() == [True, False, False, False]
    assert customers.country.code.tolist() == [1, -1, 0, -1]
    assert list(customers.country.name) == ["DE", "SE"]


def test_attributes_of_few_values_are_kept_by_customer_and_others_are_not() -> None:
    con = world(["mug"], [f"c{number:02}" for number in range(60)], [])
    add_attributes(con, [(number, "email", f"{number}@example.org") for number in range(60)])
    add_attributes(con, [(number, "plan", "free") for number in range(60)])
    add_attributes(con, [(0, "sport", "golf"), (1, "sport", "tennis"), (1, "age", "20"), (2, "age", "30")])
    told = facts_at(con, T).customers.attributes
    assert told
    assert list(told.name) == ["age=20", "age=30", "sport=golf", "sport=tennis"]
    assert [told.held.row(customer).tolist() for customer in range(4)] == [[2], [0, 3], [1], []]


def test_a_shop_that_tells_of_no_attribute_has_none() -> None:
    assert facts_at(world(["mug"], ["ann"], []), T).customers.attributes is None


@pytest.mark.parametrize(("settings", "zone"), [("", "UTC"), ('[shop]\ntime_zone = "Europe/Vienna"', "Europe/Vienna")])
def test_facts_know_where_the_shops_days_begin(tmp_path: Path, settings: str, zone: str) -> None:
    shop = read_csv(tmp_path, f"{HEAD}c1,i1,purchase,2024-05-01\n", settings)
    assert facts_at(shop.con, datetime(2024, 5, 2, tzinfo=UTC)).zone == zone
