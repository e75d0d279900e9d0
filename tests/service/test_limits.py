"""Limits per key: so many at once, so many a second, counted once a request and over all processes."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from service import measures
from service.app import Application
from service.keys import Key
from service.limits import SECOND, SIZE, SLOTS, Limits
from service.reload import Live
from service.settings import KeySettings, ServiceSettings
from tests.service.days import LINES, READING, SCRAPING, a_key, app_of


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = 5 * SECOND

    def __call__(self) -> int:
        return self.now


def _key(number: int = 1, per_second: float = 2.0, burst: int = 3) -> Key:
    mark = struct.pack(">Q", number) * 4
    return Key(name=f"k{number}", scopes=frozenset(), per_second=per_second, burst=burst, mark=mark)


def _passed(limits: Limits, key: Key, asks: int) -> int:
    return sum(limits.wait(key) == 0 for _ in range(asks))


def test_a_burst_passes_and_then_as_many_as_the_rate_brings() -> None:
    limits = Limits(clock=(clock := Clock()))
    assert _passed(limits, _key(), 10) == 3
    assert limits.wait(_key()) == pytest.approx(0.5)
    clock.now += SECOND // 2
    assert _passed(limits, _key(), 10) == 1
    clock.now += SECOND
    assert _passed(limits, _key(), 10) == 2
    clock.now += 100 * SECOND
    assert _passed(limits, _key(), 10) == 3


def test_what_was_refused_is_not_counted() -> None:
    limits = Limits(clock=(clock := Clock()))
    assert _passed(limits, _key(), 1_000) == 3
    clock.now += SECOND // 2
    assert limits.wait(_key()) == 0


def test_each_key_is_counted_for_itself() -> None:
    limits = Limits(clock=Clock())
    assert [_passed(limits, _key(number), 10) for number in (1, 2, 3)] == [3, 3, 3]


def test_more_keys_than_there_is_room_for_take_the_places_of_the_idle() -> None:
    limits = Limits(clock=(clock := Clock()))
    assert _passed(limits, _key(0), 10) == 3
    clock.now += 10 * SECOND
    for number in range(1, SLOTS + 1):
        assert _passed(limits, _key(number), 4) == 3
    assert _passed(limits, _key(1), 4) == 0
    assert _passed(limits, _key(0), 4) == 3


def test_a_moment_that_cannot_be_is_put_right(tmp_path: Path) -> None:
    Limits.prepare(tmp_path / "limits")
    limits = Limits(tmp_path / "limits", clock := Clock())
    assert _passed(limits, _key(), 1) == 1
    written = (tmp_path / "limits").read_bytes()
    (tmp_path / "limits").write_bytes(written[:8] + b"\xff" * 8 + written[16:])  # as a process killed while it writes
    assert limits.wait(_key()) == pytest.approx(0.5)
    clock.now += 2 * SECOND
    assert _passed(limits, _key(), 10) == 3


def test_the_slowest_and_the_largest_limit_can_be_counted() -> None:
    limits = Limits(clock=Clock())
    row = KeySettings("slow", "0" * 64, per_second=0.001, burst=1_000_000)
    assert all(limits.wait(Key.of(row)) == 0 for _ in range(1_000))
    assert limits.wait(Key.of(KeySettings("fast", "1" * 64, per_second=1e6, burst=1))) == 0


def test_a_limit_that_was_lowered_holds_at_once() -> None:
    limits = Limits(clock=(clock := Clock()))
    assert _passed(limits, _key(burst=100), 100) == 100
    assert limits.wait(_key(burst=1)) == pytest.approx(0.5)
    clock.now += SECOND // 2
    assert _passed(limits, _key(burst=1), 100) == 1


ASKS = """
import sys
from pathlib import Path
from tests.service.test_limits import _key
from service.limits import Limits
limits = Limits(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print(sum(limits.wait(_key(per_second=0.001, burst=1_000)) == 0 for _ in range(2_000)))
"""


def test_processes_with_one_file_count_together(tmp_path: Path) -> None:
    file = tmp_path / "limits"
    Limits.prepare(file)
    words = [sys.executable, "-c", ASKS, str(file)]
    asking = [subprocess.Popen(words, stdin=-1, stdout=-1, text=True) for _ in range(3)]
    for process in asking:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    passed = [int(process.communicate("go\n")[0]) for process in asking]
    assert sum(passed) == 1_000
    assert file.stat().st_size == SIZE


HOLDS = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR)
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.readline()
"""


def test_one_process_counts_at_a_time_and_one_that_is_killed_meanwhile_holds_up_nobody(tmp_path: Path) -> None:
    file = tmp_path / "limits"
    Limits.prepare(file)
    waits = list[float]()
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(file)], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        asking = Thread(target=lambda: waits.append(Limits(file).wait(_key())))
        asking.start()
        asking.join(0.3)
        assert asking.is_alive()
        process.kill()
        asking.join(30)
    assert waits == [0]


class Crowd(Clock):
    """A clock that sees how many read it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.most = 0, 0

    def __call__(self) -> int:
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)
        self.inside -= 1
        return self.now


@pytest.mark.parametrize("with_file", [True, False])
def test_one_thread_counts_at_a_time(tmp_path: Path, with_file: bool) -> None:
    Limits.prepare(tmp_path / "limits")
    limits = Limits(tmp_path / "limits" if with_file else None, crowd := Crowd())
    threads = [Thread(target=limits.wait, args=(_key(),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert crowd.most == 1


def _limited(per_second: float, burst: int) -> ServiceSettings:
    row = a_key("shop", READING, "read")
    limited = KeySettings(row.name, row.sha256, row.scopes, per_second=per_second, burst=burst)
    return ServiceSettings(keys=(limited, a_key("free", SCRAPING, "read", "metrics")))


def _refusals() -> float:
    lines = measures.exposition().decode().splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith('regulars_limited_total{key="shop"}'))


@pytest.mark.parametrize("path", ["/recommend", "/recommend/c3", "/recommend?n=0", "/area/c3", "/segments"])
@pytest.mark.parametrize("short", [True, False])
def test_a_request_is_counted_once_whichever_way_it_takes(live: Live, path: str, short: bool) -> None:
    app = app_of(live, _limited(0.01, 4), limits=Limits(clock=Clock()))
    if not short:
        app.wsgi_app = Application.wsgi_app.__get__(app)
    before, client = _refusals(), app.test_client()
    statuses = [client.get(path, headers={"X-API-Key": READING}).status_code for _ in range(7)]
    assert statuses[4:] == [429] * 3
    assert 429 not in statuses[:4]
    assert _refusals() == before + 3
    assert client.get(path, headers={"X-API-Key": SCRAPING}).status_code != 429


def test_a_refusal_says_when_to_come_again(live: Live) -> None:
    client = app_of(live, _limited(0.4, 1), limits=Limits(clock=(clock := Clock()))).test_client()
    key = {"X-API-Key": READING}
    client.get("/recommend", headers=key)
    answer = client.get("/recommend", headers=key)
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert answer.headers["Retry-After"] == "3"
    assert "'shop' may ask 0.4 times a second, 1 at once" in (answer.json or {})["detail"]
    clock.now += int(2.49 * SECOND)
    assert client.get("/recommend", headers=key).headers["Retry-After"] == "1"
    clock.now += SECOND // 100
    assert client.get("/recommend", headers=key).status_code == 200


def test_a_batch_counts_as_one(live: Live) -> None:
    client = app_of(live, _limited(0.01, 2), limits=Limits(clock=Clock())).test_client()
    body = b'{"customer_id": "c1"}\n' * 50

    def posted() -> Any:
        return client.post("/recommend/batch", data=body, content_type=LINES, headers={"X-API-Key": READING})

    answers = [posted() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [len(answer.data.splitlines()) for answer in answers[:2]] == [50, 50]


def test_who_may_not_ask_is_not_counted(live: Live) -> None:
    client = app_of(live, _limited(0.01, 1), limits=Limits(clock=Clock())).test_client()
    for _ in range(3):
        assert client.get("/metrics", headers={"X-API-Key": READING}).status_code == 403
        assert client.get("/health/live", headers={"X-API-Key": READING}).status_code == 200
    assert json.loads(client.get("/recommend", headers={"X-API-Key": READING}).data)["returned"]
