"""A real server on loopback, as `regulars serve` starts it, and plain connections to it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

READY_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @contextmanager
    def connection(self, seconds: float = 60) -> Iterator[HTTPConnection]:
        """A connection of one's own, so that any worker may answer."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            yield link
        finally:
            link.close()

    def get(self, path: str, seconds: float = 60, key: str = "") -> tuple[int, bytes]:
        """(status, body)."""
        with self.connection(seconds) as link:
            link.request("GET", path, headers={"X-API-Key": key} if key else {})
            answer = link.getresponse()
            return answer.status, answer.read()

    def json(self, path: str) -> Any:
        """The body of an answer as JSON."""
        return json.loads(self.get(path)[1])

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill(self, worker: int) -> None:
        """End a worker as if it had crashed."""
        os.kill(worker, signal.SIGKILL)

    def logged(self) -> list[dict[str, Any]]:
        """What the service has logged so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def serving(var: Path, *more: str, workers: int = 2) -> Iterator[Server]:
    """`regulars serve --open` until the block ends; ready, or waiting for its first bundle, when it begins."""
    port = free_port()
    log = var / f"serve-{port}.log"
    words = [
        sys.executable,
        "-m",
        "regulars",
        "serve",
        "--var",
        str(var),
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    path = os.pathsep.join([".", *os.environ.get("PYTHONPATH", "").split(os.pathsep)]).rstrip(os.pathsep)
    with log.open("wb") as out:
        process = subprocess.Popen([*words, *(more or ("--open",))], stderr=out, env=os.environ | {"PYTHONPATH": path})
    server = Server(process, port, log)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(60)


def _wait(server: Server) -> None:
    """Until every worker has answered, or at least had the time to."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            if server.get("/health/live")[0] == 200 and len(server.logged()) >= 1:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        if server.process.poll() is not None:
            break
    raise AssertionError(server.log.read_text())


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
