"""What stands behind a segment: the night's own words before those that always hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.audiences import explained
from models.audiences.audience import Standing
from models.audiences.explained import About, about_of, why_of
from models.customers.table import CustomerTable, Group
from models.customers.why import Why
from tests.models.audiences.tables import five


def test_the_nights_own_words_come_before_those_that_always_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    always = {"rfm:lost": About("long gone", "rfm_recency = 1"), "cluster:3": About("", "nearest centre")}
    monkeypatch.setattr(explained, "RULES", always)
    group = Group("cluster", "3", "buys lamps", (1,), (2.0,))
    found = about_of(replace(five(), groups=(group,)), (Standing("gone", "lapsed", 2, "left", 0, "too few"),))
    assert found == {
        "rfm:lost": About("long gone", "rfm_recency = 1"),
        "cluster:3": About("buys lamps", "nearest centre", "", group),
        "audience:gone": About("left", "lapsed", "too few"),
    }
    assert explained.RULES is always
    assert len(always) == 2


def test_only_columns_of_the_table_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def spent(table: CustomerTable, customer: int) -> list[Why]:
        return [Why("spent", {"orders": int(table.numbers["orders"][customer])})]

    monkeypatch.setattr(explained, "EXPLANATIONS", {"value": spent, "warmth": spent})
    assert why_of(five(), None, 2) == {"value": [Why("spent", {"orders": 3})]}
