"""What the shop says of its customers stands in columns that an expression can name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import Ragged
from data.facts.facts import Attributes, Customers
from data.strings import Strings
from models.audiences.told import column_names, told_of
from tests.models.audiences.tables import customers, labels, who


def attributed(rows: list[list[str]]) -> Customers:
    """Customers with these "attribute=value" texts each."""
    names = sorted({text for row in rows for text in row})
    values = np.array([names.index(text) for row in rows for text in row], dtype=np.int32)
    held = Ragged.of(np.arange(len(rows)).repeat([len(row) for row in rows]), values, len(rows))
    country = labels(["SE", "DE", None][: len(rows)], ["DE", "SE"])
    return replace(
        customers([True] + [False] * (len(rows) - 1), country), attributes=Attributes(held, Strings.of(names))
    )


def test_country_consent_and_attributes_become_columns() -> None:
    told = told_of(attributed([["tier=gold", "Fav. Sport=golf"], ["tier=blue"], []]))
    assert told.names() == ["email_consent", "country", "fav_sport", "tier"]
    assert who("tier:gold", told) == who("golf and country = SE and email_consent", told) == [0]
    assert who("tier != gold", told) == [1]
    assert who("tier is not known", told) == [2]


def test_a_value_may_hold_an_equals_sign() -> None:
    assert who('sum:"1=2"', told_of(attributed([["sum=1=2"], ["sum=3"]]))) == [0]


def test_a_shop_that_says_nothing_has_the_consent_alone() -> None:
    told = told_of(customers([False, True]))
    assert told.names() == ["email_consent"]
    assert who("email_consent", told) == [1]


def test_names_are_plain_and_no_two_columns_have_the_same() -> None:
    given = ["Größe", "größe!", "value", "country", "in", "audience", "2024", "身長", "体重", "a b", "a-b"]
    assert list(column_names(given, {"value"}).values()) == [
        "grosse", "attribute_grosse", "attribute_value", "attribute_country", "attribute_in", "attribute_audience",
        "attribute_2024", "attribute", "attribute_2", "a_b", "attribute_a_b",
    ]  # fmt: skip
