"""The columns of value, and why they say what they say."""

from __future__ import annotations

import numpy as np
import pytest

from models.customers.table import LABEL, CustomerTable
from models.customers.value import BY, COLUMNS, CONVERSION, Told, value_table, why
from models.value.buyers import buyers_of
from models.value.buying import Outlook
from models.value.forecast import BUYING
from models.value.spread import Spread
from tests.models.value.worlds import orders


def a_table(value: float = 50.0, season: float = 1.5) -> CustomerTable:
    """Customer 1 has bought, 2 has been in touch, 0 and 3 are not known to have done anything."""
    spread = Spread().fit(np.empty(0), np.empty(0))
    bought = Outlook(np.array([0.7]), np.array([0.5]), np.array([value]))
    touched = Outlook(np.array([0.01]), np.array([0.01]), np.array([0.2]))
    told = {
        days: [
            Told(np.array([1], dtype=np.int32), bought, spread, BUYING),
            Told(np.array([2], dtype=np.int32), touched, spread, CONVERSION),
        ]
        for days in (90, 365)
    }
    return value_table(4, told, buyers_of(orders((1, 5.0, 9.0))), np.array([0.8]), season, 0.3)


def test_every_column_is_there_with_a_row_per_customer() -> None:
    table = a_table()
    assert table.names() == [column.name for column in COLUMNS]
    assert {column.kind for column in COLUMNS} == {"number", LABEL}
    assert {len(values) for values in table.numbers.values()} == {4}
    assert {str(values.dtype) for values in table.numbers.values()} == {"float32"}


def test_who_is_told_has_a_value_within_an_interval_and_others_have_none() -> None:
    table = a_table()
    assert table.number("value_90") == pytest.approx([np.nan, 50, 0.2, np.nan], nan_ok=True)
    assert table.number("value_90_low")[1] == 0
    assert table.number("value_90_high")[1] > 50
    assert table.number("value_90_high")[2] == 0
    assert table.number("active") == pytest.approx([np.nan, 0.8, np.nan, np.nan], nan_ok=True)
    assert table.number("worth_spending")[1] == pytest.approx(15)
    assert [BY[code] if code >= 0 else None for code in table.labels["value_by"].code] == [
        None,
        BUYING,
        CONVERSION,
        None,
    ]


def test_without_prices_there_is_no_value_but_who_is_active_is_known() -> None:
    table = a_table(value=np.nan)
    for name in ("value_90", "value_90_low", "value_90_high", "value_365_high", "worth_spending"):
        assert np.isnan(table.number(name)[1])
    assert table.number("active")[1] == pytest.approx(0.8)
    assert table.labels["value_by"].code[1] == -1


def test_why_names_the_model_and_the_figures_that_are_known() -> None:
    history = CustomerTable(
        {"orders": np.array([0, 3, 0, 0], dtype=np.int32), "order_value": np.array([np.nan, 20, np.nan, np.nan])},
        {},
        {},
    )
    found = {each.code: each.says for each in why(a_table().joined(history), 1)}
    assert found["value_model"]["model"] == BUYING
    assert found["value_orders"] == {"orders": 3}
    assert found["value_order"] == {"order_value": 20}
    assert found["value_season"] == {"value_season": 1.5}
    assert why(a_table().joined(history), 0) == []
    unknown = {each.code for each in why(a_table(season=np.nan), 1)}
    assert "value_season" not in unknown
