"""What no store can keep, and what is made to cost much, is refused like any other slip."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from flask.testing import FlaskClient

from data.errors import nearest
from data.stores.database import StoreDown
from service import parsing, privacy
from service.living import Living
from service.reload import Live
from tests.service.days import LINES, asked
from tests.service.living import an_event, app_with, tell

JSON = "application/json"
ASKED_WITH_NUL = [
    ("GET", "/recommend?customer_id=a%00", ""),
    ("GET", "/recommend?session_id=%00", ""),
    ("GET", "/recommend?customer_id=a&campaign=%00", ""),
    ("GET", "/recommend/a%00b", ""),
    ("GET", "/area/%00", ""),
    ("GET", "/area/a?session_id=%00", ""),
    ("GET", "/customers/%00", ""),
    ("GET", "/customers/a%00/export", ""),
    ("DELETE", "/customers/a%00", ""),
    ("POST", "/recommend", r'{"customer_id": "\u0000"}'),
    ("POST", "/customers/merge", r'{"session_id": "\u0000", "customer_id": "a"}'),
    ("POST", "/tokens", r'{"customer_id": "\u0000"}'),
]


@pytest.fixture
def client(live: Live, living: Living) -> Iterator[FlaskClient]:
    with asked(app_with(live, living)) as client:
        yield client


@pytest.mark.parametrize(("method", "address", "body"), ASKED_WITH_NUL)
def test_an_id_that_is_no_text_to_a_store_is_refused(client: FlaskClient, method: str, address: str, body: str) -> None:
    answer = client.open(address, method=method, data=body or None, content_type=JSON if body else None)
    assert (answer.status_code, len(answer.get_json()["errors"])) == (400, 1)


@pytest.mark.parametrize("odd", ["%ED%A0%80", "%FF", "Jos%E9"])
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/recommend/{}"), ("GET", "/recommend?customer_id={}"), ("GET", "/recommend?session_id={}"),
        ("GET", "/recommend?n=3&item_id={}"), ("GET", "/area/{}"), ("GET", "/customers/{}"),
        ("GET", "/customers/{}/export"), ("DELETE", "/customers/{}"), ("GET", "/segments/{}/customers"),
    ],
)  # fmt: skip
def test_an_address_that_is_no_text_is_refused_and_not_taken_for_another(
    client: FlaskClient, method: str, address: str, odd: str
) -> None:
    path, _, asked_for = address.format(odd).partition("?")
    raw = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1")}  # as a server hands it over
    answer = client.open(query_string=asked_for, method=method, environ_overrides=raw)
    assert (answer.status_code, len(answer.get_json()["errors"])) == (400, 1)
    assert "UTF-8" in answer.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize("form", ["full", "compact"])
def test_such_a_line_of_a_batch_is_refused_alone(client: FlaskClient, form: str) -> None:
    lines = r'{"customer_id": "\u0000"}' + '\n{"customer_id": "c1"}\n'
    answer = client.post(f"/recommend/batch?format={form}", data=lines, content_type=LINES)
    problem, line = [json.loads(line) for line in answer.get_data().splitlines() if b"customer_id" in line]
    assert (problem["status"], problem["line"], line["customer_id"]) == (400, 1, "c1")


@pytest.mark.parametrize("address", ["/recommend", "/events"])
def test_however_deep_a_body_is_it_is_answered_or_refused(client: FlaskClient, address: str) -> None:
    for depth in range(900, 1010):
        deep = "[" * depth + "]" * depth
        event = f'{{"event_type": "view", "item_id": "i", "price": {deep}}}'
        body = f'{{"events": [{event}]}}' if address == "/events" else f'{{"price_min": {deep}}}'
        assert client.post(address, data=body, content_type=JSON).status_code in (200, 400)


def test_of_an_event_the_first_fault_is_told_and_no_other_is_looked_for(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def noted(name: str, names: Any) -> str:
        looked.append(name)
        return nearest(name, names)

    monkeypatch.setattr(parsing, "nearest", noted)
    event = {"event_type": "view", "item_id": "i"} | {f"x{n}": 1 for n in range(40)}
    assert [one["field"] for one in tell(client, event)["refused"]] == ["x0"]
    assert looked == ["x0"]


def test_where_it_is_said_that_nothing_was_done_nobody_was_erased(
    client: FlaskClient, living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: Living) -> None:
        raise StoreDown("gone")

    tell(client, an_event("e1", "purchase", "c1", "i1"))
    with monkeypatch.context() as patched:
        patched.setattr(privacy, "_files", down)
        answer = client.delete("/customers/c1")
    assert (answer.status_code, "nothing was done" in answer.get_json()["detail"]) == (503, True)
    assert len(client.get("/customers/c1/export").get_json()["events"]) == 1
