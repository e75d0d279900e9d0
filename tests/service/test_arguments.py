"""Arguments that cannot be used: each is named, with what would be right."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

BAD_QUERIES = [
    ("n=0", "n", "a whole number >= 1"),
    ("n=201", "n", "a whole number <= 200"),
    ("n=1000000000", "n", "<= 200"),
    ("n=ten", "n", "a whole number"),
    ("n=1.5", "n", "a whole number"),
    ("n=", "n", "a whole number"),
    ("n=1&n=2", "n", "give it once"),
    ("in_stock=maybe", "in_stock", "true or false"),
    ("price_min=nan", "price_min", "a number"),
    ("price_max=-1", "price_max", ">= 0"),
    ("price_max=inf", "price_max", "<= "),
    ("price_min=5&price_max=4", "price_min", "swap"),
    ("placement=newsleter", "placement", "'newsletter'"),
    ("strategy=similiar", "strategy", "'similar'"),
    ("fields=titel", "fields", "'title'"),
    ("theme=none", "theme", "cheap"),
    ("customer_id=" + "x" * 257, "customer_id", "256 characters"),
    ("item_id=" + "x" * 257, "item_id", "256 characters"),
    ("&".join(["item_id=i1"] * 1001), "item_id", "1000"),
    ("&".join(["exclude=i1"] * 2001), "query", "2000"),
    ("category=" + "x" * 1025, "category", "1024"),
    ("itemid=i3", "itemid", "'item_id'"),
    ("limit=3", "limit", "nearest"),
    ("sesion_id=s", "sesion_id", "'session_id'"),
    ("record=maybe", "record", "true or false"),
    ("campaign=" + "x" * 257, "campaign", "256"),
]


@pytest.mark.parametrize(("query", "field", "right"), BAD_QUERIES, ids=[query[:30] for query, _, _ in BAD_QUERIES])
def test_a_bad_argument_is_named_with_what_would_be_right(
    client: FlaskClient, query: str, field: str, right: str
) -> None:
    answer = client.get(f"/recommend?{query}")
    assert answer.status_code == 400
    assert [error["field"] for error in (answer.json or {})["errors"]] == [field]
    assert right in (answer.json or {})["errors"][0]["detail"]
    assert len(answer.data) < 600


BAD_BODIES: list[tuple[Any, str, str]] = [
    ({"n": "3"}, "n", "a whole number"),
    ({"n": True}, "n", "a whole number"),
    ({"n": 0}, "n", ">= 1"),
    ({"customer_id": 1.5}, "customer_id", "a text or a whole number"),
    ({"customer_id": {"a": 1}}, "customer_id", "a text or a whole number"),
    ({"customer_id": True}, "customer_id", "a text or a whole number"),
    ({"item_id": [["i1"]]}, "item_id", "a text or a whole number"),
    ({"item_id": ["i1"] * 1001}, "item_id", "1000"),
    ({"exclude_bought": "no"}, "exclude_bought", "true or false"),
    ({"brand": [3]}, "brand", "a text"),
    ({"fields": ["title", "cost"]}, "fields", "nearest"),
    ({"colour": "red"}, "colour", "nearest"),
    ([], "body", "a JSON object"),
    (3, "body", "a JSON object"),
]


@pytest.mark.parametrize(("body", "field", "right"), BAD_BODIES, ids=[str(body)[:40] for body, _, _ in BAD_BODIES])
def test_a_bad_member_is_named_with_what_would_be_right(client: FlaskClient, body: Any, field: str, right: str) -> None:
    answer = client.post("/recommend", json=body)
    assert answer.status_code == 400
    assert [error["field"] for error in (answer.json or {})["errors"]] == [field]
    assert right in (answer.json or {})["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/events", {}, ["events"]),
        ("/events", {"event": []}, ["events", "event"]),
        ("/events", {"events": {}}, ["events"]),
        ("/customers/merge", {}, ["session_id", "customer_id"]),
        ("/customers/merge", {"session_id": "s1"}, ["customer_id"]),
        ("/customers/merge", {"session_id": True}, ["customer_id", "session_id"]),
        ("/tokens", {}, ["customer_id"]),
    ],
)
def test_what_is_left_out_and_needed_is_named(client: FlaskClient, path: str, body: Any, fields: list[str]) -> None:
    answer = client.post(path, json=body)
    assert answer.status_code == 400
    assert [error["field"] for error in (answer.json or {})["errors"]] == fields


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"n":1', b"\xff", b'{"customer_id":"\xff"}', b'{"n":1e999}', b"[" * 10_000]
)
def test_what_is_no_json_is_said_to_be_none(client: FlaskClient, raw: bytes) -> None:
    answer = client.post("/recommend", data=raw, content_type="application/json")
    assert answer.status_code == 400
    assert (answer.json or {})["errors"][0]["field"] == "body"


def test_every_fault_of_a_request_is_named(client: FlaskClient) -> None:
    errors = (client.get("/recommend?n=0&placement=x&colour=red&price_min=a").json or {})["errors"]
    assert [error["field"] for error in errors] == ["n", "placement", "colour", "price_min"]


def test_what_the_path_says_is_not_said_again(client: FlaskClient) -> None:
    answer = client.get("/recommend/c3?customer_id=c4")
    assert (answer.json or {})["errors"][0]["field"] == "customer_id"


def test_a_body_and_a_query_string_do_not_mix(client: FlaskClient) -> None:
    answer = client.post("/recommend?n=3", json={"customer_id": "c3"})
    assert (answer.json or {})["errors"][0]["field"] == "query"


def test_a_flood_of_unknown_arguments_is_answered_shortly(client: FlaskClient) -> None:
    answer = client.get("/recommend?" + "&".join(f"a{i}=1" for i in range(1500)))
    assert answer.status_code == 400
    assert len((answer.json or {})["errors"]) == 50


def test_a_megabyte_of_ids_in_one_request_is_refused(client: FlaskClient) -> None:
    below = client.post("/recommend", json={"item_id": [f"i{i:06}" for i in range(90_000)]})
    assert (below.status_code, (below.json or {})["errors"][0]["field"]) == (400, "item_id")
    above = client.post("/recommend", json={"item_id": [f"i{i:06}" for i in range(110_000)]})
    assert above.status_code == 413
