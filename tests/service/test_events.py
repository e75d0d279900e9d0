"""/events: what is accepted is on disk and counts once; what is not is named, by its place and field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.living import Living
from service.reload import Live
from tests.service.days import asked
from tests.service.living import an_event, app_with, tell

CUSTOMER, ITEM = "c1", "i1"


@pytest.fixture
def client(live: Live, living: Living) -> Iterator[FlaskClient]:
    with asked(app_with(live, living)) as client:
        yield client


def test_an_event_counts_once(client: FlaskClient) -> None:
    event = an_event("e1", "purchase", CUSTOMER, ITEM)
    assert tell(client, event, event) == {"accepted": 1, "duplicates": 1, "refused": []}
    assert tell(client, event) == {"accepted": 0, "duplicates": 1, "refused": []}


def test_an_event_without_an_id_told_twice_counts_once(client: FlaskClient) -> None:
    event = {"event_type": "view", "customer_id": CUSTOMER, "item_id": ITEM, "timestamp": "2026-03-01T10:00:00Z"}
    assert tell(client, event)["accepted"] == 1
    assert tell(client, event)["duplicates"] == 1
    assert tell(client, event | {"item_id": "i2"})["accepted"] == 1


def test_ids_that_are_made_grow_with_the_moment(client: FlaskClient, living: Living) -> None:
    told = {"event_type": "view", "customer_id": CUSTOMER, "item_id": ITEM}
    moments = [f"{year}-03-01T10:00:00{zone}" for year in (1990, 2001, 2004, 2026) for zone in ("+01:00", "Z")]
    assert tell(client, *(told | {"timestamp": moment} for moment in moments))["accepted"] == len(moments)
    with living.store.looking() as connection:
        ids = connection.execute(text("SELECT event_id FROM event ORDER BY t")).scalars().all()
    assert list(ids) == sorted(ids)


def test_each_refusal_names_place_and_field_and_the_others_are_kept(client: FlaskClient) -> None:
    good = an_event("e1", "view", CUSTOMER, ITEM)
    bad = [
        ({"event_type": "vew", "item_id": ITEM}, "event_type"),
        ({"item_id": ITEM}, "event_type"),
        ({"event_type": "view"}, "item_id"),
        ({"event_type": "view", "item_id": "a\0b"}, "item_id"),
        ({"event_type": "view", "item_id": ITEM, "custmer_id": "x"}, "custmer_id"),
        ({"event_type": "purchase", "item_id": ITEM, "quantity": 0}, "quantity"),
        ({"event_type": "purchase", "item_id": ITEM, "price": -1}, "price"),
        ({"event_type": "purchase", "item_id": ITEM, "timestamp": "yesterday"}, "timestamp"),
        ({"event_type": "purchase", "item_id": ITEM, "timestamp": "2999-01-01"}, "timestamp"),
        ({"event_type": "click", "decision_id": "d", "position": 0}, "position"),
        ({"event_type": "view", "item_id": "x" * 300}, "item_id"),
        ("an event", "event"),
    ]
    kept = tell(client, good, *(event for event, _ in bad))  # type: ignore[arg-type] - one is no event
    assert kept["accepted"] == 1
    assert [(one["index"], one["field"]) for one in kept["refused"]] == [
        (place, field) for place, (_, field) in enumerate(bad, 1)
    ]


def test_a_purchase_below_zero_is_a_return(client: FlaskClient, living: Living) -> None:
    tell(client, an_event("e1", "purchase", CUSTOMER, ITEM, quantity=-2))
    with living.store.looking() as connection:
        row = connection.exec_driver_sql("SELECT kind, quantity FROM event").one()
    assert tuple(row) == (6, 2.0)


def test_ids_come_in_as_they_do_everywhere(client: FlaskClient, living: Living) -> None:
    tell(client, {"event_type": "view", "event_id": 7, "customer_id": 13085.0, "item_id": "85123.0", "session_id": " "})
    with living.store.looking() as connection:
        row = connection.exec_driver_sql("SELECT event_id, customer_id, item_id, session_id FROM event").one()
    assert tuple(row) == ("7", "13085", "85123", "")


def test_too_much_at_once_is_told_to_come_back_and_nothing_of_it_is_kept(
    client: FlaskClient, living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living.store.writer, "_waiting", 10**9)
    answer = client.post("/events", json={"events": [an_event("e1", "view", CUSTOMER, ITEM)]})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    monkeypatch.undo()
    assert tell(client, an_event("e1", "view", CUSTOMER, ITEM))["accepted"] == 1


def test_a_service_without_a_store_says_so(live: Live) -> None:
    with asked(app_with(live, None)) as client:
        assert client.post("/events", json={"events": []}).status_code == 503


def test_who_asked_to_be_forgotten_is_not_taken_back(client: FlaskClient) -> None:
    tell(client, an_event("e1", "purchase", CUSTOMER, ITEM))
    assert client.delete(f"/customers/{CUSTOMER}").status_code == 200
    again = tell(client, an_event("e1", "purchase", CUSTOMER, ITEM, timestamp="2026-03-01T00:00:00Z"))
    assert (again["accepted"], again["refused"][0]["field"]) == (0, "customer_id")
    assert tell(client, an_event("e2", "purchase", CUSTOMER, ITEM))["accepted"] == 1
