"""The service, and beside it the yardstick: a bare Flask route that returns the same bytes on the same server."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.load import Asking

KEY = "the-benchmark's-key"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Running:
    """A server under measurement."""

    asking: Asking
    processes: list[int]  # the one that was started first, then its workers


def bare(port: int, body: Path) -> None:
    """Serve the bytes of `body` at every address: what Flask and Granian cost alone. Returns when told to stop."""
    from flask import Flask, Response

    from service import serve

    app, content = Flask("bare"), body.read_bytes()

    @app.get("/")
    def same() -> Response:
        return Response(content, content_type="application/json")

    granian: Any = serve.server(serve.LOOPBACK, port, workers=1)
    granian.serve(target_loader=lambda: app, wrap_loader=False)


@contextmanager
def yardstick(port: int, body: Path) -> Iterator[Running]:
    """The bare route, one worker."""
    code = f"from pathlib import Path; from benchmarks.servers import bare; bare({port}, Path({str(body)!r}))"
    with _started([sys.executable, "-c", code], port, "/") as running:
        yield running


@contextmanager
def service(port: int, var: Path, workers: int, store: str = "") -> Iterator[Running]:
    """`regulars serve` with a key, over what is published in `var`; store: the event store's address, by itself the
    file in `var`."""
    settings = var / "benchmark.toml"
    digest = sha256(KEY.encode()).hexdigest()
    settings.write_text(
        f'[store]\nurl = "{store}"\n'
        f'[[service.keys]]\nname = "benchmark"\nsha256 = "{digest}"\nscopes = ["read", "events"]\n',
        encoding="utf-8",
    )
    words = ["serve", "--var", str(var), "--settings", str(settings), "--port", str(port), "--workers", str(workers)]
    with _started([sys.executable, "-m", "regulars", *words], port, "/health/ready") as running:
        yield running


@contextmanager
def _started(command: list[str], port: int, ready: str) -> Iterator[Running]:
    from benchmarks.load import answer

    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        asking = Asking(port, f"X-API-Key: {KEY}\r\n")
        try:
            for _ in range(600):
                try:
                    with asking.connect() as link:
                        answer(link, asking.get(ready))
                    break
                except (OSError, ValueError, IndexError):
                    time.sleep(0.1)
            time.sleep(2)  # until the other workers are there too
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            yield Running(asking, [process.pid, *map(int, children)])
        finally:
            process.terminate()
