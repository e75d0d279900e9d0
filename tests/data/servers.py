"""Real servers for the sources: a PostgreSQL of its own on a loopback port, and a folder over http."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.data.clusters import PASSWORD, Cluster

__all__ = ["PASSWORD", "postgresql", "postgresql_programs", "web"]
_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def postgresql_programs() -> Path | None:
    """Where initdb and postgres are, None where they are not installed."""
    found = shutil.which("initdb")
    return (
        Path(found).resolve().parent
        if found
        else next((place for place in _PLACES if (place / "initdb").exists()), None)
    )


@contextmanager
def postgresql(programs: Path, folder: Path) -> Generator[str]:
    """The address, its password a reference, of a fresh server that lives as long as the block; the user is shop."""
    cluster = Cluster(programs, folder)
    cluster.create()
    cluster.start()
    try:
        yield cluster.address
    finally:
        cluster.stop()


@contextmanager
def web(folder: Path) -> Generator[str]:
    """The address of a folder served over http for as long as the block lasts."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives it
        pass
