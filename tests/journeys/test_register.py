"""What was written with customers in it can be found again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from data.settings import Settings
from data.stores.exports import Export, registered
from data.stores.rows import Event
from data.stores.standing import standing
from models.bundle.files import write_bundle
from models.bundle.shelf import Shelf
from regulars.command import FINE, main
from tests.data.test_store_as_source import MAY, a_store
from tests.models.shops import ShopShape, listed_bundle
from tests.training.shops import FIRST_DAY, purchases

NEVER = 2**62


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A live bundle, and a store with one event."""
    shelf = Shelf(tmp_path / "var")
    staged = shelf.stage("x")
    bundle = listed_bundle(ShopShape(seed=3, items=40, customers=12, lines=200), 16)
    shelf.publish(staged, write_bundle(bundle, staged, {"run": "x"}))
    with a_store(shelf.var, Event("e1", "i1", "c1", "", 0, int(FIRST_DAY.timestamp() * 1e6))):
        return shelf.var


def exports(var: Path) -> list[Export]:
    with standing(Settings(), var) as store:
        return registered(store, NEVER) if store else []


@pytest.fixture
def lists(var: Path, tmp_path: Path) -> list[str]:
    return ["recommend", "--customers", "all", "--var", str(var), "--out", str(tmp_path / "lists.csv")]


def test_lists_are_registered_with_their_bundle_and_rows(var: Path, lists: list[str], tmp_path: Path) -> None:
    assert main(lists) == FINE
    [export] = exports(var)
    live = Shelf(var).current()
    assert live is not None
    rows = len((tmp_path / "lists.csv").read_text().splitlines()) - 1
    assert export[1:] == ("lists", str(tmp_path / "lists.csv"), live.name, rows)
    assert export.at > MAY


def test_an_evaluation_is_registered(var: Path, tmp_path: Path) -> None:
    shop = purchases(tmp_path / "shop", [(f"c{number % 30:02}", number % 12, number / 4) for number in range(240)])
    settings, out = tmp_path / "s.toml", tmp_path / "out"
    settings.write_text('[policy]\npersonal = "popular"\n[night]\nrounds = 20\n')
    words = ["--source", str(shop), "--settings", str(settings), "--origins", "1", "--out", str(out)]
    assert main(["evaluate", "--var", str(var), *words]) == FINE
    [export] = exports(var)
    assert export[1:4] == ("evaluation", str(out), "")
    assert export.rows > 0


def test_without_a_store_none_is_made(var: Path, lists: list[str]) -> None:
    (var / "store.db").unlink()
    assert main(lists) == FINE
    assert not (var / "store.db").exists()


def test_what_cannot_be_registered_is_written_all_the_same(
    var: Path, lists: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(var / "store.db")) as database:
        database.execute("DROP TABLE export")
    assert main(lists) == FINE
    assert (tmp_path / "lists.csv").exists()
    assert "warning: " in capsys.readouterr().err
