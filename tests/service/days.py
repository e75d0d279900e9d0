"""Services to ask in tests: a random shop's bundle on a shelf, and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from data.strings import Strings
from models.bundle.bundle import Bundle
from models.bundle.files import write_bundle
from models.bundle.shelf import Shelf
from service.app import create_app
from service.day import Day
from service.door import Door
from service.openapi import path_of
from service.reload import Live
from service.settings import KeySettings, ServiceSettings
from tests.models.shops import ShopShape, listed_bundle

SHAPE = ShopShape(seed=3, items=60, customers=40, lines=600)
READING, SCRAPING = "a-key-that-reads", "a-key-that-scrapes"
LINES = "application/x-ndjson"


def a_bundle(as_of: str = "2026-03-01T00:00:00Z") -> Bundle:
    """The random shop's bundle with precomputed lists, as of another moment if wanted; what was
    returned is not shown again."""
    bundle = listed_bundle(SHAPE, 32)
    return replace(bundle, as_of=as_of, items=replace(bundle.items, shown_again=None))


def shown_again(bundle: Bundle) -> set[str]:
    """The items that may be shown again once they were returned."""
    again = bundle.items.shown_again
    return set() if again is None else {bundle.items.id[number] for number in again.nonzero()[0].tolist()}


def with_titles(bundle: Bundle, titles: list[str]) -> Bundle:
    """The same with other titles for the first items."""
    kept = [bundle.items.title[i] for i in range(len(titles), bundle.items.count)]
    return replace(bundle, items=replace(bundle.items, title=Strings.of([*titles, *kept])))


def publish(var: Path, bundle: Bundle) -> Path:
    """Put the bundle on the shelf and make it the live one."""
    shelf = Shelf(var)
    staged = shelf.stage("test")
    return shelf.publish(staged, write_bundle(bundle, staged, {}))


def live_of(var: Path) -> Live:
    """What a worker holds after its first look."""
    live = Live(Shelf(var))
    live.look()
    return live


def a_key(name: str, key: str, *scopes: str) -> KeySettings:
    """The settings' row for a key."""
    return KeySettings(name, sha256(key.encode()).hexdigest(), scopes)


KEYED = ServiceSettings(keys=(a_key("mail", READING, "read"), a_key("prometheus", SCRAPING, "metrics")))


SECRET = b"the secret of all tests, long enough"


def day_of(live: Any, settings: ServiceSettings | None = None, **more: Any) -> Day:
    """The day over a live bundle, open unless the settings hold keys."""
    given = settings or ServiceSettings()
    return Day(live, Door(given), given, SECRET, **more)


def app_of(live: Any, settings: ServiceSettings | None = None, **more: Any) -> Flask:
    """The application of such a day."""
    return create_app(day_of(live, settings, **more))


def routes() -> list[tuple[str, str]]:
    """(path as in the OpenAPI document, method) of every route; HEAD goes with GET."""
    rules = app_of(None).url_map.iter_rules()
    return [(path_of(rule), method) for rule in rules for method in sorted(rule.methods or ()) if method != "HEAD"]


@contextmanager
def asked(app: Flask) -> Iterator[FlaskClient]:
    """A client whose answers are closed when it is."""
    with app.test_client() as client:
        yield client
