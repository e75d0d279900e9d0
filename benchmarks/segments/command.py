"""The command: several past nights of a source, and what became of the members of each segment."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.accuracy.command import SAMPLE
from benchmarks.page import table_of, write_block
from benchmarks.segments.following import Followed, followed
from benchmarks.today.nights import parser_of
from data.facts.engine import customer_facts_at, facts_at, window_placed
from data.settings import read_settings
from models.segments.people import People, people
from training import intake
from training.night import new_night
from training.progress import Silence
from training.report.rendering import UNKNOWN


def main(arguments: Sequence[str] | None = None) -> None:
    """Every segment; docs/benchmarks.md is written for the sample shop with the defaults only."""
    says = "Each segment of past nights, held against the orders of the days after them."
    given = parser_of(says, "the sample shop", 28).parse_args(arguments)
    settings = given.settings or (SAMPLE / "regulars.toml" if given.source is None else None)
    found = measured(given.source or str(SAMPLE), settings, given.cuts, given.days)
    text = drawn_up(found, given.days)
    sys.stdout.write(text)
    if (given.source, given.settings, given.cuts, given.days) == (None, None, 3, 28):
        write_block("segments", "python -m benchmarks.segments", text)


def measured(source: str, settings: Path | None, cuts: int, days: int) -> list[Followed]:
    """Every segment over the cuts, the last of which lies `days` before the end of the data."""
    shop = read_settings(settings)
    found: list[Followed] = []
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        night = new_night(source, shop, Path(folder), datetime.now(UTC), con, Silence())
        end = intake.read(night, None)
        for cut in (end - timedelta(days=days * (place + 1)) for place in range(cuts)):
            known = customer_facts_at(con, facts_at(con, cut, night.lessons.groups, past=True))
            table = people(known, shop.section("people", People))
            one = followed(known, table, window_placed(con, cut, cut + timedelta(days=days)))
            found = [held.plus(more) for held, more in zip(found, one, strict=True)] if found else one
    return found


def drawn_up(found: Sequence[Followed], days: int) -> str:
    """A row per segment that anybody was in."""
    everybody = found[0]
    rows = [
        [one.id, f"{one.members:,}", f"{100 * one.members / max(everybody.members, 1):.1f} %",
         f"{100 * one.ordered / one.members:.1f} %", UNKNOWN if one.net != one.net else f"{one.net / one.members:,.2f}"]
        for one in found if one.members
    ]  # fmt: skip
    heads = ["segment", "customers, all nights", "of all", f"ordered within {days} days", "net per member"]
    return table_of(heads, rows)
