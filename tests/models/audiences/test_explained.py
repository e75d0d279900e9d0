"""What stands behind a segment: the night's own words before those that always hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.audiences import explained
from models.audiences.audience import Standing
from models.audiences.explained import About, about_of, why_of
from models.audiences.named import named
from models.customers.table import CustomerTable, Group
from models.customers.value import BY
from models.customers.why import Why
from tests.models.audiences.tables import five, labels


def test_the_nights_own_words_come_before_those_that_always_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    always = {"rfm:lost": About("long gone", "rfm_recency = 1"), "cluster:3": About("", "nearest centre")}
    monkeypatch.setattr(explained, "RULES", always)
    group = Group("cluster", "3", "buys lamps", (1,), (2.0,))
    found = about_of(replace(five(), groups=(group,)), (Standing("gone", "lapsed", 2, "left", 0, "too few"),))
    assert found["rfm:lost"] == About("long gone", "rfm_recency = 1")
    assert found["cluster:3"] == About("buys lamps", "nearest centre", "", group)
    assert found["audience:gone"] == About("left", "lapsed", "too few")
    assert explained.RULES is always
    assert len(always) == 2


def test_every_flag_and_label_means_something() -> None:
    tier = replace(
        five(), labels=five().labels | {"value_by": labels(["buying models"] * 5, BY), "tier": five().labels["rfm"]}
    )
    told = replace(tier, numbers=tier.numbers | {"email_consent": np.ones(5, dtype=bool)})
    found = about_of(told, ())
    segments = [each.id for each in named(told, np.ones(5, dtype=bool)) if each.column != "interest"]
    assert [id_ for id_ in segments if not found[id_].meaning] == []
    assert found["email_consent"].meaning == "whether the customer said yes to mail; unknown is no"
    assert found["tier:lost"].meaning == "what the shop itself says of the customer"
    assert found["value_by:buying models"].meaning != found["value_by:two-part model"].meaning


def test_only_columns_of_the_table_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def spent(table: CustomerTable, customer: int) -> list[Why]:
        return [Why("spent", {"orders": int(table.numbers["orders"][customer])})]

    monkeypatch.setattr(explained, "EXPLANATIONS", {"value": spent, "warmth": spent})
    assert why_of(five(), None, 2) == {"value": [Why("spent", {"orders": 3})]}
