"""What every segment promises, over the table, in good shops and bad."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from data.facts.facts import CustomerFacts
from models.customers.table import COUNT, FLAG, LABEL, CustomerTable
from models.segments import FLAGS, SEGMENTS, Segment
from models.segments.people import COLUMNS
from tests.models.segments.shops import SHOPS, told

KINDS = sorted({row.kind for row in SEGMENTS} - {FLAGS})
LEARNED = sorted(row.kind for row in SEGMENTS if row.name is None)
"""Kinds whose names are learned: what they promise is tested beside what learns them."""

each_segment = pytest.mark.parametrize("row", [row for row in SEGMENTS if row.name], ids=lambda row: row.id)
each_shop = pytest.mark.parametrize("name", SHOPS)
each_kind = pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in LEARNED])


@cache
def shop(name: str) -> CustomerFacts:
    return SHOPS[name]()


@cache
def table(name: str) -> CustomerTable:
    return told(shop(name))


def members(row: Segment, name: str) -> np.ndarray:
    return row.members(table(name), shop(name).facts.customers.count)


@each_segment
def test_a_segment_says_of_every_customer_whether_they_are_in_it(row: Segment) -> None:
    for name in SHOPS:
        found = members(row, name)
        assert found.dtype == bool, name
        assert found.shape == (shop(name).facts.customers.count,), name


@each_segment
def test_every_member_has_reasons_whose_figures_are_those_of_the_table(row: Segment) -> None:
    for name, customer in [(of, each) for of in SHOPS for each in np.flatnonzero(members(row, of)).tolist()]:
        reasons = row.why(table(name), customer)
        said = {figure: value for reason in reasons for figure, value in reason.says.items()}
        assert len({reason.code for reason in reasons}) == len(reasons) > 0
        assert said, reasons
        for figure, value in said.items():
            assert value == pytest.approx(table(name).number(figure)[customer], abs=1e-4), figure


@each_kind
@each_shop
def test_nobody_is_in_two_segments_of_a_kind_and_everybody_in_one_where_it_can_be_said(kind: str, name: str) -> None:
    count = sum(members(row, name).astype(int) for row in SEGMENTS if row.kind == kind)
    assert isinstance(count, np.ndarray)
    assert count.max(initial=0) <= 1
    can_be_said = {
        "rfm": table(name).number("orders") > 0,
        "lifecycle": np.ones(len(count), dtype=bool),
        "warmth": np.full(len(count), "warmth" in table(name).labels),
    }[kind]
    assert (count == can_be_said).all()


@each_kind
def test_a_kind_has_a_row_for_each_of_its_labels(kind: str) -> None:
    assert {row.name for row in SEGMENTS if row.kind == kind} == set(table("ordinary").labels[kind].name)


@each_segment
def test_a_row_says_in_one_line_what_it_means_and_by_which_rule(row: Segment) -> None:
    for text in (row.meaning, row.rule):
        assert 10 < len(text) < 120
        assert "\n" not in text


def test_every_segment_has_an_id_of_its_own() -> None:
    assert len({row.id for row in SEGMENTS}) == len(SEGMENTS)
    assert {"rfm:champions", "lifecycle:lapsed", "warmth:hot", "wholesale"} <= {row.id for row in SEGMENTS}


@each_shop
def test_the_same_shop_has_the_same_bytes(name: str) -> None:
    again = told(SHOPS[name]())
    assert list(again.numbers) == list(table(name).numbers)
    for column, values in again.numbers.items():
        assert values.tobytes() == table(name).numbers[column].tobytes(), column
    for column, labels in again.labels.items():
        assert labels.code.tobytes() == table(name).labels[column].code.tobytes(), column


@each_shop
def test_every_column_is_described_and_of_the_kind_that_is_said(name: str) -> None:
    kinds = {column.name: column.kind for column in COLUMNS}
    assert set(table(name).names()) <= set(kinds)
    for column, values in table(name).numbers.items():
        expected = {COUNT: np.int32, FLAG: np.bool_}.get(kinds[column], np.float32)
        assert values.dtype == expected, column
        assert values.shape == (shop(name).facts.customers.count,), column
        assert not np.isinf(values.astype(float)).any(), column
    for column, labels in table(name).labels.items():
        assert (kinds[column], labels.code.dtype) == (LABEL, np.int32)


def test_in_an_ordinary_shop_every_column_is_there() -> None:
    assert set(table("ordinary").names()) == {column.name for column in COLUMNS}
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


@each_kind
def test_customers_who_did_the_same_are_in_the_same_segment(kind: str) -> None:
    for name in ("all alike", "all on one day"):
        if kind in table(name).labels:
            assert len(set(table(name).labels[kind].code.tolist())) == 1
