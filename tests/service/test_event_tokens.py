"""What a browser may tell with a token: of its own customer and visit, and nothing that a shop vouches for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.columns import EVENT_TYPES
from service.events import BROWSED
from service.living import Living
from service.reload import Live
from service.settings import ServiceSettings
from tests.service.days import READING, a_key, asked
from tests.service.living import app_with, written

TELLING = "a-key-that-tells"
KEYS = ServiceSettings(keys=(a_key("reader", READING, "read"), a_key("shop", TELLING, "read", "events")))
BROWSED_NAMES = [EVENT_TYPES[kind] for kind in BROWSED]
VOUCHED = [name for name in EVENT_TYPES if name not in BROWSED_NAMES]


@pytest.fixture
def client(live: Live, living: Living) -> Iterator[FlaskClient]:
    with asked(app_with(live, living, KEYS)) as client:
        yield client


def _token(client: FlaskClient, **wanted: Any) -> dict[str, str]:
    made = client.post("/tokens", json={"events": True, **wanted}, headers={"X-API-Key": TELLING})
    return {"Authorization": f"Bearer {made.get_json()['token']}"}


def _told(client: FlaskClient, token: dict[str, str], *events: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/events", json={"events": list(events)}, headers=token)
    assert answer.status_code == 200, answer.data
    return answer.get_json()


def _whose(living: Living) -> list[tuple[str, str]]:
    with living.store.looking() as connection:
        rows = connection.exec_driver_sql("SELECT customer_id, session_id FROM event ORDER BY seq").all()
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("event_type", BROWSED_NAMES)
def test_what_is_browsed_may_be_told(client: FlaskClient, living: Living, event_type: str) -> None:
    event = {"event_type": event_type, "item_id": "i1", "decision_id": "d1"}
    assert _told(client, _token(client, customer_id="c3"), event)["accepted"] == 1
    assert _whose(living) == [("c3", "")]


@pytest.mark.parametrize("event_type", VOUCHED)
def test_what_a_shop_vouches_for_may_not(client: FlaskClient, living: Living, event_type: str) -> None:
    kept = _told(client, _token(client, customer_id="c3"), {"event_type": event_type, "item_id": "i1"})
    assert (kept["accepted"], kept["refused"][0]["field"]) == (0, "event_type")
    assert _whose(living) == []


@pytest.mark.parametrize(
    ("bound", "named", "field"),
    [
        ({"customer_id": "c3"}, {"customer_id": "c4"}, "customer_id"),
        ({"customer_id": "c3"}, {"customer_id": "C3"}, "customer_id"),
        ({"customer_id": "c3"}, {"session_id": "s1"}, "session_id"),
        ({"session_id": "s1"}, {"session_id": "s2"}, "session_id"),
        ({"session_id": "s1"}, {"customer_id": "c3"}, "customer_id"),
        ({"customer_id": "c3", "session_id": "s1"}, {"customer_id": "c3", "session_id": "s2"}, "session_id"),
    ],
)
def test_of_another_nothing_may_be_told_and_the_rest_is_kept(
    client: FlaskClient, living: Living, bound: dict[str, str], named: dict[str, str], field: str
) -> None:
    view = {"event_type": "view", "item_id": "i1"}
    kept = _told(client, _token(client, **bound), view | named, view)
    assert (kept["accepted"], [(one["index"], one["field"]) for one in kept["refused"]]) == (1, [(0, field)])
    assert _whose(living) == [(bound.get("customer_id", ""), bound.get("session_id", ""))]


@pytest.mark.parametrize("named", [{"event_id": "o77-1"}, {"timestamp": "2026-01-01T00:00:00Z"}])
def test_what_one_browser_tells_takes_no_id_from_another_or_from_the_shop(
    client: FlaskClient, living: Living, named: dict[str, str]
) -> None:
    event = {"event_type": "cart", "item_id": "i1"} | named
    for whose in ({"customer_id": "c3"}, {"customer_id": "c4"}, {"session_id": "c3"}):
        for again in (0, 1):
            kept = _told(client, _token(client, **whose), event)
            assert (kept["accepted"], kept["duplicates"]) == (1 - again, again)
    bought = event | {"event_type": "purchase", "customer_id": "c5"}
    assert _told(client, {"X-API-Key": TELLING}, bought)["accepted"] == 1
    assert _whose(living) == [("c3", ""), ("c4", ""), ("", "c3"), ("c5", "")]


def test_who_is_named_may_be_itself(client: FlaskClient, living: Living) -> None:
    bound = {"customer_id": "13085", "session_id": "s1"}
    named = {"event_type": "view", "item_id": "i1", "customer_id": 13085.0, "session_id": "s1"}
    assert _told(client, _token(client, **bound), named)["accepted"] == 1
    assert _whose(living) == [("13085", "s1")]


def test_a_token_without_events_tells_nothing(client: FlaskClient) -> None:
    token = _token(client, customer_id="c3", events=False)
    assert client.post("/events", json={"events": []}, headers=token).status_code == 403


def test_a_key_that_tells_nothing_makes_no_token_that_does(client: FlaskClient) -> None:
    wanted = {"customer_id": "c3", "events": True}
    assert client.post("/tokens", json=wanted, headers={"X-API-Key": READING}).status_code == 403


def test_no_token_merges_gives_out_or_erases(client: FlaskClient) -> None:
    token = _token(client, customer_id="c3")
    merge = {"session_id": "s1", "customer_id": "c3"}
    assert client.post("/customers/merge", json=merge, headers=token).status_code == 403
    assert client.get("/customers/c3/export", headers=token).status_code == 403
    assert client.delete("/customers/c3", headers=token).status_code == 403


def test_what_it_told_counts_in_its_next_list(client: FlaskClient) -> None:
    token = _token(client, customer_id="c3")
    first = client.get("/recommend", headers=token).get_json()["items"][0]["item_id"]
    _told(client, token, {"event_type": "cart", "item_id": first})
    assert first not in [item["item_id"] for item in client.get("/recommend?n=50", headers=token).get_json()["items"]]


def test_a_browser_clicks_no_list_of_another_and_a_shop_does(client: FlaskClient, living: Living) -> None:
    named = client.get("/recommend?customer_id=c4", headers={"X-API-Key": TELLING}).get_json()["decision_id"]
    written(living)
    click = {"event_type": "click", "item_id": "i1", "decision_id": named}
    for by, clicked in (
        (_token(client, customer_id="c3"), False),
        ({"X-API-Key": TELLING}, True),
        (_token(client, customer_id="c4"), True),
    ):
        assert _told(client, by, click)["accepted"] == 1
        with living.store.looking() as connection:
            row = connection.exec_driver_sql("SELECT clicked_at FROM decision WHERE customer_id = 'c4'").scalar()
        assert (row is not None) == clicked
