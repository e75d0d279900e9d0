"""The folder of an evaluation appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import InputError
from training.evaluating.folder import made_beside


def made(out: Path, text: str) -> None:
    with made_beside(out, "mark.json") as folder:
        (folder / "mark.json").write_text(text)
        (folder / f"{text}.txt").write_text("more")


def unfinished(out: Path) -> None:
    with made_beside(out, "mark.json") as folder:
        (folder / "mark.json").write_text("second")
        (folder / "nowhere").read_text()


def test_it_is_there_when_all_is_written_and_not_before(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    with made_beside(out, "mark.json") as folder:
        (folder / "mark.json").write_text("x")
        assert not out.exists()
    assert (out / "mark.json").read_text() == "x"
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_one_of_before_is_replaced_whole(tmp_path: Path) -> None:
    made(tmp_path / "out", "first")
    made(tmp_path / "out", "second")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["mark.json", "second.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    made(tmp_path / "out", "first")
    assert (tmp_path / "out" / "first.txt").is_file()


def test_what_goes_wrong_leaves_the_one_of_before(tmp_path: Path) -> None:
    made(tmp_path / "out", "first")
    with pytest.raises(FileNotFoundError):
        unfinished(tmp_path / "out")
    assert (tmp_path / "out" / "mark.json").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["notes", "file"])
def test_anything_else_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        made(tmp_path / name, "first")
    assert (tmp_path / "notes" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "file").read_text() == "mine"


def test_where_no_folder_can_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="--out"):
        made(tmp_path / "file" / "out", "first")
