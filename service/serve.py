"""The server: Granian runs the Flask application in several processes that share one mapped bundle."""

from __future__ import annotations

import errno
import gc
import os
import socket
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from data.errors import InputError
from data.secret import secret
from data.settings import Settings
from data.stores.settings import PrivacySettings
from models.bundle.shelf import Shelf
from service import logs
from service.settings import ServiceSettings

LOOPBACK = "127.0.0.1"
THREADS = 4
"""Per process. One would be the fastest for single requests, but a long batch, or a client that stalls in the middle of
its body, would then hold up every other request of its process. Threads that are busy at once take the interpreter from
each other at every question to the store: asked by sixteen at once, a list costs 195 µs with one, 340 with four, 465
with eight."""
STOP_SECONDS = 30  # for answers that are under way when the service is told to stop
SHARED_METRICS = "PROMETHEUS_MULTIPROC_DIR"


LIMITS = "limits"
"""Beside the metrics: the file in which the processes count requests together."""


def serve(
    var: Path, settings: Settings, file: Path | None, host: str | None, port: int, workers: int, open_: bool
) -> int:
    """Serve what is published in `var` until SIGTERM or SIGINT; answers under way are finished.

    file: that of the settings, whose keys and origins are read again when it changes. `host` counts before that of the
    settings. Raises InputError where neither a key nor --open is given, --open meets an outside address, the port is
    taken, or the secret is too short.
    """
    service = settings.section("service", ServiceSettings)
    service = replace(service, host=host or service.host)
    host = address(service, open_)
    with tempfile.TemporaryDirectory(prefix="regulars-metrics-") as shared:
        os.environ[SHARED_METRICS] = shared  # before prometheus_client is imported, which reads it once
        load_modules()
        refuse_taken(host, port)
        counts = Path(shared) / LIMITS
        _prepare(counts)
        _open(var, settings)
        _run(server(host, port, workers), partial(application, var, settings, service, file, counts))
    return 0


def _prepare(counts: Path) -> None:
    from service.limits import Limits  # which loads prometheus_client

    Limits.prepare(counts)


def _open(var: Path, settings: Settings) -> None:
    """The secret and the tables are made, or refused, here and not at a worker's first request."""
    from service.opening import prepare

    prepare(var, settings)


def _run(granian: Any, load: Any) -> None:
    logs.configure()
    log = structlog.get_logger("service")
    log.info("serving", address=f"http://{granian.bind_addr}:{granian.bind_port}", processes=granian.workers)
    granian.serve(target_loader=load, wrap_loader=False)
    log.info("stopped")


def address(service: ServiceSettings, open_: bool) -> str:
    """Where to listen. Raises InputError for a service that would be open to others."""
    if service.keys:
        return service.host
    if not open_:
        detail = "no [[service.keys]] in the settings; `regulars key` makes one, or --open serves this machine alone"
        raise InputError("service.keys", detail)
    if service.host != LOOPBACK:
        raise InputError("service.host", f"without keys only {LOOPBACK} is served, not {service.host}")
    return LOOPBACK


def refuse_taken(host: str, port: int) -> None:
    """Raises InputError where another program listens: the workers would silently share its port."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            why = (
                "is taken by another program"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used: {error.strerror}"
            )
            raise InputError("--port", f"{port} on {host} {why}; choose another") from None


def load_modules() -> None:
    """Import what the workers need before they are forked, so that they share the memory of it."""
    import service.app  # noqa: F401

    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, every shared page


def application(
    var: Path, settings: Settings, service: ServiceSettings, file: Path | None = None, counts: Path | None = None
) -> Any:
    """Called in each worker: its application, its own watchers of bundles and of the settings file; `counts` is where
    the workers count requests together."""
    from service.app import create_app
    from service.day import Day
    from service.door import Door
    from service.limits import Limits
    from service.opening import living
    from service.reload import Live

    logs.configure()
    live, door = Live(Shelf(var)), Door(service, file)
    live.watch()
    door.watch()
    own = living(var, settings)
    privacy = settings.section("privacy", PrivacySettings)
    return create_app(Day(live, door, service, secret(var), Limits(counts), own, privacy))


def server(host: str, port: int, workers: int) -> Any:
    """Granian in WSGI mode; a worker that dies is replaced."""
    return Granian(
        "regulars",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=64,
        respawn_failed_workers=True,
        respawn_interval=8,
        workers_kill_timeout=STOP_SECONDS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=logs.GRANIAN,
    )
