"""What was accepted while the store was down: it is the customer's to see and to have erased, whatever the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.settings import Settings
from data.stores.rows import Event
from data.stores.spool import Spool
from service.living import Living, now
from service.opening import living as opened_living
from service.opening import prepare
from service.reload import Live
from tests.service.days import asked
from tests.service.living import app_with
from tests.service.load import until


@pytest.fixture
def spool(tmp_path: Path, living: Living) -> Iterator[Spool]:
    spool = Spool(tmp_path, living.store)
    yield spool
    spool.close()


@pytest.fixture
def client(live: Live, living: Living, spool: Spool) -> Iterator[FlaskClient]:
    with asked(app_with(live, replace(living, spool=spool))) as client:
        yield client


def _views(*whose: tuple[str, str]) -> list[Event]:
    return [Event(f"e{at}", "i1", customer, session, 0, now()) for at, (customer, session) in enumerate(whose)]


def _stored(living: Living) -> list[str]:
    with living.store.looking() as connection:
        return list(connection.exec_driver_sql("SELECT customer_id FROM event").scalars())


def test_what_waits_of_a_customer_is_given_out_and_erased(client: FlaskClient, spool: Spool, living: Living) -> None:
    client.post("/customers/merge", json={"session_id": "s1", "customer_id": "c3"})
    spool.accept(_views(("c3", ""), ("", "s1"), ("c4", "")))
    held = client.get("/customers/c3/export").get_json()
    assert ([row["event_id"] for row in held["waiting"]], held["events"]) == (["e0", "e1"], [])
    assert client.delete("/customers/c3").get_json()["removed"]["waiting"] == 2
    assert client.get("/customers/c3/export").get_json()["waiting"] == []
    assert spool.hand_on() == 1
    assert _stored(living) == ["c4"]


def test_without_a_spool_nothing_waits(live: Live, living: Living) -> None:
    with asked(app_with(live, living)) as client:
        assert client.get("/customers/c3/export").get_json()["waiting"] == []
        assert client.delete("/customers/c3").get_json()["removed"]["waiting"] == 0


def test_what_waits_is_handed_on_after_the_setting_was_changed_back(tmp_path: Path, living: Living) -> None:
    before = Spool(tmp_path, living.store)
    before.accept(_views(("c3", "")))
    before.close()
    prepare(tmp_path, Settings({}))
    worker = opened_living(tmp_path, Settings({}))
    until(lambda: _stored(living) == ["c3"])
    for part in (worker.spool, worker.store):
        if part:
            part.close()
