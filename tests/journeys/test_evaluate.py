"""`regulars evaluate` as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from regulars.command import BAD_INPUT, FINE, main
from tests.journeys.exports import a_shop_that_sells_in_sets

Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_shop_that_sells_in_sets(tmp_path_factory.mktemp("shop"))


def test_it_says_in_the_terminal_what_the_files_hold(shop: Path, tmp_path: Path, capsys: Printed) -> None:
    out, settings = tmp_path / "quality" / "march", tmp_path / "regulars.toml"
    settings.write_text('[policy]\npersonal = "rp3beta"\n', encoding="utf-8")
    words = ["evaluate", "--source", str(shop), "--settings", str(settings), "--horizon", "14", "--out", str(out)]
    assert main([*words, "--origins", "2"]) == FINE
    printed = capsys.readouterr().out
    written = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    assert "\n2 origins, 14 days each\n" in printed
    assert printed.endswith(f"report: {out / 'evaluation.html'}\n")
    sure = written["tasks"][0]["pooled"][0]["sure"]["ndcg@10"]["tonight"]
    assert f"new: tonight ndcg@10 {sure['mean']:.4f} [{sure['low']:.4f}, {sure['high']:.4f}]" in printed
    assert (out / "evaluation.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    lists = pq.read_table(out / "lists.parquet")
    assert set(lists["customer_id"].to_pylist()) <= {f"c{number}" for number in range(60)}
    assert set(lists["origin"].to_pylist()) == {1, 2}
    assert main([*words, "--origins", "1"]) == FINE  # again: the folder is replaced
    assert set(pq.read_table(out / "lists.parquet")["origin"].to_pylist()) == {1}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--source", "no/such/folder"], "no/such/folder"),
        (["--source", "data/sample", "--horizon", "0"], "--horizon"),
        (["--source", "data/sample", "--origins", "0"], "--origins"),
        (["--source", "data/sample", "--settings", "none.toml"], "none.toml"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(
    words: list[str], named: str, tmp_path: Path, capsys: Printed
) -> None:
    assert main(["evaluate", *words, "--out", str(tmp_path / "out")]) == BAD_INPUT
    printed = capsys.readouterr()
    assert named in printed.err.splitlines()[-1]
    assert "Traceback" not in printed.err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_else_is_left_alone(shop: Path, tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["evaluate", "--source", str(shop), "--out", str(tmp_path)]) == BAD_INPUT
    assert "--out" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
