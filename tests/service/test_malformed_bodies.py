"""Whatever is sent, no answer is 5xx, a refusal names a field, and what is kept is what was accepted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.living import Living
from service.reload import Live
from tests.service.days import LINES, asked
from tests.service.living import app_with
from tests.service.malformed import a_body

BODIES = 2_000  # of each address
PATHS = ("/events", "/customers/merge", "/tokens", "/recommend", "/recommend/batch")
REFUSED = (400, 413, 415)


@pytest.fixture
def client(live: Live, living: Living) -> Iterator[FlaskClient]:
    with asked(app_with(live, living)) as client:
        yield client


def _ask(client: FlaskClient, path: str, body: bytes) -> Any:
    """The answer, whole; a refusal is a problem that names a field."""
    content = LINES if path.endswith("batch") else "application/json"
    answer = client.post(path, data=body, content_type=content)
    assert answer.status_code in (200, *REFUSED), (answer.status_code, body[:300], answer.data)
    if answer.status_code != 200:
        assert answer.content_type == "application/problem+json"
        assert isinstance(answer.get_json()["errors"][0]["field"], str), body[:300]
    return answer


def _judge_lines(answer: bytes, body: bytes) -> None:
    """Each line of a batch has a list or a problem."""
    for line in answer.splitlines():
        told = json.loads(line)
        assert "items" in told or (told["status"] == 400 and told["errors"]), (told, body[:300])


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_two_thousand_bodies_are_answered_or_refused(client: FlaskClient, living: Living, path: str) -> None:
    random, statuses, accepted = Random(f"bodies for {path}"), Counter[int](), 0
    for _ in range(BODIES):
        body = a_body(path, random)
        answer = _ask(client, path, body)
        statuses[answer.status_code] += 1
        if path == "/events" and answer.status_code == 200:
            accepted += answer.get_json()["accepted"]
        if path == "/recommend/batch" and answer.status_code == 200:
            _judge_lines(answer.get_data(), body)
    assert statuses[200] > BODIES / 10
    with living.store.looking() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event").scalar() == accepted
    assert (accepted > BODIES / 10) == (path == "/events")


def test_what_is_kept_is_what_was_accepted(client: FlaskClient, living: Living) -> None:
    random, kept = Random("told"), dict[tuple[str, str], Any]()
    for _ in range(400):
        body = a_body("/events", random)
        answer = _ask(client, "/events", body).get_json()
        if "accepted" not in answer:
            continue
        refused = {one["index"] for one in answer["refused"]}
        told = [event for place, event in enumerate(json.loads(body)["events"]) if place not in refused]
        before = len(kept)
        for event in told:
            kept.setdefault((event["event_id"], event.get("item_id")), event) if event.get("event_id") else None
        assert answer["accepted"] + answer["duplicates"] == len(told)
        assert answer["accepted"] >= len(kept) - before
    with living.store.looking() as connection:
        stored = set(connection.exec_driver_sql("SELECT event_id FROM event").scalars())
    assert {str(event_id) for event_id, _ in kept if isinstance(event_id, str) and event_id.strip()} <= stored
