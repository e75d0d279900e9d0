"""The shopping area: fixed order, no item twice, rows that are too short left out, never empty."""

from __future__ import annotations

import pytest

from models.decision.area import STREAMS, area
from models.decision.query import Query
from tests.models.shops import ShopShape, listed_bundle

SHAPE = ShopShape(seed=5, items=40, customers=12, lines=160)


@pytest.mark.parametrize("customer", [-1, 0, 5, 11])
def test_rows_come_in_the_order_of_the_table_and_share_no_item(customer: int) -> None:
    rows = area(listed_bundle(SHAPE, 256), Query(), customer)
    order = [stream.name for stream in STREAMS]
    assert [row.stream.name for row in rows] == sorted((row.stream.name for row in rows), key=order.index)
    shown = [item for row in rows for item in row.decisions.item[0].tolist() if item >= 0]
    assert len(shown) == len(set(shown)) > 0


def test_a_row_below_its_least_is_left_out() -> None:
    for customer in range(-1, 12):
        for row in area(listed_bundle(SHAPE, 256), Query(), customer):
            assert (row.decisions.item[0] >= 0).sum() >= row.stream.least
