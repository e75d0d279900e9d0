"""GET /area/<customer_id>: titled rows in a fixed order, no item twice."""

from __future__ import annotations

import msgspec
import pytest
from flask.testing import FlaskClient

from models.decision.area import STREAMS, area
from models.decision.query import Query
from service.api.answers import Area
from service.reload import Live


@pytest.mark.parametrize("id_", [*(f"c{number}" for number in range(12)), "nobody", "a/b"])
def test_rows_come_in_the_order_of_the_table_without_repeats(client: FlaskClient, id_: str) -> None:
    answer = client.get(f"/area/{id_}").json or {}
    order = [stream.name for stream in STREAMS]
    rows = [order.index(row["stream"]) for row in answer["rows"]]
    assert rows
    assert rows == sorted(set(rows))
    items = [item["item_id"] for row in answer["rows"] for item in row["items"]]
    assert len(items) == len(set(items))
    assert answer["customer_known"] is (id_[0] == "c")


def test_the_area_is_what_the_models_say(client: FlaskClient, live: Live) -> None:
    bundle = live.take().bundle
    answer = msgspec.json.decode(client.get("/area/c3").data, type=Area)
    expected = area(bundle, Query(), bundle.customer_number("c3"))
    assert [(row.stream, row.title) for row in answer.rows] == [(row.stream.name, row.stream.title) for row in expected]
    for row, said in zip(answer.rows, expected, strict=True):
        shown = said.decisions.item[0]
        assert [item.item_id for item in row.items] == [bundle.items.id[int(i)] for i in shown[shown >= 0]]


def test_fields_are_those_asked_for(client: FlaskClient) -> None:
    rows = (client.get("/area/c3?fields=price").json or {})["rows"]
    assert all(
        set(item) == {"item_id", "rank", "score", "source", "reason", "price"} for r in rows for item in r["items"]
    )


def test_each_row_has_a_decision_of_its_own(client: FlaskClient) -> None:
    ids = [row["decision_id"] for row in (client.get("/area/c3").json or {})["rows"]]
    assert len(set(ids)) == len(ids)
    assert ids == [row["decision_id"] for row in (client.get("/area/c3").json or {})["rows"]]
