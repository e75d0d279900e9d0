"""Keys over several real processes: replaced while requests come in, and limited as one."""

from __future__ import annotations

import re
import time
from collections import Counter
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from threading import Event, Thread

import pytest

from service.settings import KeySettings
from tests.service.days import a_bundle, a_key, publish
from tests.service.servers import Server, serving
from tests.service.test_door import written

pytestmark = pytest.mark.slow

OLD, NEW = "the old key", "the new key"
SECONDS = 20  # for every process to see a change, on a machine that is busy


def _row(key: str) -> KeySettings:
    return a_key("shop", key, "read")


class Asking:
    """Asks with the key that it is told, on one connection, and counts the statuses."""

    def __init__(self, server: Server, key: str) -> None:
        self.key, self.seen = key, Counter[int]()
        self._server, self._stop = server, Event()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with self._server.connection() as link:
            while not self._stop.is_set():
                link.request("GET", "/recommend/c1?n=3", headers={"X-API-Key": self.key})
                answer: HTTPResponse = link.getresponse()
                answer.read()
                self.seen[answer.status] += 1

    def end(self) -> Counter[int]:
        self._stop.set()
        self._thread.join()
        return self.seen


def _until_all_say(server: Server, key: str, status: int) -> None:
    end = time.monotonic() + SECONDS
    while {_status(server, key) for _ in range(12)} != {status}:
        assert time.monotonic() < end
        time.sleep(0.05)


def _status(server: Server, key: str) -> int:
    """0 while nobody listens."""
    try:
        return server.get("/segments", key=key)[0]
    except (OSError, HTTPException):
        return 0


def test_a_key_is_replaced_under_load_without_a_refused_request(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    settings = written(tmp_path / "regulars.toml", _row(OLD))
    with serving(tmp_path, "--settings", str(settings)) as server:
        clients = [Asking(server, OLD) for _ in range(3)]
        written(settings, _row(OLD), _row(NEW))
        _until_all_say(server, NEW, 200)
        for client in clients:
            client.key = NEW
        time.sleep(0.5)
        written(settings, _row(NEW))
        _until_all_say(server, OLD, 401)
        settings.write_text("[service]\nhots = 1\n", encoding="utf-8")
        time.sleep(2)
        statuses = [client.end() for client in clients]
        assert server.get("/segments", key=NEW)[0] == 200
        logged = server.logged()
    assert [set(seen) for seen in statuses] == [{200}] * 3
    assert min(seen[200] for seen in statuses) > 10
    events = Counter(entry["event"] for entry in logged)
    assert events["settings read again"] == 4
    assert events["settings refused"] == 2
    assert not [key for key in (OLD, NEW, _row(OLD).sha256) if key in server.log.read_text()]


def test_all_processes_together_keep_a_limit(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    limit = "per_second = 0.01\nburst = 40\n"
    settings = written(tmp_path / "regulars.toml", _row(OLD))
    settings.write_text(settings.read_text(encoding="utf-8") + limit, encoding="utf-8")
    with serving(tmp_path, "--settings", str(settings), workers=3) as server:
        statuses = Counter(server.get("/recommend/c1", key=OLD)[0] for _ in range(90))
        assert statuses == {200: 40, 429: 50}
        with server.connection() as link:
            link.request("GET", "/area/c1", headers={"X-API-Key": OLD})
            answer = link.getresponse()
            answer.read()
        assert answer.status == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 100
        assert not [told for told in answer.headers.get_all("Server", []) if re.search("[0-9]", told)]


def test_a_process_that_starts_late_knows_the_keys_of_today(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    settings = written(tmp_path / "regulars.toml", _row(OLD))
    with serving(tmp_path, "--settings", str(settings), workers=1) as server:
        written(settings, _row(NEW))
        _until_all_say(server, OLD, 401)
        (victim,) = server.workers()
        server.kill(victim)
        end = time.monotonic() + 2 * SECONDS
        while server.workers() in ([], [victim]):
            assert time.monotonic() < end
            time.sleep(0.1)
        _until_all_say(server, NEW, 200)
        assert server.get("/segments", key=OLD)[0] == 401
