"""`python -m benchmarks.living` measures what the event store adds to an answer, and how many events go over HTTP."""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from benchmarks.load import Asking, answer, at_rate
from benchmarks.page import table_of, write_block
from benchmarks.places import PLACES
from benchmarks.servers import Running, service
from benchmarks.serving import a_night_on_m
from benchmarks.telling import posted, seen, sent
from data.columns import VIEW
from data.settings import Settings
from data.stores.rows import Event
from models.bundle.bundle import Bundle
from models.bundle.files import open_bundle
from models.bundle.shelf import Shelf
from service.app import create_app
from service.day import Day
from service.door import Door
from service.living import Living, now
from service.opening import opened, prepare
from service.reload import Live
from service.settings import ServiceSettings

PORT, WORKERS = 8473, 2
ROUNDS, REQUESTS, RATE, SECONDS = 5, 2_000, 1_000, 8.0
WRITTEN = 200  # events a second, beside the readers
LOOKS, LOOKERS, STEP = 20, 500, 97  # items that so many have looked at, this far apart
CALLERS, SINGLES = 64, 20_000
SENDERS, BATCHES, TOGETHER = 8, 800, 100

Row = list[str]


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, write it into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description="Answers with the event store, and events over HTTP.")
    parser.add_argument("--var", type=Path, help="serve what is published here (default: a night on size M)")
    var = parser.parse_args(arguments).var
    with tempfile.TemporaryDirectory() as folder:
        table = measured(var or a_night_on_m(Path(folder)))
    sys.stdout.write(table)
    write_block("living", "python -m benchmarks.living", table)


def measured(var: Path) -> str:
    """All figures as a Markdown table, a column for each database and what stands beside it."""
    shelf = Shelf(var).current()
    assert shelf is not None
    bundle = open_bundle(shelf)
    every = max(bundle.customers.count // REQUESTS, 1)
    ids = [bundle.customers.id[number] for number in range(0, bundle.customers.count, every)]
    columns: dict[str, list[Row]] = {}
    for kind in PLACES:
        with _place(kind) as store:
            columns[kind] = costs(var, ids, kind)
            with service(PORT, var, WORKERS, store) as running:
                columns[kind] += [*waits(running, ids), *told(running, bundle)]
    heads = [name for kind in columns for name in (kind, "beside")]
    rows = [
        [names[0][0], *(cell for row in names for cell in row[1:])] for names in zip(*columns.values(), strict=True)
    ]
    return table_of(["", *heads], rows)


@contextmanager
def _place(kind: str) -> Iterator[str]:
    """The address of an empty store of this kind."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with PLACES[kind](Path(folder)) as address:
            yield address


def costs(var: Path, ids: list[str], kind: str) -> list[Row]:
    """CPU of /recommend in this process: without a store, with one that has nothing to tell, remembering, and after."""
    live = Live(Shelf(var))
    live.look()
    bare = _app(live, None)
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder, _place(kind) as store:
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


def waits(running: Running, ids: list[str]) -> list[Row]:
    """p99 at RATE, without and with a writer of events beside the readers."""
    paths = [f"/recommend?customer_id={quote(id_)}&n=12" for id_ in ids]
    alone, beside = [], []
    for _ in range(ROUNDS):
        alone.append(_p99(running, paths))
        with writing(running.asking, ids):
            beside.append(_p99(running, paths))
    still, busy = median(alone), median(beside)
    return [[f"p99 at {RATE:,} requests/s with {WRITTEN} events/s told, ms", f"{busy:.1f}", f"{still:.1f} without"]]


def _p99(running: Running, paths: list[str]) -> float:
    waited = at_rate(running.asking, paths, RATE, SECONDS)
    return waited[int(0.99 * len(waited))] * 1e3


@contextmanager
def writing(asking: Asking, ids: list[str]) -> Iterator[None]:
    """Somebody tells WRITTEN events a second, one at a time."""
    stopped = threading.Event()

    def write() -> None:
        with asking.connect() as link:
            for number in range(10**9):
                answer(link, posted(asking, [seen(f"w{time.time_ns()}", ids[number % len(ids)], str(number % 50))]))
                if stopped.wait(1 / WRITTEN):
                    return

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def told(running: Running, bundle: Bundle) -> list[Row]:
    """Events a second that are on disk: one at a time, and together."""
    items = [bundle.items.id[number] for number in range(min(bundle.items.count, 500))]
    customers = [bundle.customers.id[number] for number in range(min(bundle.customers.count, 5_000))]

    def event(number: int) -> dict[str, Any]:
        return seen(f"{time.time_ns()}-{number}", customers[number % len(customers)], items[number % len(items)])

    single = sent(running.asking, CALLERS, SINGLES, lambda number: [event(number)])
    many = sent(
        running.asking, SENDERS, BATCHES, lambda number: [event(number * TOGETHER + at) for at in range(TOGETHER)]
    )
    return [
        [f"`POST /events`, one event, {CALLERS} callers: events/s", f"{single[0]:,.0f}", f"p99 {single[1]:.1f} ms"],
        [
            f"`POST /events`, {TOGETHER} events, {SENDERS} callers: events/s",
            f"{many[0] * TOGETHER:,.0f}",
            f"p99 {many[1]:.1f} ms",
        ],
    ]  # fmt: skip


if __name__ == "__main__":
    main()
