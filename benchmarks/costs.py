"""What the event store adds to the processor time of an answer, in one process."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.places import place
from data.columns import VIEW
from data.settings import Settings
from data.stores.rows import Event
from models.bundle.shelf import Shelf
from service.app import create_app
from service.day import Day
from service.door import Door
from service.living import Living, now
from service.opening import opened, prepare
from service.reload import Live
from service.settings import ServiceSettings

ROUNDS = 5
LOOKS, LOOKERS, STEP = 20, 500, 97  # items that so many have looked at, this far apart

Row = list[str]


def costs(var: Path, ids: list[str], kind: str) -> list[Row]:
    """CPU of /recommend in this process: without a store, with one that has nothing to tell, remembering, and after."""
    live = Live(Shelf(var))
    live.look()
    bare = _app(live, None)
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, place(kind) as store:
            settings = Settings({"store": {"url": store}})
            prepare(Path(folder), settings)
            living = opened(Path(folder), settings)
            app = _app(live, living)
            for what, asked, more in (
                ("without a store", bare, ""),
                ("with a store that has nothing to tell", app, "&record=false"),
                ("the same, each list remembered", app, ""),
                ("of customers who were shown a list before", app, "&record=false"),
                ("the same, each list remembered again", app, ""),
            ):
                found.setdefault(what, []).append(_cpu(asked, ids, more, living))
            found.setdefault(f"of customers who have looked at {LOOKS} items since the night", []).append(
                _after_looks(app, live, living, ids)
            )
            living.store.close()
    least = {what: min(turns) for what, turns in found.items()}
    base = least["without a store"]
    return [[f"`GET /recommend` {what}, CPU µs", f"{cost:.0f}", f"{cost - base:+.0f}"] for what, cost in least.items()]


def _after_looks(app: Any, live: Live, living: Living, ids: list[str]) -> float:
    """µs per request of customers whose lists are made anew."""
    items, some = live.take().bundle.items, ids[:LOOKERS]
    looks = [
        Event(f"{who} {nth}", items.id[(who * LOOKS + nth) * STEP % items.count], id_, "", VIEW, now())
        for who, id_ in enumerate(some)
        for nth in range(LOOKS)
    ]
    living.store.accept(looks)
    return _cpu(app, some, "&record=false", living)


def _app(live: Live, living: Living | None) -> Any:
    settings = ServiceSettings()
    return create_app(Day(live, Door(settings), settings, b"a secret for nothing at all, 32 B", living=living)).wsgi_app


def _cpu(app: Any, ids: list[str], more: str, living: Living) -> float:
    """µs of all threads per request, until all that is to be remembered is on disk."""
    asked = [
        {"PATH_INFO": "/recommend", "REQUEST_METHOD": "GET", "QUERY_STRING": f"customer_id={quote(id_)}&n=12{more}"}
        for id_ in ids
    ]
    for environ in asked[:200]:
        app(environ, _started)
    living.store.accept(())
    before = time.process_time()
    for environ in asked:
        app(environ, _started)
    living.store.accept(())
    return (time.process_time() - before) / len(asked) * 1e6


def _started(status: str, headers: list[tuple[str, str]]) -> None:
    assert status == "200 OK"
