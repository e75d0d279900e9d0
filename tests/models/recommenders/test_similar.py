"""Likeness by text: unsold items are reached, variants and chance words are not."""

from __future__ import annotations

import numpy as np

from data.facts.facts import Facts
from models.recommenders.similar import Similar
from tests.models.recommenders.worlds import anything, asked, facts
from tests.worlds import Did, Thing


def like(shop: Facts, item: int) -> list[int]:
    model = Similar().fit(shop, np.random.default_rng(0))
    return model.candidates(asked(shop, [-1], [[item]]), anything(shop), 9).item.tolist()


def a_catalogue_nobody_bought_from() -> Facts:
    return facts(
        [
            Thing("a", title="Red Polka Mug", category="kitchen > mugs", brand="Dots", family=0),
            Thing("b", title="blue polka mug", category="kitchen > mugs", family=1),
            Thing("c", title="garden lamp", category="garden > lamps", tags=["summer"], family=2),
            Thing("d", title="parasol", category="garden > shade", tags=["summer"], family=3),
            Thing("e", title="RED POLKA MUG, LARGE", category="kitchen > mugs", brand="Dots", family=0),
            Thing("f", family=4),
        ],
        [],
        [],
    )


def test_an_item_nobody_bought_is_reached_by_its_title() -> None:
    assert like(a_catalogue_nobody_bought_from(), 0) == [1]


def test_a_variant_is_no_alternative() -> None:
    assert 4 not in like(a_catalogue_nobody_bought_from(), 0)


def test_a_shared_category_step_or_tag_joins_items_without_a_common_word() -> None:
    assert like(a_catalogue_nobody_bought_from(), 2) == [3]


def test_an_item_without_any_text_is_like_nothing() -> None:
    assert like(a_catalogue_nobody_bought_from(), 5) == []


def test_a_word_of_every_title_says_nothing() -> None:
    things: list[Thing | str] = [Thing(f"{n:03}", title=f"sale thing{n}") for n in range(50)]
    assert like(facts(things, [], []), 0) == []


def test_one_word_of_many_is_no_likeness() -> None:
    first, second = (" ".join(f"{side}{n}" for n in range(20)) for side in "xy")
    titles = [f"mug {first}", first, f"mug {second}", second]
    things: list[Thing | str] = [Thing(f"i{n}", title=title) for n, title in enumerate(titles)]
    assert like(facts(things, [], []), 0) == [1]


def test_a_rare_word_in_common_says_more_than_a_frequent_one() -> None:
    titles = ["red kettle", "red pan", "kettle pot", *["red thing"] * 6]
    things: list[Thing | str] = [Thing(f"i{n}", title=title) for n, title in enumerate(titles)]
    assert like(facts(things, [], []), 0)[0] == 2


def test_a_shop_without_titles_has_an_empty_table() -> None:
    model = Similar().fit(facts(["a", "b"], [], []), np.random.default_rng(0))
    assert not len(model.neighbours.item)


def test_what_nobody_touched_is_named_but_not_asked_about_where_only_histories_ask() -> None:
    things: list[Thing | str] = [Thing(f"i{n}", title="polka mug") for n in range(4)]
    shop = facts(things, ["x"], [Did(0, "purchase", 2, days=3, order=1)])
    few = Similar(untouched=False).fit(shop, np.random.default_rng(0)).neighbours
    every = Similar().fit(shop, np.random.default_rng(0)).neighbours
    assert np.diff(few.offsets).tolist() == [0, 0, 3, 0]
    inside = slice(every.offsets[2], every.offsets[3])
    assert few.item.tolist() == every.item[inside].tolist() == [0, 1, 3]
    assert few.weight.tolist() == every.weight[inside].tolist()
