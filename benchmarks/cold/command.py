"""The command: several cuts of a source, the figures over all of them, and their block on the page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.accuracy.command import SAMPLE
from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.cold.hiding import hidden_at
from benchmarks.cold.systems import arrivals, by_share, for_strangers
from benchmarks.page import said, table_of, write_block
from benchmarks.today.nights import Past, parser_of, past_at
from data.arrays import Floats, Ints
from data.settings import read_settings
from models.bundle.bundle import Bundle
from training import intake
from training.night import Night, new_night
from training.progress import Silence
from training.rehearsal.cases import Cases, cases_of


@dataclass(frozen=True)
class Measured:
    """One cut: customers int32 [rows]; values float32 [rows] by system; new: by system, the share of the places that
    hold a new item, and of the new items that stand somewhere."""

    customer: Ints
    values: dict[str, Floats]
    new: dict[str, tuple[float, float]]


Lists = Callable[[Bundle, Ints], dict[str, Ints]]


def main(arguments: Sequence[str] | None = None) -> None:
    """New customers and new items; docs/benchmarks.md is written for the sample shop with the defaults, and for a block
    that is named."""
    given = _parser().parse_args(arguments)
    strangers, shares = _measured(given)
    text = f"{given.cuts} cuts, {given.days} days each.\n\n{_strangers(strangers, given.hidden)}{_shares(shares)}"
    sys.stdout.write(text)
    if (given.source, given.settings, given.cuts, given.days, given.hidden) == (None, None, 3, 28, False):
        write_block("cold", "python -m benchmarks.cold", text)
    elif given.page:
        write_block(given.page, f"python -m benchmarks.cold{' --hidden' * given.hidden} --source DIR", text)


def _measured(given: argparse.Namespace) -> tuple[list[Measured], list[Measured]]:
    """(customers whom the night had not seen, or hid, those whom it had seen) of every cut, the oldest first."""
    shop = read_settings(given.settings or (SAMPLE / "regulars.toml" if given.source is None else None))
    strangers, shares = list[Measured](), list[Measured]()
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        night = new_night(given.source or str(SAMPLE), shop, Path(folder), datetime.now(UTC), con, Silence())
        end, window = intake.read(night, None), timedelta(days=given.days)
        for back in range(given.cuts, 0, -1):
            cut = end - back * window
            if given.hidden:
                strangers += [_values(past, cases, for_strangers) for past, cases in hidden_at(night, cut, window)]
                continue
            past = past_at(night, cut)
            cases = _cases(night, past, cut, window)
            unseen = np.flatnonzero((cases.group == 0) & (cases.targets.counts > 0))
            strangers.append(_values(past, cases.part(unseen), for_strangers))
            shares.append(_values(past, cases.part(cases.headline), by_share))
            print(f"{cut:%Y-%m-%d}: {past.label}", file=sys.stderr, flush=True)
    return strangers, shares


def _cases(night: Night, past: Past, cut: datetime, window: timedelta) -> Cases:
    settings = night.settings
    return cases_of(night.con, past.facts, cut, cut + window, settings.customers, settings.seed)


def _values(past: Past, cases: Cases, lists: Lists) -> Measured:
    shown = lists(past.bundle, cases.customer)
    values = {name: past.ndcg(items, cases.targets.item) for name, items in shown.items()}
    return Measured(cases.customer, values, {name: arrivals(past.bundle, items) for name, items in shown.items()})


def _strangers(parts: Sequence[Measured], hidden: bool) -> str:
    """Each against knowing nothing."""
    values, customer = _pooled(parts)
    nothing = values["nothing"]
    rows = [[name, _mean(own), _less(own - nothing, customer)] for name, own in values.items()]
    whom = "Customers with attributes whose history is hidden" if hidden else "Customers whom the night had not seen"
    title = f"{whom}, by what their row of the customers' table says, {len(nothing):,} rows"
    return f"{title}:\n\n{table_of(['known', 'ndcg@10', 'less nothing'], rows)}\n"


def _shares(parts: Sequence[Measured]) -> str:
    """Each against no exploration."""
    if not parts:
        return ""
    values, customer = _pooled(parts)
    first = next(iter(values.values()))
    rows: list[list[str]] = []
    for name, own in values.items():
        places, items = (_share([part.new[name][at] for part in parts]) for at in range(2))
        rows.append([name, _mean(own), _less(own - first, customer), places, items])
    heads = ["exploration", "ndcg@10", "less none", "places with a new item", "new items shown to somebody"]
    return (
        f"Places given to new items, customers whom the night knew, {len(first):,} rows:\n\n{table_of(heads, rows)}\n"
    )


def _pooled(parts: Sequence[Measured]) -> tuple[dict[str, Floats], np.ndarray]:
    names = parts[0].values
    values = {name: np.concatenate([part.values[name] for part in parts]) for name in names}
    return values, np.concatenate([part.customer for part in parts]).astype(np.int64)


def _mean(values: Floats) -> str:
    return f"{values.mean(dtype=np.float64):.4f}" if len(values) else ""


def _share(values: list[float]) -> str:
    """The mean over the cuts that had a new item."""
    known = [value for value in values if not np.isnan(value)]
    return f"{np.mean(known):.1%}" if known else ""


def _less(difference: Floats, customer: np.ndarray) -> str:
    return said(grouped_interval(difference, customer)) if difference.any() else ""


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("New customers, and what it costs to show new items.", "the sample shop", days=28)
    parser.add_argument(
        "--hidden", action="store_true", help="hide a fifth of the customers in turn, and ask about them"
    )
    parser.add_argument("--page", help="the block of docs/benchmarks.md that the table of a source belongs to")
    return parser
