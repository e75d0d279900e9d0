"""`python -m benchmarks.events` measures the event store alone: what it takes a second, and what a question costs."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from statistics import median

from benchmarks.callers import at_rate, flooded
from benchmarks.page import table_of, write_block
from benchmarks.places import PLACES, place
from data.columns import PURCHASE, VIEW
from data.stores import database_at
from data.stores.rows import NOTHING_READ, Event, Look, Whose
from data.stores.sqlite import INSERT, Sqlite
from data.stores.store import Store

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 3
CALLERS, SINGLES = 64, 20_000
RATE, SECONDS = 10_000, 4.0
BATCHES = ((100, 8), (1_000, 4))
"""Events of one, callers at once."""
MOST_BROUGHT = 60_000
"""Events of a figure at most; a small store is brought twice what it holds, so that it stays small while measured."""
CUSTOMERS, ITEMS, QUESTIONS = 50_000, 12_000, 10_000
HEAVY, HEAVY_ITEMS = 100_000, 2_000
LOOKS = (Look("shopping_area", 0, 20), Look("cart", 0, 20))

Figures = dict[str, float]


def drawn(seed: int) -> Iterator[Event]:
    """Events without an end: random ids, as a shop's are, three quarters looks, a fifth of them by guests."""
    rng = random.Random(seed)  # noqa: S311 - a shop, not a secret
    while True:
        guest = rng.random() < 0.2
        customer = "" if guest else f"customer{rng.randrange(CUSTOMERS)}"
        kind = VIEW if rng.random() < 0.75 else PURCHASE
        moment = 1_700_000_000_000_000 + rng.randrange(10**12)
        yield Event(
            f"{rng.getrandbits(128):032x}", f"item{rng.randrange(ITEMS)}", customer, f"s{rng.randrange(10**6)}", kind,
            moment, quantity=1.0, price=9.99,
        )  # fmt: skip


def by_time(parts: list[list[Event]], held: int) -> list[list[Event]]:
    """The same with ids that grow in time, as UUIDs of version 7 do: milliseconds, then chance."""
    first = (0x019A_0000_0000 + held) << 80
    return [
        [
            row._replace(event_id=f"{first + (at * len(part) + nth << 80) + int(row.event_id[12:], 16):032x}")
            for nth, row in enumerate(part)
        ]
        for at, part in enumerate(parts)
    ]


class Measured:
    """A store that holds so many events before it is measured."""

    def __init__(self, store: Store, size: int) -> None:
        self.store, self.events, self.held = store, drawn(1), 0
        self.brought = min(MOST_BROUGHT, 2 * size)
        for part in self.parts(size, 1_000):
            store.accept(part)

    def parts(self, size: int, of: int) -> list[list[Event]]:
        """So many events, in batches."""
        self.held += size
        return [list(islice(self.events, of)) for _ in range(size // of)]

    def figures(self) -> Figures:
        """All of one round."""
        figures: Figures = {}
        each, waited, _ = flooded(self.store, self.parts(SINGLES, 1), CALLERS)
        figures |= {f"singles, {CALLERS} callers: events/s": each, "the same: p99, ms": waited}
        for of, callers in BATCHES:
            each, _, cpu = flooded(self.store, self.parts(self.brought, of), callers)
            what = f"batches of {of:,}, {callers} callers: events/s"
            figures |= {what: each, f"the same of {of:,}: CPU µs an event": cpu}
        of, callers = BATCHES[0]
        in_order, _, cpu = flooded(self.store, by_time(self.parts(self.brought, of), self.held), callers)
        what = f"batches of {of:,}, {callers} callers, ids by time: events/s"
        figures |= {what: in_order, "the same by time: CPU µs an event": cpu}
        if isinstance(self.store.database, Sqlite):
            figures["yardstick, bare sqlite3, commits of 100: events/s"] = self.bare(100)
        figures[f"singles, {RATE:,} a second: p99, ms"] = at_rate(self.store, self.parts(int(RATE * SECONDS), 1), RATE)
        figures["`told`: CPU µs"] = self.asked()
        return figures

    def bare(self, of: int) -> float:
        """Events a second of a loop that only writes them, a commit each so many."""
        parts = self.parts(self.brought, of)
        began = time.perf_counter()
        for part in parts:
            with self.store.database.writing() as cursor:
                cursor.executemany(INSERT, part)
        return self.brought / (time.perf_counter() - began)

    def asked(self) -> float:
        """CPU µs of this process for a question about one of the customers."""
        names = [Whose(f"customer{number % CUSTOMERS}", "") for number in range(QUESTIONS)]
        began = time.process_time()
        for name in names:
            self.store.told(name, NOTHING_READ, LOOKS)
        return (time.process_time() - began) / QUESTIONS * 1e6


def heavy(store: Store) -> Figures:
    """ms of the first and of later questions about a customer with very many events, one more before each."""
    rows = [row._replace(customer_id="heavy", kind=PURCHASE) for row in islice(drawn(2), HEAVY)]
    rows = [row._replace(item_id=f"item{number % HEAVY_ITEMS}") for number, row in enumerate(rows)]
    for first in range(0, HEAVY, 1_000):
        store.accept(rows[first : first + 1_000])
    first, *later = [_heavy(store, number) for number in range(30)]
    return {f"`told` of a customer with {HEAVY:,} events, first: ms": first, "the same later: ms": median(later)}


def _heavy(store: Store, number: int) -> float:
    store.accept([Event(f"heavy{number}", f"item{number}", "heavy", "", PURCHASE, number)])
    began = time.perf_counter()
    store.told(Whose("heavy", ""), NOTHING_READ, LOOKS)
    return (time.perf_counter() - began) * 1e3


def measured(kind: str, sizes: list[int]) -> dict[str, Figures]:
    """Figures by the column that they stand in, medians over the rounds, each in a store of its own."""
    columns: dict[str, Figures] = {}
    for size in sizes:
        rounds = [_round(kind, size, last=size == sizes[-1]) for _ in range(ROUNDS)]
        columns[f"{kind}, {size:,}"] = {name: median(one[name] for one in rounds) for name in rounds[0]}
    return columns


def _round(kind: str, size: int, last: bool) -> Figures:
    with place(kind) as address, closing(Store(database_at(address, 10.0), str.upper)) as store:
        store.migrate()
        return Measured(store, size).figures() | (heavy(store) if last else {})


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, write it into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description="The event store alone.")
    parser.add_argument("--kinds", nargs="+", choices=list(PLACES), default=list(PLACES))
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="events that it holds before")
    own = parser.parse_args(arguments)
    columns = {name: figures for kind in own.kinds for name, figures in measured(kind, own.sizes).items()}
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    rows = [[name, *(_said(figures.get(name)) for figures in columns.values())] for name in names]
    table = table_of(["", *columns], rows)
    sys.stdout.write(table)
    write_block("events", "python -m benchmarks.events", table)


def _said(figure: float | None) -> str:
    return "" if figure is None else f"{figure:,.0f}" if figure >= 100 else f"{figure:,.1f}"


if __name__ == "__main__":
    main()
