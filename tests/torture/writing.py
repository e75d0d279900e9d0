"""A process that brings events to a store until it is killed, and notes elsewhere what was accepted.

Called as `writing.py ADDRESS FOLDER NAME`; each thread keeps NAME.<n>.sent and NAME.<n>.accepted in FOLDER. Called
again with the same names, it first brings what was in flight, under the same ids, and again what was accepted last.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from data.columns import PURCHASE, VIEW
from data.stores import database_at
from data.stores.database import StoreDown
from data.stores.rows import Event, Outcome
from data.stores.store import Store
from data.stores.writer import Full

THREADS, MOST = 3, 20
AGAIN_SECONDS = 0.02


def the_event(event_id: str) -> Event:
    """That of an id: a checker knows what should stand there."""
    drawn = random.Random(event_id)
    return Event(
        event_id, f"item{drawn.randrange(500)}", f"customer{drawn.randrange(50)}", "s", drawn.choice((VIEW, PURCHASE)),
        drawn.randrange(2**50), quantity=drawn.random(), further="x" * drawn.randrange(400),
    )  # fmt: skip


class Notes:
    """A file of ids that is on disk before the next line of code runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def add(self, ids: Sequence[str]) -> None:
        """One line each."""
        os.write(self._file, "".join(f"{one}\n" for one in ids).encode())
        os.fdatasync(self._file)


def noted(path: Path) -> list[str]:
    """Whole lines of such a file."""
    return path.read_text().split("\n")[:-1] if path.exists() else []


class Thread:
    """Brings a few events at a time, one lot after the other."""

    def __init__(self, store: Store, place: Path) -> None:
        self.store = store
        ends = (".sent", ".accepted", ".lost")
        self.sent, self.accepted, self.lost = (Notes(place.with_name(place.name + end)) for end in ends)
        self.name = place.name
        self.first = threading.Event()

    def run(self) -> None:
        """Until the process ends."""
        sent, accepted = noted(self.sent.path), noted(self.accepted.path)
        if again := accepted[-MOST:]:
            told = self.bring(again)
            self.lost.add([one for one, outcome in zip(again, told, strict=True) if outcome == Outcome.NEW])
        if in_flight := sent[len(accepted) :]:
            self.bring(in_flight)
            self.accepted.add(in_flight)
        self.go_on(len(sent))

    def go_on(self, number: int) -> None:
        """New ones from a number on."""
        while True:
            ids = [f"{self.name}.{number + n}" for n in range(random.randint(1, MOST))]
            self.sent.add(ids)
            self.bring(ids)
            self.accepted.add(ids)
            self.first.set()
            number += len(ids)

    def bring(self, ids: Sequence[str]) -> list[Outcome]:
        """What became of them, once the store says so."""
        while True:
            try:
                return self.store.accept([the_event(one) for one in ids])
            except (StoreDown, Full):
                time.sleep(AGAIN_SECONDS)


def main(address: str, folder: Path, name: str) -> None:
    """Print a line when every thread has had something accepted, then go on."""
    store = Store(database_at(address, 1.0))
    threads = [Thread(store, folder / f"{name}.{n}") for n in range(THREADS)]
    for thread in threads:
        threading.Thread(target=thread.run, daemon=True).start()
    for thread in threads:
        thread.first.wait()
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
