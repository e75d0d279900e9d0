"""Who tells events and who asks for lists all the while, and keeps account of every answer."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count
from threading import Event, Thread
from typing import Any

from tests.service.servers import Server


class Asker:
    """Asks for lists, one connection each, until it is ended; what cannot be reached is asked again."""

    def __init__(self, server: Server, name: str, pause: float = 0.0) -> None:
        self.statuses, self.stale, self.broken, self.slowest = Counter[int](), Counter[bool](), 0, 0.0
        self._server, self._name, self._pause, self._stop = server, name, pause, Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        """No more questions."""
        self._stop.set()
        self._thread.join()

    def forget(self) -> None:
        """The account begins anew."""
        self.statuses, self.stale, self.broken, self.slowest = Counter[int](), Counter[bool](), 0, 0.0

    def _run(self) -> None:
        for number in count():
            if self._stop.wait(self._pause):
                return
            began = time.monotonic()
            try:
                status, body = self._server.get(f"/recommend?customer_id={self._name}{number % 40}", seconds=40)
            except (OSError, HTTPException):
                self.broken += 1
                time.sleep(0.05)
                continue
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.statuses[status] += 1
            if status == 200:
                self.stale[json.loads(body)["stale"]] += 1


class Teller:
    """Tells events of its own, some at a time; `sure`: the ids that were accepted, `sent`: those that may be."""

    def __init__(self, server: Server, name: str, at_once: int = 3, pause: float = 0.0) -> None:
        self.statuses, self.broken, self.slowest = Counter[int](), 0, 0.0
        self.sure, self.sent = set[str](), set[str]()
        self._server, self._name, self._at_once, self._pause, self._stop = server, name, at_once, pause, Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def end(self) -> None:
        """Tells no more."""
        self._stop.set()
        self._thread.join()

    def forget(self) -> None:
        """The account of answers begins anew; that of events goes on."""
        self.statuses, self.broken, self.slowest = Counter[int](), 0, 0.0

    def _run(self) -> None:
        for number in count():
            if self._stop.wait(self._pause):
                return
            ids = [f"{self._name}-{number}-{nth}" for nth in range(self._at_once)]
            self.sent.update(ids)
            self._tell(ids)

    def _tell(self, ids: list[str]) -> None:
        """Until it is answered by something; what broke is told again, as a shop would."""
        events = [view(id_) for id_ in ids]
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                status, answer = post(self._server, "/events", {"events": events})
            except (OSError, HTTPException):
                self.broken += 1
                time.sleep(0.05)
                continue
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.statuses[status] += 1
            if status == 200:
                assert answer["accepted"] + answer["duplicates"] == len(ids)
                self.sure.update(ids)
                return
            time.sleep(0.05)


def view(event_id: str) -> dict[str, Any]:
    """An event that changes little."""
    return {"event_id": event_id, "event_type": "view", "customer_id": f"v-{event_id}", "item_id": "i1"}


def post(server: Server, path: str, body: Any) -> tuple[int, dict[str, Any]]:
    """(status, answer)."""
    with server.connection(seconds=60) as link:
        link.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())


@contextmanager
def under_load(
    server: Server, askers: int = 3, tellers: int = 2, pause: float = 0.005
) -> Iterator[tuple[list[Asker], list[Teller]]]:
    """So many of each, until the block ends."""
    asking = [Asker(server, "c", pause) for _ in range(askers)]
    telling = [Teller(server, f"t{number}", pause=pause) for number in range(tellers)]
    try:
        yield asking, telling
    finally:
        for one in (*asking, *telling):
            one.end()


def until(said: Any, seconds: float = 30.0) -> None:
    """Wait until it is so. Raises AssertionError where it never is."""
    end = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.1)


def of_store(server: Server, times: int = 1) -> str:
    """What is said of the store when asked so many times; '' where that differs, or nothing can be reached."""
    try:
        said = {json.loads(server.get("/health/ready", seconds=10)[1])["store"] for _ in range(times)}
    except (OSError, HTTPException, KeyError):
        return ""
    return said.pop() if len(said) == 1 else ""
