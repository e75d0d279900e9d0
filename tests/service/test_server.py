"""The real server: several processes, clients that stall, ports that are taken, stops and kills."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.service.days import LINES, a_bundle, publish
from tests.service.servers import Server, free_port, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers over one bundle."""
    var = tmp_path_factory.mktemp("server")
    publish(var, a_bundle())
    with serving(var) as server:
        yield server


def _count(server: Server, route: str) -> int:
    lines = server.get("/metrics")[1].decode().splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if "_count{" in line and f'route="{route}"' in line)


def test_metrics_add_up_over_all_workers(server: Server) -> None:
    before = _count(server, "/area/<id:customer_id>")
    for number in range(40):
        assert server.get(f"/area/c{number}")[0] == 200
    assert {_count(server, "/area/<id:customer_id>") for _ in range(8)} == {before + 40}


def test_clients_that_stall_in_their_body_hold_up_nobody(server: Server) -> None:
    stalled = [
        socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)
    ]  # of four threads that a worker has
    try:
        for link in stalled:
            head = (
                f"POST /recommend/batch HTTP/1.1\r\nHost: x\r\nContent-Type: {LINES}\r\nContent-Length: 1000\r\n\r\n{{"
            )
            link.sendall(head.encode())
        time.sleep(0.3)
        assert [server.get("/recommend/c1", seconds=5)[0] for _ in range(30)] == [200] * 30
    finally:
        for link in stalled:
            link.close()


def test_a_client_that_sends_all_of_a_large_batch_before_it_reads_gets_its_answer(server: Server) -> None:
    lines = b"".join(b'{"customer_id":"u%d"}\n' % number for number in range(60_000))
    with server.connection() as link:
        link.request("POST", "/recommend/batch?n=5&format=compact", lines, {"Content-Type": LINES})
        answers = link.getresponse().read().splitlines()
    asked = [json.loads(answer)["customer_id"] for answer in answers[2:]]
    assert asked == [f"u{number}" for number in range(60_000)]


def test_single_requests_are_answered_while_a_batch_runs(server: Server) -> None:
    lines = b'{"customer_id":"c1"}\n' * 8_000
    batches = [Thread(target=_post_batch, args=(server, lines)) for _ in range(3)]
    for batch in batches:
        batch.start()
    slowest, asked = 0.0, 0
    while any(batch.is_alive() for batch in batches):
        began = time.monotonic()
        assert server.get("/recommend/c2")[0] == 200
        slowest, asked = max(slowest, time.monotonic() - began), asked + 1
    assert asked > 3
    assert slowest < 5


def _post_batch(server: Server, lines: bytes) -> None:
    with server.connection() as link:
        link.request("POST", "/recommend/batch?n=20", lines, {"Content-Type": LINES})
        assert link.getresponse().read().count(b"\n") == lines.count(b"\n")


def test_a_taken_port_is_bad_input(server: Server, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "regulars", "serve", "--open", "--var", str(tmp_path), "--port", str(server.port)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"--port: {server.port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_killed_worker_is_replaced(server: Server) -> None:
    victim, other = server.workers()
    os.kill(victim, signal.SIGKILL)
    end = time.monotonic() + 30
    while len(set(server.workers()) - {victim}) < 2 and time.monotonic() < end:
        time.sleep(0.1)
    assert other in server.workers()
    while server.json("/health/ready")["status"] != "ready":
        time.sleep(0.1)
    assert [server.get("/recommend/c1")[0] for _ in range(20)] == [200] * 20


def test_what_is_under_way_is_finished_when_the_service_is_stopped(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    lines = b'{"customer_id":"c1"}\n' * 20_000
    with serving(tmp_path, workers=1) as server, server.connection() as link:
        link.request("POST", "/recommend/batch?n=20", lines, {"Content-Type": LINES})
        answer = link.getresponse()
        first = answer.read(1000)
        server.process.send_signal(signal.SIGTERM)
        assert (first + answer.read()).count(b"\n") == 20_000
        assert server.process.wait(30) == 0
        assert [entry["event"] for entry in server.logged()][-1] == "stopped"


def test_the_flag_for_the_host_counts_before_the_setting(tmp_path: Path) -> None:
    (tmp_path / "regulars.toml").write_text(
        f'[service]\nhost = "127.0.0.1"\n[[service.keys]]\nname = "mail"\nsha256 = "{"0" * 64}"\n', encoding="utf-8"
    )
    port, settings = free_port(), str(tmp_path / "regulars.toml")
    words = ["serve", "--host", "127.0.0.2", "--port", str(port), "--settings", settings, "--var", str(tmp_path)]
    with subprocess.Popen([sys.executable, "-m", "regulars", *words], stderr=subprocess.PIPE) as process:
        try:
            assert process.stderr
            assert json.loads(process.stderr.readline())["address"] == f"http://127.0.0.2:{port}"
        finally:
            process.terminate()


def test_a_service_started_before_the_first_night_finds_its_bundle(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        status, body = server.get("/recommend/c1")
        assert (status, b"regulars train" in body) == (503, True)
        publish(tmp_path, a_bundle())
        end = time.monotonic() + 10
        while [server.get("/health/ready")[0] for _ in range(6)] != [200] * 6:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert server.json("/recommend/c1")["customer_known"] is True


def test_the_service_loads_nothing_that_only_the_night_needs(tmp_path: Path) -> None:
    publish(tmp_path, a_bundle())
    done = subprocess.run([sys.executable, "-c", LOADED, str(tmp_path)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


LOADED = """
import json, sys
from pathlib import Path
from models.bundle.shelf import Shelf
from models.decision.placements import PLACEMENTS, STRATEGIES
from service import serve
from data.settings import Settings
from service.opening import prepare
from service.settings import ServiceSettings
serve.load_modules()
prepare(Path(sys.argv[1]), Settings({}))
client = serve.application(Path(sys.argv[1]), Settings({}), ServiceSettings()).test_client()
for placement in PLACEMENTS:
    for strategy in STRATEGIES:
        asked = {"placement": placement.name, "strategy": strategy.name, "item_id": "i1"}
        assert client.get("/recommend/c3", query_string=asked).status_code == 200
event = {"event_type": "view", "customer_id": "c3", "item_id": "i1"}
assert client.post("/events", json={"events": [event]}).json["accepted"] == 1
assert client.get("/customers/c3/export").json["events"]
assert client.delete("/customers/c3").json["removed"]["events"] == 1
for path in ("/", "/?customer_id=c3", "/docs", "/openapi.json", "/metrics", "/recommend?category=garden&price_max=5"):
    assert client.get(path).status_code == 200
heavy = {"pandas", "pyarrow", "duckdb", "sklearn", "implicit", "matplotlib", "training", "regulars"}
print(json.dumps(sorted(heavy & {name.split(".")[0] for name in sys.modules})))
"""
