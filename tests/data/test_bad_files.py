"""What is wrong with a file is named, and what can be read of it is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data.columns import VIEW
from data.errors import InputError
from tests.data.shops import HEAD, events_csv, export, read, read_csv


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl", "events.parquet", "events.csv.gz"])
def test_an_empty_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"{name}: is empty"):
        read(tmp_path, export(tmp_path, {name: ""}))


def test_a_truncated_parquet_file_is_named(tmp_path: Path) -> None:
    whole = (Path(__file__).parents[2] / "data" / "sample" / "items.parquet").read_bytes()
    with pytest.raises(InputError, match=r"events.parquet: cannot be read"):
        read(tmp_path, export(tmp_path, {"events.parquet": whole[: len(whole) // 2]}))


def test_a_truncated_gz_file_is_named(tmp_path: Path) -> None:
    rows = "".join(f"c{number * number % 9973},i1,view,2024-05-01\n" for number in range(5000))
    whole = gzip.compress((HEAD + rows).encode())
    with pytest.raises(InputError, match=r"events.csv.gz: cannot be read"):
        read(tmp_path, export(tmp_path, {"events.csv.gz": whole[: len(whole) // 2]}))


def test_a_wrong_encoding_is_named_and_the_right_one_read(tmp_path: Path) -> None:
    text = events_csv("Jürgen,Käse,purchase,2024-05-01").encode("cp1252")
    source = export(tmp_path, {"events.csv": text})
    with pytest.raises(InputError, match=r'events.csv: is not utf-8 .* encoding = "cp1252"'):
        read(tmp_path, source)
    shop = read(tmp_path, source, '[mapping.events]\nencoding = "cp1252"')
    assert shop.events()[0][:2] == ("Jürgen", "Käse")


def test_a_wrong_encoding_far_into_a_file_is_named_by_its_line(tmp_path: Path) -> None:
    rows = [f"c{number},i1,view,2024-05-01" for number in range(20_000)] + ["c1,Käse,view,2024-05-01"]
    with pytest.raises(InputError, match=r"events.csv: is not utf-8 \(line 20002\)"):
        read(tmp_path, export(tmp_path, {"events.csv": events_csv(*rows).encode("cp1252")}))


def test_utf_16_is_refused_unless_it_is_named(tmp_path: Path) -> None:
    source = export(tmp_path, {"events.csv": events_csv("c1,i1,view,2024-05-01").encode("utf-16")})
    with pytest.raises(InputError, match=r"events.csv: is not utf-8"):
        read(tmp_path, source)
    assert len(read(tmp_path, source, '[mapping.events]\nencoding = "utf-16"').events()) == 1


def test_csv_with_quotes_newlines_and_semicolons_is_read_as_written(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, 'timestamp;customer_id;event_type;item_id\n2024-05-01;"a ""b"" c";view;"x;y\nz"\n')
    assert shop.events() == [('a "b" c', "x;y\nz", VIEW, "2024-05-01 00:00:00")]


def test_lines_that_end_differently_in_one_file_are_read(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, HEAD + "c,i,view,2024-05-01\nc,j,view,2024-05-01\r\nc,k,view,2024-05-01\n")
    assert [row[1] for row in shop.events()] == ["i", "j", "k"]


def test_a_mark_before_json_lines_is_passed_over(tmp_path: Path) -> None:
    line = '{"customer_id": "c", "item_id": "i", "event_type": "view", "timestamp": "2024-05-01"}'
    assert len(read(tmp_path, export(tmp_path, {"events.jsonl": "\ufeff" + line})).events()) == 1


def test_a_csv_line_with_too_many_columns_is_set_aside(tmp_path: Path) -> None:
    shop = read_csv(tmp_path, events_csv("c1,i1,view,2024-05-01", "c1,i,1,view,2024-05-01", "c1,view"))
    assert shop.set_aside() == [
        ("events.csv", 3, "not a row: too many columns"), ("events.csv", 4, "not a row: missing columns")]  # fmt: skip
    assert shop.finding("not_a_row")


def test_a_quote_that_never_closes_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"events.csv: line 3 opens a quote that never closes"):
        read_csv(tmp_path, events_csv("c1,i1,view,2024-05-01", '"c1,i1,view,2024-05-01', "c2,i1,view,2024-05-01"))


def test_a_line_that_is_no_json_object_is_set_aside(tmp_path: Path) -> None:
    good = '{"customer_id": "c", "item_id": "i", "event_type": "view", "timestamp": "2024-05-01"}\n'
    shop = read(tmp_path, export(tmp_path, {"events.jsonl": good + "{broken\n[1]\n" + good.replace("05", "04")}))
    assert len(shop.events()) == 2
    assert [row[1] for row in shop.set_aside()] == [2, 3]


def test_no_events_file_says_what_to_give(tmp_path: Path) -> None:
    source = export(tmp_path, {"things.csv": "a\n1\n", "items.csv": "item_id\ni1\n"})
    with pytest.raises(InputError, match=r"there is no events table; give events.csv"):
        read(tmp_path, source)
    with pytest.raises(InputError, match="no file at"):
        read(tmp_path, tmp_path / "nowhere")


def test_two_files_that_both_hold_events_are_refused(tmp_path: Path) -> None:
    source = export(tmp_path, {"events.csv": events_csv("c,i,view,2024-05-01"), "events.jsonl": "{}"})
    with pytest.raises(InputError, match=r"events.csv and events.jsonl both hold events"):
        read(tmp_path, source)


@pytest.mark.parametrize("memory", ["1KB", "1MB"])
def test_a_memory_too_little_for_the_shop_is_said(tmp_path: Path, memory: str) -> None:
    source = export(tmp_path, {"events.csv": events_csv(*[f"c{n},i{n % 7},view,2024-05-01" for n in range(20_000)])})
    with pytest.raises(InputError, match=r"\[reading\] memory: is too little for this shop .*; allow more"):
        read(tmp_path, source, f'[reading]\nmemory = "{memory}"')
