"""The customer table in a file: the same in three formats, a row per customer."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from data.arrays import Ragged
from data.errors import InputError
from data.strings import Strings
from models.customers.table import CustomerTable, Memberships, labelled
from service import export_table as exporting
from service.export_table import export_table
from tests.models.described import described
from tests.service.days import a_bundle

IDS = Strings.of(["c1", "=2", "Zoë"])
TABLE = CustomerTable(
    {
        "value": np.array([0.1, np.nan, -3], np.float32),
        "orders": np.array([2, -1, 0], np.int32),
        "wholesale": np.array([True, False, False]),
    },
    {"rfm": labelled(np.array([1, 0, -1], np.int32), ("=lost", 'the "best"'))},
    {
        "interest": Memberships(
            Ragged(np.array([0, 2, 2, 3]), np.array([0, 1, 2], np.int32)), np.ones(3, np.float32),
            Strings.of(["garden", "+a|b", "a\\c"]),
        )
    },
)  # fmt: skip
ALL = np.ones(3, dtype=bool)
SAID = [
    {"customer_id": "c1", "value": 0.1, "orders": 2, "wholesale": True, "rfm": 'the "best"',
     "interest": ["garden", "+a|b"]},
    {"customer_id": "=2", "value": None, "orders": None, "wholesale": False, "rfm": "=lost", "interest": []},
    {"customer_id": "Zoë", "value": -3.0, "orders": 0, "wholesale": False, "rfm": None, "interest": ["a\\c"]},
]  # fmt: skip


def lines_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_json_lines_say_what_the_table_says(tmp_path: Path) -> None:
    assert export_table(IDS, TABLE, ALL, tmp_path / "t.jsonl") == 3
    lines = lines_of(tmp_path / "t.jsonl")
    assert lines == SAID
    assert list(lines[0]) == ["customer_id", *TABLE.names()]


def test_parquet_says_the_same(tmp_path: Path) -> None:
    export_table(IDS, TABLE, ALL, tmp_path / "t.parquet")
    stored = pq.read_table(tmp_path / "t.parquet")
    rows = stored.to_pylist()
    assert [{**row, "value": row["value"] and round(row["value"], 6)} for row in rows] == SAID
    assert [str(field.type) for field in stored.schema] == [
        "large_string", "float", "int32", "bool", "large_string", "list<element: large_string>",
    ]  # fmt: skip


def test_csv_says_the_same_and_nothing_in_it_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    export_table(IDS, TABLE, ALL, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["customer_id", "value", "orders", "wholesale", "rfm", "interest"],
        ["c1", "0.1", "2", "true", 'the "best"', "garden|+a\\|b"],
        ["'=2", "", "", "false", "'=lost", ""],
        ["Zoë", "-3.0", "0", "false", "", "a\\\\c"],
    ]


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_only_members_have_a_row_however_many_are_written_together(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = described(a_bundle())
    assert bundle.described
    member = bundle.described.has("audience", "gone")
    ids, out = bundle.customers.id, [tmp_path / f"{name}{ending}" for name in ("one", "many")]
    assert export_table(ids, bundle.described, member, out[0]) == np.count_nonzero(member) > 3
    monkeypatch.setattr(exporting, "CHUNK", 3)
    export_table(ids, bundle.described, member, out[1])
    if ending == ".parquet":
        assert pq.read_table(out[0]).equals(pq.read_table(out[1]))
        assert pq.read_table(out[0])["customer_id"].to_pylist() == [ids[int(row)] for row in np.flatnonzero(member)]
    else:
        assert out[0].read_bytes() == out[1].read_bytes()


def test_a_table_of_no_columns_and_one_of_nobody_are_written(tmp_path: Path) -> None:
    export_table(IDS, CustomerTable({}, {}, {}), ALL, tmp_path / "t.jsonl")
    assert lines_of(tmp_path / "t.jsonl") == [{"customer_id": "c1"}, {"customer_id": "=2"}, {"customer_id": "Zoë"}]
    for ending in (".csv", ".jsonl", ".parquet"):
        assert export_table(IDS, TABLE, ~ALL, tmp_path / f"nobody{ending}") == 0
    assert pq.read_table(tmp_path / "nobody.parquet").schema.names == ["customer_id", *TABLE.names()]


def test_another_ending_is_refused_and_an_earlier_file_stays_whole_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--out: 't\.xlsx' must end in one of \.csv, \.jsonl, \.parquet"):
        export_table(IDS, TABLE, ALL, tmp_path / "t.xlsx")
    (tmp_path / "t.csv").write_text("yesterday", encoding="utf-8")
    short = replace(TABLE, numbers={"value": np.zeros(1, np.float32)})
    with pytest.raises(IndexError):
        export_table(IDS, short, ALL, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "yesterday"
    assert [file.name for file in tmp_path.iterdir()] == ["t.csv"]
