"""A measured describe step: the shop it is measured on, its parts, and what stands on the page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.describing import AUDIENCES, Measured, growth_table, measured
from benchmarks.synthetic.cleaned import TABLES, open_cleaned, write_cleaned

PARTS = [
    "what was ordered and looked at", "segments by rule", "what they will be worth", "when they come back",
    "what they like", "who behaves alike", "audiences",
    "what the record keeps of them",
]  # fmt: skip


def test_the_same_seed_gives_the_same_shop_of_ten_lines_a_customer(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_cleaned(300, tmp_path / name)
    assert all((tmp_path / "one" / f"{t}.parquet").read_bytes() == (tmp_path / "two" / f"{t}.parquet").read_bytes()
               for t in TABLES)  # fmt: skip
    with open_cleaned(tmp_path / "one") as con:
        lines, orders = con.sql("SELECT count(*), count(DISTINCT order_no) FROM event WHERE price > 0").fetchall()[0]
    assert 9 < lines / 300 < 11
    assert 2 < lines / orders < 3


def test_every_part_is_measured_and_every_audience_understood(tmp_path: Path) -> None:
    write_cleaned(300, tmp_path)
    found = measured(tmp_path)
    assert [*found.cpu] == [*found.wall] == PARTS
    assert found.customers == 300
    assert found.lines > found.orders > 300
    assert set(AUDIENCES) == {"gone", "worth_a_letter", "readers"}
    assert all(standing.size or "minimum" in standing.problem for standing in found.audiences)


def test_growth_is_told_in_cpu_seconds_then_all_of_it() -> None:
    small = Measured({"a": 2.0, "b": 1.0}, {"a": 1.0, "b": 0.01}, 100.0, 1_000, 4_000, 10_000, ())
    large = Measured({"a": 20.0, "b": 1.0}, {"a": 12.0, "b": 0.5}, 300.0, 10_000, 40_000, 100_000, ())
    assert growth_table([small, large]).splitlines() == [
        "| part, CPU s | 1,000 | 10,000 | 10,000 / 1,000 |",
        "| --- | ---: | ---: | ---: |",
        "| a | 1.0 | 12.0 | 12.0 |",
        "| b | 0.0 | 0.5 |  |",
        "| **all, CPU s** | 1.0 | 12.5 | 12.4 |",
        "| **all, s by the clock** | 3.0 | 21.0 | 7.0 |",
        "| **peak memory, MB** | 100.0 | 300.0 | 3.0 |",
    ]
