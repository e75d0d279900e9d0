"""Where event stores are measured: a file, and a PostgreSQL server of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.data.clusters import PASSWORD, Cluster
from tests.data.servers import postgresql_programs


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """The address of a file."""
    yield f"sqlite:///{folder}/store.db"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server of its own, which flushes what it commits; else as it comes."""
    programs = postgresql_programs()
    assert programs is not None, "PostgreSQL is not installed: apt-get install postgresql"
    os.environ["SHOP_PASSWORD"] = PASSWORD
    cluster = Cluster(programs, folder / "server", durable=True)
    cluster.create()
    cluster.start()
    try:
        yield cluster.address
    finally:
        cluster.stop()


PLACES: dict[str, Callable[[Path], AbstractContextManager[str]]] = {"SQLite": sqlite, "PostgreSQL": postgresql}


@contextmanager
def place(kind: str) -> Iterator[str]:
    """The address of an empty store of this kind."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with PLACES[kind](Path(folder)) as address:
            yield address
