"""Lists for many customers in one file: the same lists as the service answers, in three formats."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from data.errors import InputError
from data.strings import Strings
from models.bundle.bundle import Bundle
from models.bundle.index import Index
from models.decision.query import Query
from service.chunks import CHUNK, COLUMNS
from service.export import export_lists, ids_in
from service.reload import Live
from tests.service.days import a_bundle, app_of


def _lines(bundle: Bundle, customers: list[str] | None, query: Query, folder: Path) -> list[dict[str, Any]]:
    out = folder / "lists.jsonl"
    count = export_lists(bundle, customers, query, out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == count
    return rows


def test_a_list_in_a_file_is_the_list_that_is_served(live: Live, tmp_path: Path) -> None:
    query = Query(n=7, placement="newsletter")
    rows = _lines(live.take().bundle, None, query, tmp_path)
    client = app_of(live).test_client()
    for number in (0, 3, 17, 39):
        answer = client.get(f"/recommend/c{number}?n=7&placement=newsletter").json or {}
        served = [(i["rank"], i["item_id"], i["score"], i["source"], i["reason"]["code"]) for i in answer["items"]]
        mine = [row for row in rows if row["customer_id"] == f"c{number}"]
        assert [(r["rank"], r["item_id"], r["score"], r["source"], r["reason"]) for r in mine] == served


def test_all_customers_are_those_of_the_bundle_in_its_order(live: Live, tmp_path: Path) -> None:
    rows = _lines(live.take().bundle, None, Query(n=3), tmp_path)
    assert list(dict.fromkeys(row["customer_id"] for row in rows)) == [f"c{number}" for number in range(40)]


def test_named_customers_come_in_their_own_order_and_may_be_unknown(live: Live, tmp_path: Path) -> None:
    named = ["c9", "nobody", "c2", *(f"u{number}" for number in range(CHUNK))]
    rows = _lines(live.take().bundle, named, Query(n=2), tmp_path)
    assert list(dict.fromkeys(row["customer_id"] for row in rows)) == named
    assert len(rows) == 2 * len(named)


def test_the_three_formats_say_the_same(live: Live, tmp_path: Path) -> None:
    bundle, query = live.take().bundle, Query(n=5)
    lines = _lines(bundle, None, query, tmp_path)
    export_lists(bundle, None, query, tmp_path / "lists.csv")
    export_lists(bundle, None, query, tmp_path / "lists.parquet")
    with (tmp_path / "lists.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert list(table[0]) == list(COLUMNS)
    assert [{**row, "rank": int(row["rank"]), "score": float(row["score"])} for row in table] == lines
    stored = pq.read_table(tmp_path / "lists.parquet")
    assert stored.schema.names == list(COLUMNS)
    assert [row["item_id"] for row in stored.to_pylist()] == [row["item_id"] for row in lines]


def test_an_id_that_a_spreadsheet_would_run_is_tamed_in_csv_alone(tmp_path: Path) -> None:
    bundle = _with_item_ids(a_bundle(), ['=cmd|"x"!A1', "+1", "-2", "@sum", 'a,"b"\nc', "\tx"])
    export_lists(bundle, ["=1+1", "c1"], Query(n=60), tmp_path / "lists.csv")
    with (tmp_path / "lists.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert next(row["customer_id"] for row in table) == "'=1+1"
    ids = {row["item_id"] for row in table}
    assert ids & {'\'=cmd|"x"!A1', "'+1", "'-2", "'@sum", "'\tx"}
    assert not [id_ for id_ in ids if id_[0] in "=+-@\t"]
    lines = _lines(bundle, ["=1+1", "c1"], Query(n=60), tmp_path)
    assert {row["item_id"].replace("'", "") for row in lines} == {id_.removeprefix("'") for id_ in ids}
    assert lines[0]["customer_id"] == "=1+1"


def _with_item_ids(bundle: Bundle, ids: list[str]) -> Bundle:
    texts = Strings.of(ids * 10)
    return replace(bundle, items=replace(bundle.items, id=texts), item_index=Index.of(texts))


@pytest.mark.parametrize(
    ("out", "query", "field"),
    [
        ("lists.xlsx", Query(), "--out"),
        ("no/such/folder/lists.csv", Query(), "--out"),
        ("lists.csv", Query(placement="window"), "placement"),
        ("lists.csv", Query(strategy="psychic"), "strategy"),
    ],
)
def test_what_cannot_be_written_is_named_and_leaves_no_file(
    live: Live, tmp_path: Path, out: str, query: Query, field: str
) -> None:
    with pytest.raises(InputError) as refused:
        export_lists(live.take().bundle, None, query, tmp_path / out)
    assert refused.value.field == field
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_file_stays_whole_when_writing_fails(live: Live, tmp_path: Path) -> None:
    out = tmp_path / "lists.csv"
    out.write_text("yesterday", encoding="utf-8")
    with pytest.raises(InputError):
        export_lists(live.take().bundle, None, Query(placement="window"), out)
    assert out.read_text(encoding="utf-8") == "yesterday"


def test_ids_come_from_lines_once_each(tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    file.write_bytes("\ufeffc1\r\n\n00123\nc1\n  \n🐱\n13085.0\n13085\n".encode())
    assert ids_in(file) == ["c1", "00123", "🐱", "13085"]


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\r"])
def test_an_id_may_hold_what_ends_a_line_elsewhere(tmp_path: Path, sign: str) -> None:
    file = tmp_path / "ids.txt"
    file.write_bytes(f"a{sign}b\nc1\n".encode())
    assert ids_in(file) == [f"a{sign}b", "c1"]


def test_an_id_that_is_too_long_is_named_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    file.write_text("c1\n" + "x" * 300 + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2: an id has at most 256 characters, this one has 300"):
        ids_in(file)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_ids_that_cannot_be_read_are_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "ids.txt"
    if content:
        file.write_bytes(content)
    with pytest.raises(InputError, match="an id per line"):
        ids_in(file)


@pytest.mark.parametrize("odd", [b"a\0b", b"a\xed\xa0\x80b", b"a\xff"], ids=["NUL", "half a pair", "no UTF-8"])
def test_what_is_no_text_is_named_by_its_line(tmp_path: Path, odd: bytes) -> None:
    file = tmp_path / "ids.txt"
    file.write_bytes(b"c1\r\n" + odd + b"\nc2\n")
    with pytest.raises(InputError, match=r"ids.txt, line 2: .*text"):
        ids_in(file)
