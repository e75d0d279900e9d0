"""Whether a store holds what writers were told it holds: they run as processes, and what they noted is compared."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from data.stores import database_at
from data.stores.rows import Event
from data.stores.store import Store
from data.stores.tables import EVENT
from tests.torture.writing import noted, the_event

ROOT = Path(__file__).parents[2]
WRITING = Path(__file__).with_name("writing.py")


@dataclass(frozen=True)
class Verdict:
    """Numbers of events; all but the first should be 0."""

    accepted: int
    lost: int
    duplicated: int
    changed: int  # stands there, and not as it was brought
    unknown: int  # stands there, and nobody brought it


def whole(accepted: int) -> Verdict:
    """Nothing but what was accepted, all of it, once."""
    return Verdict(accepted, 0, 0, 0, 0)


@dataclass
class Writers:
    """Processes that write at once, under names that stay theirs."""

    address: str
    folder: Path
    names: Sequence[str] = ("a", "b")
    wrapped: Sequence[str] = ()
    running: tuple[subprocess.Popen[str], ...] = ()

    def start(self) -> None:
        """Until each has had something accepted."""
        command = [*self.wrapped, sys.executable, str(WRITING), self.address, str(self.folder)]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        self.running = tuple(
            subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True, env=env, start_new_session=True)
            for name in self.names
        )
        for process in self.running:
            assert process.stdout is not None
            assert process.stdout.readline() == "writing\n"

    def kill(self) -> None:
        """All of them and what they are wrapped in, by SIGKILL."""
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.running:
            process.communicate()
        self.running = ()


@contextmanager
def writers(address: str, folder: Path, *names: str) -> Generator[Writers]:
    """They run as often as the block starts them; none is left behind."""
    folder.mkdir(exist_ok=True)
    own = Writers(address, folder, names or ("a", "b"))
    try:
        yield own
    finally:
        with suppress(ProcessLookupError):
            own.kill()


def judged(address: str, folder: Path) -> Verdict:
    """What the store holds against what was noted."""
    accepted = {one for file in folder.glob("*.accepted") for one in noted(file)}
    sent = {one for file in folder.glob("*.sent") for one in noted(file)}
    again = [one for file in folder.glob("*.lost") for one in noted(file)]
    found = _found(address)
    times = Counter(event.event_id for event in found)
    return Verdict(
        accepted=len(accepted),
        lost=len(accepted - times.keys()) + len(again),
        duplicated=sum(count - 1 for count in times.values()),
        changed=sum(event != the_event(event.event_id) for event in found),
        unknown=len(times.keys() - sent),
    )


def _found(address: str) -> list[Event]:
    columns = [EVENT.c[name] for name in Event._fields]
    store = Store(database_at(address, 10.0))
    try:
        with store.looking() as connection:
            return [Event(*row) for row in connection.execute(select(*columns))]
    finally:
        store.close()
