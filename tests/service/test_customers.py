"""GET /customers/<id>: what the customer table says of one customer, and why."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest
from flask.testing import FlaskClient

from models.audiences import explained
from models.customers.table import CustomerTable
from models.customers.why import Why
from service.api.segment_answers import DescribedCustomer
from service.reload import Live
from tests.models.described import described
from tests.service.days import a_bundle, app_of, asked, live_of, publish


def table_of(live: Live) -> CustomerTable:
    table = live.take().bundle.described
    assert table
    return table


def ask(client: FlaskClient, id_: str) -> dict[str, Any]:
    answer = client.get(f"/customers/{id_}")
    assert answer.status_code == 200
    msgspec.json.decode(answer.data, type=DescribedCustomer)
    return answer.json or {}


@pytest.mark.parametrize("number", range(40))
def test_columns_are_what_the_table_says_and_no_more(client: FlaskClient, live: Live, number: int) -> None:
    table, said = table_of(live), ask(client, f"c{number}")["columns"]
    value, orders = float(table.numbers["value"][number]), int(table.numbers["orders"][number])
    assert said.get("value") == (None if np.isnan(value) else pytest.approx(value))
    assert said.get("orders") == (None if orders < 0 else orders)
    assert said["wholesale"] is bool(table.numbers["wholesale"][number])
    code = int(table.labels["rfm"].code[number])
    assert said.get("rfm") == (None if code < 0 else table.labels["rfm"].name[code])
    interests = [table.memberships["interest"].name[c] for c in table.memberships["interest"].held.row(number).tolist()]
    assert said.get("interest", []) == interests
    assert None not in said.values()


@pytest.mark.parametrize("number", range(40))
def test_segments_are_those_that_the_customer_is_in(client: FlaskClient, live: Live, number: int) -> None:
    held = {segment["id"] for segment in ask(client, f"c{number}")["segments"]}
    rows = (client.get("/segments").json or {})["segments"]
    for row in rows:
        listed = client.get(f"/segments/{row['id']}/customers?limit=1000&may_send=false").json or {}
        assert (f"c{number}" in [each["customer_id"] for each in listed["customers"]]) is (row["id"] in held)
    assert held <= {row["id"] for row in rows}


def test_a_segment_says_what_it_means_what_stands_for_it_and_how_much(client: FlaskClient, live: Live) -> None:
    gardener = int(np.flatnonzero(table_of(live).has("interest", "garden"))[0])
    segments = {segment["id"]: segment for segment in ask(client, f"c{gardener}")["segments"]}
    garden = segments["interest:garden"]
    assert (garden["kind"], garden["name"], garden["meaning"]) == ("interest", "garden", "buys lamps and pots")
    assert garden["items"] == [{"item_id": "i1", "lift": 2.5}, {"item_id": "i3", "lift": 1.5}]
    assert 0 <= garden["weight"] <= 1
    assert segments["tier:blue" if gardener % 2 == 0 else "tier:gold"]["weight"] is None


def test_why_stands_beside_what_it_explains(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def valued(table: CustomerTable, customer: int) -> list[Why]:
        said = {"customer": customer, "orders": 3, "share": float(np.float32(0.3)), "value": float(np.float32(1234.56))}
        return [Why("spent", said)]

    def blue(table: CustomerTable, customer: int) -> list[Why]:
        return [Why("told", {"by": "shop"})]

    monkeypatch.setattr(explained, "EXPLANATIONS", {"value": valued, "tier": blue, "warmth": blue})
    answer = ask(client, "c2")
    said = {"customer": 2, "orders": 3, "share": 0.3, "value": 1234.56}
    assert answer["why"] == {"value": [{"code": "spent", "says": said}]}
    assert {s["id"]: s["why"] for s in answer["segments"] if s["why"]} == {
        "tier:blue": [{"code": "told", "says": {"by": "shop"}}]
    }


def test_an_unknown_customer_is_answered(client: FlaskClient) -> None:
    answer = ask(client, "no/body")
    assert (answer["customer_id"], answer["customer_known"], answer["may_send"]) == ("no/body", False, False)
    assert (answer["columns"], answer["segments"], answer["why"]) == ({}, [], {})


def test_consent_is_said(client: FlaskClient, live: Live) -> None:
    consents = live.take().bundle.customers.email_consent.tolist()
    assert [ask(client, f"c{number}")["may_send"] for number in range(40)] == consents
    assert set(consents) == {True, False}


def test_a_bundle_that_describes_nobody_answers_that_the_customer_is_known(tmp_path: Any) -> None:
    publish(tmp_path, a_bundle())
    with asked(app_of(live_of(tmp_path))) as client:
        answer = ask(client, "c1")
    assert (answer["customer_known"], answer["columns"], answer["segments"]) == (True, {}, [])


def test_an_unsayable_number_never_reaches_json(tmp_path: Any) -> None:
    bundle = described(a_bundle())
    assert bundle.described
    bundle.described.numbers["endless"] = np.full(40, np.inf, np.float32)
    publish(tmp_path, bundle)
    with asked(app_of(live_of(tmp_path))) as client:
        assert "endless" not in ask(client, "c1")["columns"]


def test_the_parameter_is_whom_it_is_about_and_not_whom_a_list_is_for(client: FlaskClient) -> None:
    paths = (client.get("/openapi.json").json or {})["paths"]
    (parameter,) = paths["/customers/{customer_id}"]["get"]["parameters"]
    assert parameter["description"] == "who is asked about; unknown is answered too"
