"""What customers like: in shops small enough to see it, and in shops that tell of nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.facts.engine import facts_at
from data.facts.facts import Facts
from data.strings import Strings
from models.customers.table import MEMBERSHIP
from models.customers.why import Why
from models.interests.evidence import lifts, met
from models.interests.interests import COLUMNS, Found, Interests
from models.interests.kinds import categories, price_bands
from models.interests.reasons import taste_of, why
from models.interests.topics import Named, topics
from models.interests.vectors import vectors_of
from models.interests.words import words_of
from tests.worlds import Did, T, Thing, world

ANN, BOB, CID, WHOLE = 0, 1, 2, 3
HERBS, TOOLS, TOYS = range(8), range(8, 16), range(16, 40)


def things() -> list[Thing]:
    """Eight herbs, eight tools, twenty-four toys."""
    category = {**dict.fromkeys(HERBS, "garden > herbs"), **dict.fromkeys(TOOLS, "garden > tools")}
    return [Thing(f"i{n:02}", title=f"thing {n}", category=category.get(n, "toys")) for n in range(40)]


def bought(customer: int, items: range, days: float = 20, per: int = 4) -> list[Did]:
    """Each once, so many to an order."""
    return [
        Did(customer, "purchase", item, days + place // per, order=100 * customer + place // per, price=1.0 + item)
        for place, item in enumerate(items)
    ]


def a_shop() -> Facts:
    """Ann buys herbs, Bob toys, Cid a herb and a toy, the wholesaler everything."""
    events = bought(ANN, HERBS) + bought(BOB, range(16, 30)) + bought(WHOLE, range(40))
    events += [Did(CID, "purchase", 0, 9, order=900), Did(CID, "purchase", 20, 9, order=900)]
    con = world(things(), ["ann", "bob", "cid", "whole"], events)
    return facts_at(con, T)


def found_in(facts: Facts, spec: Interests | None = None, **given: object) -> Found:
    return (spec or Interests()).fit(facts, np.random.default_rng(1), **given)  # type: ignore[arg-type]


def interests_of(found: Found, customer: int) -> list[str]:
    if not found.table.memberships:
        return []
    held = found.table.memberships["interest"]
    return [held.name[code] for code in held.held.row(customer)]


def reasons(found: Found, customer: int) -> list[Why]:
    return why(taste_of(found), found.table, customer)


def test_who_buys_herbs_likes_herbs_and_their_garden_the_strongest_first_and_nothing_else() -> None:
    found = found_in(a_shop(), Interests(kinds=("category",), bar=1.0))
    assert interests_of(found, ANN) == ["garden > herbs", "garden"]
    weight = found.table.memberships["interest"].weight
    assert weight[0] > weight[1] > 1
    assert found.table.numbers["interests"].tolist() == [2, 1, 0, 0]


def test_an_interest_says_how_many_like_it_and_how_much_but_not_its_name_again() -> None:
    herbs = next(each for each in found_in(a_shop(), Interests(bar=1.0)).table.groups if each.name == "garden > herbs")
    assert herbs.meaning == "1 customer, 3.7 times the shop's part of what they buy; 8 items"


def test_who_buys_everything_likes_nothing_in_particular() -> None:
    assert interests_of(found_in(a_shop(), Interests(bar=1.0)), WHOLE) == []


def test_a_lift_is_shrunk_to_one_and_its_lower_bound_rises_with_the_evidence() -> None:
    lift, low = lifts(np.array([0.0, 4.0, 40.0]), np.array([0.0, 1.0, 10.0]))
    assert lift == pytest.approx([1, 2, 3.5])
    assert low[0] < low[1] < low[2] < lift[2]


def test_too_few_different_items_make_no_member_however_often_they_are_bought() -> None:
    facts = a_shop()
    again = [Did(CID, "purchase", 0, 1 + n, order=901 + n) for n in range(9)]
    con = world(things(), ["ann", "bob", "cid", "whole"], bought(ANN, HERBS) + bought(WHOLE, range(40)) + again)
    assert interests_of(found_in(facts_at(con, T), Interests(bar=0.1)), CID) == []
    assert interests_of(found_in(facts, Interests(kinds=("category",), bar=0.1, least_orders=3)), ANN) == []


def test_what_is_left_out_as_a_gift_makes_no_interest() -> None:
    facts = a_shop()
    gifts = (facts.lines.customer == ANN) & (facts.lines.item < 6)
    assert interests_of(found_in(facts, Interests(bar=1.0), left_out=gifts), ANN) == []


def test_why_counts_the_items_and_orders_that_can_be_looked_up() -> None:
    says = reasons(found_in(a_shop(), Interests(kinds=("category",), bar=1.0)), ANN)[0]
    assert says.code == "interest_bought"
    assert (says.says["interest"], says.says["items"], says.says["orders"]) == ("garden > herbs", 8, 2)
    assert says.says["share"] == 1
    assert reasons(found_in(a_shop()), WHOLE) == []


def test_looks_alone_count_a_tenth_and_are_said_to_be_looks() -> None:
    events = [Did(ANN, "view", item, 5) for item in range(8)] + bought(WHOLE, range(40)) + bought(BOB, TOYS)
    facts = facts_at(world(things(), ["ann", "bob", "cid", "whole"], events), T)
    has = met(facts.lines, facts.items.count, 180.0)
    assert has.weight[has.customer == ANN].max() < 0.1
    says = reasons(found_in(facts, Interests(kinds=("category",), bar=0.1)), ANN)
    assert says[0].code == "interest_looked_at"


def test_a_group_names_the_items_of_the_interest_that_its_members_take() -> None:
    found = found_in(a_shop(), Interests(kinds=("category",), bar=1.0))
    herbs = next(group for group in found.table.groups if group.name == "garden > herbs")
    assert set(herbs.items) <= set(HERBS)
    assert min(herbs.lift) > 1


def test_price_bands_hold_as_much_of_what_is_sold_each() -> None:
    facts = a_shop()
    bands = price_bands(facts.items, np.ones(40))
    held = np.bincount(bands.of_item.values)
    assert len(bands.name) == 5
    assert held.max() - held.min() <= 2
    assert bands.name[0].startswith("price up to")


def test_a_category_holds_what_is_below_it() -> None:
    kind = categories(a_shop().items, np.ones(40))
    assert kind.name == ("garden", "garden > herbs", "garden > tools", "toys")
    assert kind.of_item.row(0).tolist() == [0, 1]


def a_shop_of_titles() -> Facts:
    """Candles, mugs and bags, each bought by others, sixty customers; nothing but titles says what an item is."""
    words = ["rose", "fig", "pine", "sage", "lime", "musk", "iris", "mint"]
    names = [f"scented candle {word}" for word in words] + [f"coffee mugs {word}" for word in words]
    names += [f"lunch bag {word}" for word in words]
    items = [Thing(f"i{n:02}", title=title) for n, title in enumerate(names)]
    rng = np.random.default_rng(3)
    events = [
        Did(customer, "purchase", 8 * (customer % 3) + int(item), 100 - visit, order=10 * customer + visit)
        for customer in range(60)
        for visit in range(4)
        for item in rng.permutation(8)[:3]
    ]
    return facts_at(world(items, [f"c{n:02}" for n in range(60)], events), T)


def test_topics_are_learned_from_titles_and_what_is_bought_together_and_named_by_their_words() -> None:
    facts = a_shop_of_titles()
    kind = topics(vectors_of(facts, 2, np.random.default_rng(1)), 24, 3, np.random.default_rng(1))
    words = [set(name.split(", ")) for name in kind.name]
    assert all(
        any(pair <= each for each in words) for pair in ({"scented", "candle"}, {"coffee", "mugs"}, {"lunch", "bag"})
    )
    assert len(set(kind.of_item.values[:8].tolist())) == 1
    assert kind.of_item.values[0] != kind.of_item.values[8]


def test_customers_are_members_of_learned_topics() -> None:
    found = found_in(a_shop_of_titles(), Interests(topics=3, bar=1.0))
    assert len(interests_of(found, 0)) == 1
    assert interests_of(found, 0) == interests_of(found, 3) != interests_of(found, 1)


def test_a_topic_keeps_last_nights_name() -> None:
    facts = a_shop_of_titles()
    of = vectors_of(facts, 2, np.random.default_rng(1))
    before = Named(np.array([1] * 8 + [0] * 8 + [-1] * 8, dtype=np.int32), ("my mugs", "my candles"))
    kind = topics(of, 24, 3, np.random.default_rng(5), before)
    assert kind.name[int(kind.of_item.values[0])] == "my candles"
    assert kind.name[int(kind.of_item.values[8])] == "my mugs"
    assert "bag" in kind.name[int(kind.of_item.values[16])]


def test_a_word_and_its_plural_are_one_and_sizes_are_none() -> None:
    words = words_of(Strings.of(["15cm glass ball", "glass balls", "Glass BALLS x3"]), np.arange(3))
    assert words.name == ("balls", "glass")


@pytest.mark.parametrize(
    "events",
    [
        [],
        [Did(-1, "purchase", 3, 2, order=1, price=3)],
        [Did(0, "purchase", 3, 2, order=1)],
        [Did(customer, "purchase", 1, 1, order=customer) for customer in range(4)],
        [Did(0, "view", 3, 90)],
        [Did(0, "purchase", 1, 90, order=1, price=-3.0), Did(0, "purchase", 2, 3, order=2, price=0.0)],
    ],
    ids=["empty", "guests", "one order", "all the same", "a look", "no value"],
)
@pytest.mark.parametrize("named", [True, False], ids=["categories", "titles"])
def test_a_shop_that_says_little_has_no_members_and_no_complaint(events: list[Did], named: bool) -> None:
    shown = things() if named else [replace(thing, category=None) for thing in things()]
    found = found_in(facts_at(world(shown, ["ann", "bob", "cid", "whole"], events), T))
    assert [interests_of(found, customer) for customer in range(4)] == [[]] * 4
    assert len(found.members.customer) == 0


def test_the_columns_are_those_that_are_told_of() -> None:
    table = found_in(a_shop()).table
    assert sorted(table.names()) == sorted(column.name for column in COLUMNS)
    assert COLUMNS[0].kind == MEMBERSHIP


def test_the_same_facts_and_seed_make_the_same_interests() -> None:
    one, other = (found_in(a_shop_of_titles(), Interests(topics=2)) for _ in range(2))
    assert np.array_equal(one.members.lift, other.members.lift)
    assert list(one.name) == list(other.name)
