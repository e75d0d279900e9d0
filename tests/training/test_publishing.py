"""Publishing: live and whole, or not at all."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.arrays import Ragged
from models.bundle.bundle import Bundle, Lists
from models.bundle.files import BrokenBundle, open_bundle, read_manifest, verify_bundle
from models.bundle.shelf import Shelf
from tests.models.shops import ShopShape, listed_bundle
from training import publishing
from training.publishing import publish, stage
from training.rehearsal.checking import BrokenListError

SHAPE = ShopShape(seed=3, items=40, customers=12, lines=200)


@pytest.fixture
def bundle() -> Bundle:
    return listed_bundle(SHAPE, 16)


def staged_folders(shelf: Shelf) -> list[Path]:
    return [folder for folder in shelf.root.iterdir() if folder.name.startswith(".")]


def test_a_published_bundle_is_whole_and_live(bundle: Bundle, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    folder = publish(stage(bundle, {"seed": 7}, shelf, "run1"), shelf, keep=3)
    assert shelf.current() == folder
    verify_bundle(folder)
    assert open_bundle(folder).id == folder.name
    assert read_manifest(folder)["seed"] == 7
    assert staged_folders(shelf) == []


def test_only_the_newest_bundles_are_kept(bundle: Bundle, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    nights = [replace(bundle, as_of=f"2026-03-0{day}T00:00:00Z") for day in range(1, 5)]
    made = [publish(stage(night, {}, shelf, night.as_of), shelf, keep=2) for night in nights]
    assert shelf.folders() == [made[3], made[2]]
    assert not made[0].exists()


def test_a_bundle_that_shows_what_was_bought_never_goes_live(bundle: Bundle, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    live = publish(stage(bundle, {}, shelf, "run1"), shelf, keep=3)
    with pytest.raises(BrokenListError):
        stage(replace(bundle, lists=everything_for_everybody(bundle)), {}, shelf, "run2")
    assert shelf.current() == live
    assert staged_folders(shelf) == []


def everything_for_everybody(bundle: Bundle) -> Lists:
    """Lists that forgot what was bought."""
    items = np.tile(np.arange(bundle.items.count, dtype=np.int32), bundle.customers.count)
    offsets = np.arange(bundle.customers.count + 1, dtype=np.int64) * bundle.items.count
    none = np.full(len(items), 255, dtype=np.uint8)
    return Lists(Ragged(offsets, items), np.ones(len(items), dtype=np.float32), none, np.zeros_like(none), 256)


def test_bytes_that_change_on_the_way_to_the_disk_are_seen(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = publishing.write_bundle

    def write_and_flip(*given: object) -> str:
        name = write(*given)  # pyright: ignore[reportArgumentType]
        file = tmp_path / "bundles" / ".staging-run1" / "items.price.npy"
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
        return name

    monkeypatch.setattr(publishing, "write_bundle", write_and_flip)
    with pytest.raises(BrokenBundle, match=r"items\.price\.npy is not what was published"):
        stage(bundle, {}, Shelf(tmp_path), "run1")
    assert Shelf(tmp_path).current() is None


def test_when_the_pointer_cannot_be_moved_the_live_bundle_stays(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)
    live = publish(stage(bundle, {}, shelf, "run1"), shelf, keep=3)
    staged = stage(bundle, {}, shelf, "run2")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Shelf, "_point", full)
    with pytest.raises(OSError, match="No space left"):
        publish(staged, shelf, keep=3)
    monkeypatch.undo()
    assert shelf.current() == live
    verify_bundle(live)
    assert [folder for folder in shelf.root.iterdir() if folder.is_dir()] == [live]
    again = publish(stage(bundle, {}, shelf, "run3"), shelf, keep=3)
    assert shelf.folders() == [again, live]
