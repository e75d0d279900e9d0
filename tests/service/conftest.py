"""A service over one random shop, opened once for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.reload import Live
from tests.models.described import described
from tests.service.days import KEYED, a_bundle, app_of, asked, live_of, publish


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
