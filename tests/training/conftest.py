"""A night on a shop of four tastes, shared: what ships chooses, rehearses and publishes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.training.nights import night
from tests.training.shops import a_shop_of_four_tastes
from training.night import NightResult


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_shop_of_four_tastes(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="session")
def first(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> NightResult:
    """A night that chooses among what ships."""
    return night(shop, tmp_path_factory.mktemp("var"), {"night": {"rounds": 200}})


@pytest.fixture
def live(first: NightResult, tmp_path: Path) -> Path:
    """A var folder of one's own in which that night's bundle is live."""
    return shutil.copytree(first.record.parent.parent, tmp_path / "var")
