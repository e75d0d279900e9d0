"""The command: several cuts of a source, the figures over all of them, and their block on the page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.page import said, table_of, write_block
from benchmarks.synthetic.__main__ import write_synthetic
from benchmarks.synthetic.world import SIZES
from benchmarks.today.nights import Past, parser_of, past_at
from benchmarks.today.questions import DAYS, EARLY, SESSION, Questions, questions_of
from benchmarks.today.systems import lists_of
from data.arrays import Bools, Floats, Ints
from data.facts.engine import window_events
from data.settings import read_settings
from training import intake
from training.night import new_night
from training.progress import Silence


@dataclass(frozen=True)
class Measured:
    """One cut and one way of handing in. seen bool [rows]: whether the night knew the customer. values and unlooked
    float32 [rows], by system: of all that was wanted, and of what was not touched since; NaN where that is nothing."""

    customer: Ints
    seen: Bools
    values: dict[str, Floats]
    unlooked: dict[str, Floats]


TITLES = {
    DAYS: "events of the days before the purchase",
    SESSION: "views of the session before the purchase",
    EARLY: "views of the session before the first look at what was bought",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """A source's days; without a source the sessions of a synthetic shop."""
    given = _parser().parse_args(arguments)
    handed = (DAYS,) if given.source else (SESSION, EARLY)
    with _source(given.source) as source:
        found = _measured(source, given, handed)
    text = "\n".join(_table(TITLES[way], parts, given.days) for way, parts in found.items())
    sys.stdout.write(text)
    if given.page or not given.source:
        command = "python -m benchmarks.today" + (" --source DIR" if given.source else "")
        write_block("today, days" if given.source else "today, session", command, text)


def _measured(source: str, given: argparse.Namespace, handed: Sequence[str]) -> dict[str, list[Measured]]:
    """By way of handing in, the oldest cut first."""
    found: dict[str, list[Measured]] = {way: [] for way in handed}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        night = new_night(source, read_settings(given.settings), Path(folder), datetime.now(UTC), con, Silence())
        end, window = intake.read(night, None), timedelta(days=given.days)
        for back in range(given.cuts, 0, -1):
            cut = end - back * window
            past, events = past_at(night, cut), window_events(con, cut, cut + window)
            for way in handed:
                found[way].append(_values(past, questions_of(past.facts, cut, events, way)))
            print(f"{cut:%Y-%m-%d}: {past.label}", file=sys.stderr, flush=True)
    return found


def _values(past: Past, asked: Questions) -> Measured:
    lists = lists_of(past, asked)
    all_of = {name: past.ndcg(shown, asked.wanted) for name, shown in lists.items()}
    unlooked = {name: past.ndcg(shown, asked.unlooked) for name, shown in lists.items()}
    return Measured(asked.customer, asked.seen, all_of, unlooked)


def _table(title: str, parts: Sequence[Measured], days: int) -> str:
    """Known customers first; those of whom the night had seen no event have their own."""
    seen = [part.seen for part in parts]
    text = f"{len(parts)} cuts, {days} days each; {title}.\n\n"
    text += _rows("Known customers, all that is wanted", parts, seen, unlooked=False)
    if title == TITLES[DAYS]:  # in a session what is wanted was always looked at, or never
        text += _rows("Known customers, what is wanted and was not touched since", parts, seen, unlooked=True)
    return text + _rows("Customers first seen after the night", parts, [~rows for rows in seen], unlooked=False)


def _rows(title: str, parts: Sequence[Measured], kept: Sequence[Bools], unlooked: bool) -> str:
    values = {name: _pooled(parts, kept, name, unlooked) for name in parts[0].values}
    customer = np.concatenate([part.customer[rows].astype(np.int64) for part, rows in zip(parts, kept, strict=True)])
    served = next(iter(values.values()))
    known = ~np.isnan(served)
    if not known.any():
        return ""
    lines: list[list[str]] = []
    for name, own in values.items():
        sure = grouped_interval(served - own, customer)
        less = "" if own is served else said(sure)
        lines.append([name, f"{own[known].mean(dtype=np.float64):.4f}", less])
    heads = ["", "ndcg@10", "served less it"]
    return f"{title}, {int(known.sum()):,} rows:\n\n{table_of(heads, lines)}\n"


def _pooled(parts: Sequence[Measured], kept: Sequence[Bools], name: str, unlooked: bool) -> Floats:
    each = [(part.unlooked if unlooked else part.values)[name][rows] for part, rows in zip(parts, kept, strict=True)]
    return np.concatenate(each)


@contextmanager
def _source(given: str | None) -> Iterator[str]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        write_synthetic(SIZES["S"], Path(folder))
        yield folder


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "What a customer's events since last night change.", "a synthetic shop, and its sessions", days=7
    )
    parser.add_argument("--page", action="store_true", help="put the table of a source into docs/benchmarks.md too")
    return parser
