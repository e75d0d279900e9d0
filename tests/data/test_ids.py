"""Ids are kept exactly as the shop writes them."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.shops import HEAD, export, read, read_csv

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=200)


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return HEAD + out.getvalue()


@pytest.mark.parametrize(
    "own", ["00123", "85123A", "🫖", "x" * 200, " padded ", "1e5", "0x1F", "12.50", "NULL", "nan", "-7"]
)
def test_an_id_is_kept_as_it_is(tmp_path: Path, own: str) -> None:
    shop = read_csv(tmp_path, as_csv([[own, own, "view", "2024-05-01"]]))
    assert [row[:2] for row in shop.events()] == [(own, own)]


@pytest.mark.parametrize(
    ("written", "kept"), [("13085.0", "13085"), ("13085.00", "13085"), ("-3.0", "-3"), ("1.05", "1.05")]
)
def test_a_whole_number_is_written_in_plain_decimal(tmp_path: Path, written: str, kept: str) -> None:
    shop = read_csv(tmp_path, as_csv([[written, written, "view", "2024-05-01"]]))
    assert [row[:2] for row in shop.events()] == [(kept, kept)]


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_id_is_a_guest(tmp_path: Path, blank: str) -> None:
    assert read_csv(tmp_path, as_csv([[blank, "i1", "view", "2024-05-01"]])).events()[0][0] is None


def test_a_text_listed_as_absent_is_a_guest(tmp_path: Path) -> None:
    rows = as_csv([["nan", "i1", "view", "2024-05-01"], ["c1", "i1", "view", "2024-05-01"]])
    plain = read_csv(tmp_path / "a", rows)
    finding = plain.finding("placeholder_customer")
    assert finding
    assert finding.examples == ("nan",)
    told = read_csv(tmp_path / "b", rows, '[mapping.events]\nabsent = ["nan"]')
    assert [row[0] for row in told.events()] == [None, "c1"]
    assert told.finding("placeholder_customer") is None


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5, unique=True))
def test_any_text_that_is_not_blank_and_no_whole_float_comes_back(ids: list[str]) -> None:
    kept = [own for own in ids if own.strip(" \t\r\n") and not own.endswith(".0")]
    with tempfile.TemporaryDirectory() as folder:
        rows = as_csv([[own, own, "view", "2024-05-01"] for own in [*kept, "anchor"]])
        shop = read(Path(folder), export(Path(folder), {"events.csv": rows}))
        assert sorted(row[0] for row in shop.rows("SELECT item_id FROM item")) == sorted({*kept, "anchor"})


def test_numbers_follow_the_order_of_the_ids(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, as_csv([[own, own, "view", "2024-05-01"] for own in ("b", "a", "B", "ä", "10", "9")]))
    assert shop.rows("SELECT item_id FROM item ORDER BY item") == [("10",), ("9",), ("B",), ("a",), ("b",), ("ä",)]
    assert shop.rows("SELECT customer_id FROM customer ORDER BY customer")[0] == ("10",)


def test_items_that_differ_only_in_case_are_one_family_and_reported(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, as_csv([["c", own, "view", "2024-05-01"] for own in ("15056BL", "15056bl", "15056n")]))
    assert shop.rows("SELECT family FROM item ORDER BY item_id") == [(0,), (0,), (1,)]
    finding = shop.finding("case_twins")
    assert finding
    assert (finding.count, finding.examples) == (2, ("15056BL = 15056bl",))


def test_variants_their_parent_and_its_twins_are_one_family(tmp_path: Path) -> None:
    shop = read(tmp_path, export(tmp_path, {
        "events.csv": HEAD + "c,P,view,2024-05-01\n",
        "items.csv": "item_id,parent_id\nS,P\nM,p\nP,\nx,Y\ny,z\nother,\n",
    }))  # fmt: skip
    family = dict(shop.rows("SELECT item_id, family FROM item"))
    assert family["S"] == family["M"] == family["P"]
    assert family["x"] == family["y"]
    assert len(set(family.values())) == 3
