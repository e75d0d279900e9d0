"""Each sub-command as somebody types it: what it prints, writes and exits with."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from data.settings import Settings
from models.bundle.shelf import Shelf
from regulars.command import BAD_INPUT, COMMANDS, FAILED, FINE, JUDGED_WORSE, main
from service.settings import ServiceSettings
from tests.journeys.exports import CUSTOMERS, a_shop_that_sells_in_sets, bought_by
from tests.training.shops import a_shop_of_four_tastes
from training.lock import the_only_check

Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_shop_that_sells_in_sets(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def trained(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder after two nights."""
    var = tmp_path_factory.mktemp("var")
    for as_of in ("2024-03-20", "2024-03-28"):
        assert main(["train", "--source", str(shop), "--var", str(var), "--as-of", as_of]) == FINE
    return var


def test_help_names_every_command(capsys: Printed) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(f"\n    {command.name}" in printed for command in COMMANDS)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["train", "--source", "no/such/folder"], "no/such/folder"),
        (["check", "--source", "no/such/folder"], "no/such/folder"),
        (["train", "--source", "data/sample", "--as-of", "tomorrow"], "--as-of"),
        (["train", "--source", "data/sample", "--settings", "none.toml"], "none.toml"),
        (["serve"], "--open"),
        (["serve", "--host", "0.0.0.0"], "no [[service.keys]]"),  # noqa: S104 - this is what is refused
        (["serve", "--host", "0.0.0.0", "--open"], "without keys only 127.0.0.1"),  # noqa: S104 - as above
        (["rollback"], "no earlier bundle"),
        (["recommend", "--customers", "all", "--out", "lists.csv"], "--var"),
    ],
)
def test_bad_input_is_named_and_exits_with_2(words: list[str], named: str, tmp_path: Path, capsys: Printed) -> None:
    assert main([*words, "--var", str(tmp_path)]) == BAD_INPUT
    printed = capsys.readouterr()
    assert named in printed.err
    assert printed.err.splitlines()[-1].startswith(f"regulars {words[0]}: ")
    assert "Traceback" not in printed.err


@pytest.mark.parametrize("command", [["train", "--source", "data/sample"], ["check", "--source", "x"], ["serve"]])
def test_a_section_that_nothing_reads_is_named(command: list[str], tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "regulars.toml"
    file.write_text("[nihgt]\nkeep = 3\n", encoding="utf-8")
    assert main([*command, "--settings", str(file), "--var", str(tmp_path)]) == BAD_INPUT
    assert "regulars.toml: unknown section 'nihgt', the nearest is 'night'; known: als," in capsys.readouterr().err


def test_a_taken_port_is_said_before_any_work_is_done(tmp_path: Path, capsys: Printed) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert main(["demo", "--port", port, "--var", str(tmp_path)]) == BAD_INPUT
    assert re.search(rf"--port: {port} .*is taken", capsys.readouterr().err)
    assert not list(tmp_path.iterdir())


def test_an_unknown_flag_exits_with_2_in_a_shell(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "regulars", "train", "--sauce", "x"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == BAD_INPUT
    assert "--sauce" in done.stderr


def test_a_key_is_shown_once_and_kept_as_its_hash(capsys: Printed) -> None:
    assert main(["key", "storefront"]) == FINE
    printed = capsys.readouterr().out
    key = re.findall(r"^X-API-Key: (\S+)$", printed, re.MULTILINE)[0]
    row = {"name": "storefront", "sha256": hashlib.sha256(key.encode()).hexdigest(), "scopes": ["read"]}
    assert tomllib.loads(printed[printed.index("[[") :]) == {"service": {"keys": [row]}}
    assert printed.count(key) == 1


def test_a_key_opens_what_its_row_says_until_then(capsys: Printed) -> None:
    assert main(["key", 'the "shop"', "--scopes", "read, events", "--expires", "2027-01-01"]) == FINE
    printed = capsys.readouterr().out
    service = Settings(tomllib.loads(printed[printed.index("[[") :])).section("service", ServiceSettings)
    assert [(key.name, key.scopes, key.until) for key in service.keys] == [
        ('the "shop"', ("read", "events"), datetime(2027, 1, 1, tzinfo=UTC).timestamp())
    ]


@pytest.mark.parametrize(
    ("words", "named"),
    [(["--scopes", "read,evnts"], "the nearest is 'events'"), (["--expires", "soon"], "--expires: 'soon'")],
)
def test_a_key_that_nobody_could_use_is_not_made(words: list[str], named: str, capsys: Printed) -> None:
    assert main(["key", *words]) == BAD_INPUT
    printed = capsys.readouterr()
    assert named in printed.err
    assert not printed.out


def test_two_keys_differ(capsys: Printed) -> None:
    main(["key"])
    first = capsys.readouterr().out
    main(["key"])
    assert capsys.readouterr().out != first


def test_check_prints_findings(shop: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main(["check", "--source", str(shop), "--var", str(tmp_path)]) == FINE
    printed = capsys.readouterr()
    assert "the newest event is more than two days old" in printed.out
    assert "events have no session_id" in printed.out
    assert not re.search(r"\bno (quantity|price|order_id)\b", printed.out)
    assert printed.err.splitlines()[-1] == "check ..."


def test_a_check_leaves_the_tables_of_another_alone(shop: Path, tmp_path: Path, capsys: Printed) -> None:
    half_read = tmp_path / "check" / "event.parquet"
    half_read.parent.mkdir()
    half_read.write_text("of a check that runs")
    with the_only_check(tmp_path):
        assert main(["check", "--source", str(shop), "--var", str(tmp_path)]) == BAD_INPUT
    assert "--var: another check is running" in capsys.readouterr().err
    assert half_read.exists()


@pytest.mark.parametrize("source", ["the shop", "nowhere"])
def test_a_check_leaves_nothing_but_what_was_set_aside(shop: Path, tmp_path: Path, source: str) -> None:
    main(["check", "--source", str(shop) if source == "the shop" else source, "--var", str(tmp_path)])
    assert [file.name for file in (tmp_path / "check").iterdir()] == (["set_aside.csv"] if source == "the shop" else [])


def test_bundles_lists_the_live_one_first(trained: Path, capsys: Printed) -> None:
    assert main(["bundles", "--var", str(trained)]) == FINE
    live, before = capsys.readouterr().out.splitlines()
    assert live.startswith("* 2024-03-28")
    assert before.startswith("  2024-03-20")


def test_nothing_published_is_said(tmp_path: Path, capsys: Printed) -> None:
    assert main(["bundles", "--var", str(tmp_path)]) == FINE
    assert "nothing is published" in capsys.readouterr().out


def _lists(trained: Path, out: Path, *more: str) -> Path:
    assert main(["recommend", "--customers", "all", "-n", "5", "--out", str(out), "--var", str(trained), *more]) == FINE
    return out


def test_lists_of_everyone_hold_nothing_bought(trained: Path, shop: Path, tmp_path: Path) -> None:
    with _lists(trained, tmp_path / "lists.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["customer_id", "rank", "item_id", "score", "source", "reason", "score_kind", "decision_id"]
    assert len({row["customer_id"] for row in rows}) == CUSTOMERS
    for customer in ("c0", "c17", "c59"):
        shown = {row["item_id"] for row in rows if row["customer_id"] == customer}
        assert len(shown) == min(5, 30 - len(bought_by(customer, shop)))
        assert not shown & bought_by(customer, shop)


def test_the_three_endings_hold_the_same_lists(trained: Path, tmp_path: Path) -> None:
    with _lists(trained, tmp_path / "lists.csv").open(encoding="utf-8") as file:
        wanted = [(row["customer_id"], int(row["rank"]), row["item_id"]) for row in csv.DictReader(file)]
    lines = _lists(trained, tmp_path / "lists.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(r["customer_id"], r["rank"], r["item_id"]) for r in map(json.loads, lines)] == wanted
    table = pq.read_table(_lists(trained, tmp_path / "lists.parquet")).to_pylist()
    assert [(r["customer_id"], r["rank"], r["item_id"]) for r in table] == wanted


def test_another_ending_is_refused(trained: Path, tmp_path: Path, capsys: Printed) -> None:
    words = ["recommend", "--customers", "all", "--out", str(tmp_path / "lists.xlsx"), "--var", str(trained)]
    assert main(words) == BAD_INPUT
    assert ".parquet" in capsys.readouterr().err


def test_a_broken_bundle_writes_no_list_and_says_so(trained: Path, tmp_path: Path, capsys: Printed) -> None:
    var, out = shutil.copytree(trained, tmp_path / "var"), tmp_path / "lists.csv"
    price = Shelf(var).folders()[0] / "items.price.npy"
    content = bytearray(price.read_bytes())
    content[-1] ^= 1
    price.write_bytes(content)
    assert main(["recommend", "--customers", "all", "--out", str(out), "--var", str(var)]) == FAILED
    assert "the live bundle is broken" in (told := capsys.readouterr().err)
    assert "items.price.npy is not what was published; `regulars rollback`" in told
    assert not out.exists()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder here refuses whoever writes")
def test_a_list_that_cannot_be_written_is_bad_input(trained: Path, capsys: Printed) -> None:
    words = ["recommend", "--customers", "all", "--out", "/proc/lists.csv", "--var", str(trained)]
    assert main(words) == BAD_INPUT
    assert re.search(r"--out: /proc/lists.csv cannot be written: \w+", capsys.readouterr().err)


def test_what_the_system_refuses_is_told_in_a_line(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "bundles").write_text("no folder", encoding="utf-8")
    assert main(["bundles", "--var", str(tmp_path)]) == FAILED
    assert re.fullmatch(r"regulars bundles: .*Not a directory: .*CURRENT'\n", capsys.readouterr().err)


def test_rollback_makes_the_one_before_live(shop: Path, tmp_path: Path, capsys: Printed) -> None:
    for as_of in ("2024-03-20", "2024-03-28"):
        main(["train", "--source", str(shop), "--var", str(tmp_path), "--as-of", as_of])
    capsys.readouterr()
    assert main(["rollback", "--var", str(tmp_path)]) == FINE
    assert capsys.readouterr().out.startswith("live: 2024-03-20")
    assert main(["rollback", "--var", str(tmp_path)]) == BAD_INPUT


def test_a_night_judged_worse_exits_with_3_and_the_live_bundle_stays(tmp_path: Path) -> None:
    worse = tmp_path / "regulars.toml"
    worse.write_text('[policy]\npersonal = "popular"\n', encoding="utf-8")
    shop = a_shop_of_four_tastes(tmp_path / "shop")
    words = ["train", "--source", str(shop), "--var", str(tmp_path)]
    assert main(words) == FINE
    live = (tmp_path / "bundles" / "CURRENT").read_text(encoding="utf-8")
    assert main([*words, "--settings", str(worse)]) == JUDGED_WORSE
    assert (tmp_path / "bundles" / "CURRENT").read_text(encoding="utf-8") == live
