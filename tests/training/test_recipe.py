"""Recipes: what the settings say, what an alternative changes, and back from a manifest."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from data.errors import InputError
from data.settings import Settings
from models.recommenders import RECOMMENDERS, Recommender
from training.recipe import (
    alternatives_of,
    digest_of,
    notes_of,
    recipe_from,
    recipe_of,
    settings_of,
    settled,
    with_personal,
)
from training.settings import PERSONAL, Alternative, NightSettings


def test_without_settings_every_recommender_has_its_defaults() -> None:
    assert recipe_of(Settings()).specs == {row.name: row.spec for row in RECOMMENDERS}


def test_a_section_named_as_a_recommender_sets_its_spec() -> None:
    recipe = recipe_of(Settings({"popular": {"half_life": 3.0}, "policy": {"category_share": 0.5}}))
    assert notes_of(recipe)["specs"]["popular"]["half_life"] == 3.0
    assert recipe.policy.category_share == 0.5


def test_an_alternative_changes_its_recommender_and_nothing_else() -> None:
    recipe = recipe_of(Settings({"rp3beta": {"alpha": 0.9}}))
    changed = with_personal(recipe, Alternative("rp3beta", {"half_life": 3.0}))
    assert changed.policy.personal == "rp3beta"
    assert notes_of(changed)["specs"]["rp3beta"] == notes_of(recipe)["specs"]["rp3beta"] | {"half_life": 3.0}
    assert changed.specs["popular"] == recipe.specs["popular"]


@pytest.mark.parametrize(
    ("alternative", "says"),
    [
        (Alternative("rp4"), "no recommender 'rp4'"),
        (Alternative("rp3beta", {"halflife": 3.0}), r"\[rp3beta\]: unknown setting 'halflife', .* 'half_life'"),
        (Alternative("rp3beta", {"half_life": "long"}), r"\[rp3beta\] half_life: Expected `float`"),
        (Alternative("rp3beta", {"half_life": -1.0}), r"\[rp3beta\] half_life: Expected `float` > 0"),
        (Alternative("rp3beta", {"worth": {"veiw": 1.0}}), r"\[rp3beta.worth\]: unknown setting 'veiw'"),
    ],
)
def test_an_alternative_that_cannot_be_is_refused_by_name(alternative: Alternative, says: str) -> None:
    with pytest.raises(InputError, match=rf"\[\[night\.alternatives\]\]: {says}"):
        with_personal(recipe_of(Settings()), alternative)


@pytest.mark.parametrize("alternative", PERSONAL, ids=lambda alternative: alternative.label)
def test_every_alternative_that_ships_can_be(alternative: Alternative) -> None:
    assert with_personal(recipe_of(Settings()), alternative).policy.personal == alternative.recommender


def test_a_recipe_comes_back_from_a_manifest_as_it_was() -> None:
    recipe = with_personal(recipe_of(Settings()), PERSONAL[-1])
    back = recipe_from(json.loads(json.dumps(notes_of(recipe))))
    assert back == recipe
    assert back is not None
    assert digest_of(back) == digest_of(recipe)


def test_a_recipe_of_another_version_cannot_be_made_again() -> None:
    notes = notes_of(recipe_of(Settings()))
    notes["specs"]["popular"]["once_was"] = 1
    assert recipe_from(notes) is None
    del notes["specs"]["popular"]
    assert recipe_from(notes) is None


def test_the_digest_follows_the_recipe() -> None:
    recipe = recipe_of(Settings())
    assert digest_of(recipe) != digest_of(replace(recipe, policy=replace(recipe.policy, category_share=0.9)))


def test_the_label_names_what_differs_from_the_defaults() -> None:
    recipe = with_personal(recipe_of(Settings()), Alternative("rp3beta", {"half_life": 3.0}))
    assert recipe.label == "ranked, else rp3beta(half_life=3.0)"
    assert replace(recipe, ranker=None).label == "rp3beta(half_life=3.0)"
    blended = with_personal(recipe, Alternative("blend", {"ease": {"half_life": 60.0, "worth": {"view": 1.0}}}))
    assert replace(blended, ranker=None).label == "blend(ease.half_life=60.0, ease.worth.view=1.0)"


def test_a_personal_recommender_that_the_shop_names_is_the_only_alternative() -> None:
    named = Settings({"policy": {"personal": "covisitation"}})
    assert alternatives_of(named, NightSettings()) == (Alternative("covisitation"),)
    assert alternatives_of(Settings(), NightSettings()) == NightSettings().alternatives


@pytest.mark.parametrize("theme", [{"theme": "loop"}, {"price_min": 9.0, "price_max": 2.0}])
def test_a_theme_that_cannot_be_is_named(theme: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"policy\.themes\.loop"):
        recipe_of(Settings({"policy": {"themes": {"loop": theme}}}))


@pytest.mark.parametrize("night", [{"horizon_days": 0}, {"keep": -1}, {"customers": 0}, {"alternatives": []}])
def test_a_budget_below_one_is_refused(night: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="night"):
        Settings({"night": night}).section("night", NightSettings)


@pytest.mark.parametrize("row", RECOMMENDERS, ids=lambda row: row.name)
def test_no_number_of_a_recommender_may_be_negative_or_nothing_at_all(row: Recommender) -> None:
    for name, value in settings_of(row.spec).items():
        if isinstance(value, int | float):
            for wrong in (-1, math.nan, math.inf):
                with pytest.raises(InputError, match=rf"\[{row.name}\] {name}: Expected"):
                    recipe_of(Settings({row.name: {name: wrong}}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"night": {"kep": 1}},
        {"groups": {"rebuy": {"tea": "sometimes"}}},
        {"popular": {"half_life": 0}},
        {"policy": {"personal": "guess"}},
        {"night": {"alternatives": [{"recommender": "rp3beta", "settings": {"alpha": "much"}}]}},
    ],
)
def test_wrong_settings_are_told_before_the_night_begins(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        settled(Settings(wrong))
