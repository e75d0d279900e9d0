"""PostgreSQL that is down, comes back, or is slow: answers go on and say that they are stale, events lose nothing."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from data.addresses import filled
from tests.data.clusters import Cluster
from tests.service.days import a_bundle, publish
from tests.service.load import Teller, of_store, post, under_load, until, view
from tests.service.proxy import proxied
from tests.service.servers import Server, serving

pytestmark = pytest.mark.slow
DEADLINE = 0.2


def _settings(var: Path, url: str, when_down: str = "refuse") -> str:
    file = var / "regulars.toml"
    file.write_text(f'[store]\nurl = "{url}"\ndeadline_ms = {DEADLINE * 1000:.0f}\nwhen_down = "{when_down}"\n')
    return str(file)


def stored(cluster: Cluster) -> list[str]:
    """The ids of all events, as often as they stand there."""
    with psycopg.connect(filled(cluster.address, os.environ)[0]) as connection:
        return [row[0] for row in connection.execute("SELECT event_id FROM event")]


def _is_stale(server: Server, stale: bool) -> bool:
    return {server.json("/recommend?customer_id=c1")["stale"] for _ in range(8)} == {stale}


def _kept_once(cluster: Cluster, tellers: list[Teller]) -> None:
    there = stored(cluster)
    assert len(there) == len(set(there))
    assert set[str]().union(*(one.sure for one in tellers)) <= set(there)


def test_a_service_that_starts_without_its_store_answers_and_finds_it_by_itself(
    tmp_path: Path, cluster: Cluster
) -> None:
    publish(tmp_path, a_bundle())
    cluster.stop()
    with serving(tmp_path, "--open", "--settings", _settings(tmp_path, cluster.address)) as server:
        assert _is_stale(server, True)
        assert (server.get("/health/ready")[0], of_store(server, 6)) == (200, "down")
        for path, body in (("/events", {"events": [view("e1")]}), ("/customers/merge", _merge())):
            assert post(server, path, body)[0] == 503
        assert server.get("/customers/c1/export")[0] == 503
        cluster.start()
        until(lambda: _is_stale(server, False) and of_store(server, 6) == "up")
        status, kept = post(server, "/events", {"events": [view("e1")]})
        assert (status, kept["accepted"]) == (200, 1)


def _merge() -> dict[str, str]:
    return {"session_id": "s1", "customer_id": "c1"}


def test_while_the_store_is_down_answers_are_stale_and_events_are_refused(tmp_path: Path, cluster: Cluster) -> None:
    publish(tmp_path, a_bundle())
    with serving(tmp_path, "--open", "--settings", _settings(tmp_path, cluster.address)) as server:
        until(lambda: of_store(server, 6) == "up")
        with under_load(server, pause=0.02) as (askers, tellers):
            until(lambda: all(one.sure for one in tellers))
            cluster.kill()
            until(lambda: all(one.statuses[503] for one in tellers) and all(one.stale[True] for one in askers))
            for one in askers:
                one.forget()
            time.sleep(1.5)
            assert all(set(one.stale) == {True} for one in askers)
            assert of_store(server, 4) == "down"
            cluster.start()
            until(lambda: _is_stale(server, False) and of_store(server, 6) == "up")
        assert all(set(one.statuses) == {200} and not one.broken for one in askers)
        assert all(set(one.statuses) == {200, 503} for one in tellers)
    _kept_once(cluster, tellers)


def test_what_waits_in_the_spool_is_in_the_store_once_also_when_the_service_was_killed_meanwhile(
    tmp_path: Path, cluster: Cluster
) -> None:
    publish(tmp_path, a_bundle())
    settings = _settings(tmp_path, cluster.address, "spool")
    with serving(tmp_path, "--open", "--settings", settings) as server:
        until(lambda: of_store(server, 6) == "up")
        with under_load(server, askers=1, pause=0.02) as (_, tellers):
            until(lambda: all(one.sure for one in tellers))
            cluster.kill()
            before = [len(one.sure) for one in tellers]
            until(lambda: all(len(one.sure) > many + 30 for one, many in zip(tellers, before, strict=True)))
            for pid in (server.process.pid, *server.workers()):
                os.kill(pid, signal.SIGKILL)
    with serving(tmp_path, "--open", "--settings", settings) as server:
        with under_load(server, askers=1, pause=0.02) as (_, more):
            until(lambda: all(len(one.sure) > 30 for one in more))
            cluster.start()
            until(lambda: _is_stale(server, False))
        sure = set[str]().union(*(one.sure for one in (*tellers, *more)))
        until(lambda: sure <= set(stored(cluster)))
        assert {status for one in (*tellers, *more) for status in one.statuses} == {200}
    _kept_once(cluster, [*tellers, *more])


def test_a_slow_store_costs_an_answer_its_deadline_and_no_more(tmp_path: Path, cluster: Cluster) -> None:
    publish(tmp_path, a_bundle())
    with proxied(cluster.port) as proxy:
        url = cluster.address.replace(str(cluster.port), str(proxy.port))
        with serving(tmp_path, "--open", "--settings", _settings(tmp_path, url)) as server:
            until(lambda: _is_stale(server, False))
            for hang in ("slow", "silent"):
                proxy.seconds, proxy.silent = (1.5, False) if hang == "slow" else (0.0, True)
                took = sorted(_seconds(server) for _ in range(40))
                assert took[-3] < DEADLINE + 1.0, (hang, took)  # but for two: the machine may be busy otherwise
                assert _is_stale(server, True)
                began = time.monotonic()
                assert of_store(server) == "down"
                assert time.monotonic() - began < 3
                proxy.seconds, proxy.silent = 0.0, False
                until(lambda: _is_stale(server, False) and of_store(server, 6) == "up")


def _seconds(server: Server) -> float:
    began = time.monotonic()
    assert server.get("/recommend?customer_id=c1")[0] == 200
    time.sleep(0.05)
    return time.monotonic() - began - 0.05
