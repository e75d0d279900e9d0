"""What old nights wrote goes; what a bundle still needs, and what no night wrote, stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.bundle.files import write_bundle
from models.bundle.shelf import Shelf
from tests.models.shops import ShopShape, listed_bundle
from training.forgetting import WRITTEN, forget_nights

RUNS = [f"2024-04-0{day}T020000Z" for day in range(1, 7)]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Six nights that wrote all they can; the bundle of the second is live."""
    for folder, ending in WRITTEN:
        (tmp_path / folder).mkdir()
        for run in RUNS:
            (tmp_path / folder / f"{run}{ending}").write_text("x")
    shelf = Shelf(tmp_path)
    staged = shelf.stage("x")
    bundle = listed_bundle(ShopShape(seed=3, items=40, customers=12, lines=200), 16)
    shelf.publish(staged, write_bundle(bundle, staged, {"run": RUNS[1]}))
    return tmp_path


def left(var: Path, folder: str) -> list[str]:
    return sorted(file.stem for file in (var / folder).iterdir())


def test_the_newest_nights_and_that_of_a_kept_bundle_stay(var: Path) -> None:
    forget_nights(var, 3)
    for folder, _ in WRITTEN:
        assert left(var, folder) == [RUNS[1], *RUNS[3:]]


def test_with_fewer_nights_than_may_stay_nothing_goes(var: Path) -> None:
    forget_nights(var, 60)
    assert left(var, "runs") == RUNS


def test_a_night_that_left_no_record_is_forgotten_too(var: Path) -> None:
    (var / "runs" / f"{RUNS[0]}.json").unlink()
    forget_nights(var, 5)
    assert left(var, "set_aside") == RUNS[1:]


def test_what_no_night_wrote_stays(var: Path) -> None:
    (var / "reports" / "0-read-me.html").write_text("mine")
    forget_nights(var, 1)
    assert left(var, "reports") == ["0-read-me", RUNS[1], RUNS[5]]


def test_a_bundle_that_does_not_say_by_whom_it_was_made_protects_all(var: Path) -> None:
    (Shelf(var).folders()[0] / "manifest.json").write_text("{")
    forget_nights(var, 1)
    assert left(var, "runs") == RUNS
