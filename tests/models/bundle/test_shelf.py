"""The shelf shows one live bundle at any moment, and can go back."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.bundle.shelf import NothingBefore, Shelf


def published(shelf: Shelf, name: str) -> Path:
    staged = shelf.stage(name)
    (staged / "content").write_text(name)
    return shelf.publish(staged, name)


def test_an_empty_shelf_has_nothing_live(tmp_path: Path) -> None:
    assert Shelf(tmp_path).current() is None


def test_what_was_published_last_is_live(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    published(shelf, "one")
    assert published(shelf, "two") == shelf.current()
    assert [folder.name for folder in shelf.folders()] == ["two", "one"]


def test_rollback_makes_the_one_before_live_and_then_says_there_is_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    published(shelf, "one")
    published(shelf, "two")
    assert shelf.rollback().name == "one"
    assert shelf.current() == tmp_path / "bundles" / "one"
    with pytest.raises(NothingBefore):
        shelf.rollback()


def test_the_same_name_again_stands_beside_and_goes_live(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    published(shelf, "one")
    assert published(shelf, "one").name == "one.2"
    assert [folder.name for folder in shelf.folders()] == ["one.2", "one"]


def test_staging_removes_what_a_killed_night_left(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    left = shelf.stage("killed")
    (left / "half").write_text("written")
    shelf.stage("next")
    assert not left.exists()


def test_prune_keeps_the_newest_and_removes_what_is_not_published(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name in ("one", "two", "three"):
        published(shelf, name)
    (tmp_path / "bundles" / "stray").mkdir()
    shelf.prune(2)
    assert [folder.name for folder in shelf.folders()] == ["three", "two"]
    assert sorted(f.name for f in (tmp_path / "bundles").iterdir() if f.is_dir()) == ["three", "two"]


def test_a_bundle_whose_folder_is_gone_is_passed_over(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    published(shelf, "one")
    gone = published(shelf, "two")
    published(shelf, "three")
    (gone / "content").unlink()
    gone.rmdir()
    assert shelf.rollback().name == "one"
