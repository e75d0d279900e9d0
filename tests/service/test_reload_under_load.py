"""New bundles under load: every process soon serves each, no request fails, no answer mixes two."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from data.strings import Strings
from models.bundle.bundle import Bundle
from tests.service.days import LINES, a_bundle, publish
from tests.service.servers import Server, serving


def _marked(number: int) -> Bundle:
    """A bundle whose moment and whose every title carry its number."""
    bundle = a_bundle(f"2026-03-01T00:00:{number:02}Z")
    titles = Strings.of([f"of {number:02}"] * bundle.items.count)
    return replace(bundle, items=replace(bundle.items, title=titles))


class Load:
    """Asks one address again and again on one connection, and keeps what went wrong."""

    def __init__(self, server: Server, path: str, body: bytes | None = None) -> None:
        self.asked, self.wrong, self.seen = 0, list[str](), set[str]()
        self._server, self._path, self._body = server, path, body
        self._stop = Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self._server.connection() as link:
            while not self._stop.is_set():
                headers = {"Content-Type": LINES} if self._body else {}
                link.request("POST" if self._body else "GET", self._path, self._body, headers)
                answer = link.getresponse()
                self._judge(answer.status, answer.read())

    def _judge(self, status: int, body: bytes) -> None:
        self.asked += 1
        if status != 200:
            self.wrong.append(f"{status}: {body[:200]!r}")
            return
        for line in body.splitlines():
            answer = json.loads(line)
            number = answer["as_of"][-3:-1]
            self.seen.add(number)
            if {item["title"] for item in answer["items"]} != {f"of {number}"}:
                self.wrong.append(f"mixed: {body[:200]!r}")

    def end(self) -> None:
        self._stop.set()
        self._thread.join()


def _publish_under_load(var: Path, publishes: int, requests: int, seconds: float) -> None:
    bundles = [_marked(number) for number in range(publishes + 1)]
    publish(var, bundles[0])
    with serving(var) as server:
        loads = [Load(server, f"/recommend/c{number}") for number in range(4)]
        loads.append(Load(server, "/recommend/batch", b'{"customer_id":"c5"}\n' * 510))
        try:
            for number, bundle in enumerate(bundles[1:], 1):
                publish(var, bundle)
                _wait_for(server, f"2026-03-01T00:00:{number:02}Z", seconds)
            while sum(load.asked for load in loads) < requests:
                time.sleep(0.1)
        finally:
            for load in loads:
                load.end()
    assert [wrong for load in loads for wrong in load.wrong] == []
    assert sum(load.asked for load in loads) >= requests
    assert set.union(*(load.seen for load in loads)) == {f"{number:02}" for number in range(publishes + 1)}


def _wait_for(server: Server, as_of: str, seconds: float) -> None:
    """Until every worker serves it."""
    end = time.monotonic() + seconds
    while {server.json("/health/ready")["as_of"] for _ in range(12)} != {as_of}:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.slow
def test_no_request_fails_and_none_mixes_while_bundles_change(tmp_path: Path) -> None:
    _publish_under_load(tmp_path, publishes=4, requests=2_000, seconds=15)


@pytest.mark.torture
def test_no_request_of_fifty_thousand_fails_over_twenty_bundles(tmp_path: Path) -> None:
    _publish_under_load(tmp_path, publishes=20, requests=50_000, seconds=2)
