"""The rules as a whole, and their settings."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from data.errors import InputError
from data.settings import Settings
from models.segments.people import People
from tests.models.segments.shops import an_ordinary_shop, bought, known, labels, told
from tests.worlds import Did


def read(text: str) -> People:
    return Settings(tomllib.loads(text)).section("people", People)


def test_settings_are_sections_inside_people() -> None:
    found = read(
        '[people.lifecycle]\nregular_days = 6\n[people.gifts]\nseasons = [["12-20", "01-10"]]\nwords = ["regali"]'
    )
    assert found.lifecycle.regular_days == 6
    assert (found.gifts.seasons, found.gifts.words) == ((("12-20", "01-10"),), ("regali",))
    assert found.warmth == People().warmth


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[people.lifecycle]\ncooling = 0.95", "people.lifecycle"),
        ("[people.lifecycle]\nvip_share = 1.0", "people.lifecycle.vip_share"),
        ("[people.lifecycle]\nregular_days = 1", "people.lifecycle.regular_days"),
        ("[people.warmth]\nhalf_life = 0.0", "people.warmth.half_life"),
        ("[people.warmth]\nhot = 0.1", "people.warmth"),
        ('[people.gifts]\nseasons = [["24.12.", "25.12."]]', "people.gifts.seasons"),
        ("[people.history]\ngap_evidence = 0.0", "people.history.gap_evidence"),
        ("[people.returning]\nevidence = 0.0", "people.returning.evidence"),
        ("[people.warmth]\nhotter = 1.0", "regulars.toml [people.warmth]"),
    ],
)
def test_settings_that_make_no_sense_are_refused_by_name(text: str, field: str) -> None:
    with pytest.raises(InputError) as refused:
        read(text)
    assert refused.value.field == field


def test_settings_reach_their_rule() -> None:
    facts = known(["ann", "bob"], [*bought(0, 50, 30, 10), *bought(1, 40, 20), Did(0, "cart", 1, 1)])
    spec = read("[people.lifecycle]\nregular_days = 3\n[people.warmth]\nhot = 9.0")
    assert labels(told(facts, spec), "lifecycle") == ["vip", "repeat"]
    assert labels(told(facts), "lifecycle") == ["repeat", "repeat"]
    assert (labels(told(facts), "warmth")[0], labels(told(facts, spec), "warmth")[0]) == ("hot", "warm")


def test_more_customers_without_anything_change_nothing_for_the_others() -> None:
    small, large = told(an_ordinary_shop(40)), told(an_ordinary_shop(40, strangers=20))
    for column, values in small.numbers.items():
        np.testing.assert_array_equal(values, large.numbers[column][:40], err_msg=column)
    for column in small.labels:
        assert labels(small, column) == labels(large, column)[:40]
