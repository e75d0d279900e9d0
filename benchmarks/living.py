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

from benchmarks.costs import ROUNDS, Row, costs
from benchmarks.load import Asking, answer, at_rate
from benchmarks.page import table_of, write_block
from benchmarks.places import PLACES, place
from benchmarks.servers import Running, service
from benchmarks.serving import a_night_on_m
from benchmarks.telling import posted, seen, sent
from models.bundle.bundle import Bundle
from models.bundle.files import open_bundle
from models.bundle.shelf import Shelf

PORT, WORKERS = 8473, 2
REQUESTS, RATE, SECONDS = 2_000, 1_000, 8.0
WRITTEN = 200  # events a second, beside the readers
CALLERS, SINGLES = 64, 20_000
SENDERS, BATCHES, TOGETHER = 8, 800, 100


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
        with place(kind) as store:
            columns[kind] = costs(var, ids, kind)
            with service(PORT, var, WORKERS, store) as running:
                columns[kind] += [*waits(running, ids), *told(running, bundle)]
    heads = [name for kind in columns for name in (kind, "beside")]
    rows = [
        [names[0][0], *(cell for row in names for cell in row[1:])] for names in zip(*columns.values(), strict=True)
    ]
    return table_of(["", *heads], rows)


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
