"""A service with an event store of its own, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from data.secret import derived
from data.stores import open_store
from data.stores.erased import LABEL, digest_of
from data.stores.settings import StoreSettings
from models.decision.memory import MemorySettings
from service.living import Living
from service.reload import Live
from service.settings import ServiceSettings
from tests.service.days import SECRET, app_of

KEY = derived(SECRET, LABEL)


@contextmanager
def a_living(folder: Path, memory: MemorySettings | None = None, url: str = "") -> Iterator[Living]:
    """An event store in a folder, as a worker holds it; what waits is written when the block ends."""
    store = open_store(StoreSettings(url=url), folder, lambda id_: digest_of(KEY, id_))
    store.migrate()
    try:
        yield Living(store, memory or MemorySettings())
    finally:
        store.close()


def app_with(live: Live, living: Living | None, settings: ServiceSettings | None = None) -> Flask:
    """The application over a live bundle and a store."""
    return app_of(live, settings, living=living)


def tell(client: FlaskClient, *events: dict[str, Any]) -> dict[str, Any]:
    """What became of the events."""
    answer = client.post("/events", json={"events": list(events)})
    assert answer.status_code == 200, answer.data
    return answer.get_json()


def shown(client: FlaskClient, **asked: Any) -> list[str]:
    """The items of a list."""
    answer = client.get("/recommend", query_string=asked)
    assert answer.status_code == 200, answer.data
    return items(answer.get_json())


def items(answer: dict[str, Any]) -> list[str]:
    """The items of an answer, in order."""
    return [item["item_id"] for item in answer["items"]]


def an_event(event_id: str, event_type: str, customer_id: str, item_id: str, **more: Any) -> dict[str, Any]:
    """One event of a customer."""
    return {
        "event_id": event_id, "event_type": event_type, "customer_id": customer_id, "item_id": item_id, **more
    }  # fmt: skip


def written(living: Living) -> None:
    """Wait until what was answered is remembered."""
    living.store.accept(())


Events = Sequence[dict[str, Any]]
