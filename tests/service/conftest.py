"""A service over one random shop, opened once for all tests of this room."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.living import Living
from service.reload import Live
from tests.data.clusters import PASSWORD, Cluster
from tests.data.servers import postgresql_programs
from tests.models.described import described
from tests.service.days import KEYED, a_bundle, app_of, asked, live_of, publish
from tests.service.living import a_living


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A published bundle, held as a worker holds it."""
    var: Path = tmp_path_factory.mktemp("service")
    publish(var, described(a_bundle()))
    return live_of(var)


@pytest.fixture
def client(live: Live) -> Iterator[FlaskClient]:
    """Asks a service without keys."""
    with asked(app_of(live)) as client:
        yield client


@pytest.fixture
def keyed(live: Live) -> Iterator[FlaskClient]:
    """Asks a service with a key that reads and one that scrapes."""
    with asked(app_of(live, KEYED)) as client:
        yield client


@pytest.fixture
def living(tmp_path: Path) -> Iterator[Living]:
    """A store of its own, as a worker keeps it open."""
    with a_living(tmp_path) as living:
        yield living


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A PostgreSQL of its own, running, with nothing in it; a test may stop, kill and start it."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    monkeypatch.setenv("SHOP_PASSWORD", PASSWORD)
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(programs, Path(folder), durable=True)
        cluster.create()
        cluster.start()
        yield cluster
        if (cluster.data / "postmaster.pid").exists():
            cluster.stop()
