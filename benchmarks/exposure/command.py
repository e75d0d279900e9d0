"""The command: several cuts of a source, a table per setting over all of them, and their block on the page."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.accuracy.command import SAMPLE
from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.exposure.systems import DEFAULTS, TOP, TRIED, Replays, replays_at, shown_in
from benchmarks.page import said, table_of, write_block
from benchmarks.today.nights import parser_of
from data.arrays import Floats, Ints
from data.settings import read_settings
from models.metrics.accuracy import ndcg
from models.metrics.beyond import coverage, diversity, gini, popularity
from models.metrics.replay import Replay
from training import intake
from training.night import Night, new_night
from training.progress import Silence
from training.split import Split

HEADS = ["ndcg@10", "less the default", "coverage@10", "exposure Gini", "items shown", "popularity", "diversity@10"]


@dataclass(frozen=True)
class Measured:
    """One cut: customers int32 [rows], and their lists by setting and value."""

    customer: Ints
    replays: Replays


def main(arguments: Sequence[str] | None = None) -> None:
    """Every setting; docs/benchmarks.md is written for the sample shop with the defaults, and for a named block."""
    given = _parser().parse_args(arguments)
    parts = _measured(given)
    tables = "".join(_table(name, parts) for name in TRIED)
    text = f"{given.cuts} cuts, {given.days} days each.\n\n{tables}"
    sys.stdout.write(text)
    if (given.source, given.settings, given.cuts, given.days) == (None, None, 3, 28):
        write_block("exposure", "python -m benchmarks.exposure", text)
    elif given.page:
        write_block(given.page, "python -m benchmarks.exposure --source DIR", text)


def _measured(given: argparse.Namespace) -> list[Measured]:
    """The oldest cut first."""
    shop = read_settings(given.settings or (SAMPLE / "regulars.toml" if given.source is None else None))
    found: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        night = new_night(given.source or str(SAMPLE), shop, Path(folder), datetime.now(UTC), con, Silence())
        for split in _splits(night, given):
            scene, replays = replays_at(night, split)
            found.append(Measured(scene.cases.customer, replays))
            print(f"{split.cut:%Y-%m-%d}: {len(scene.cases.customer):,} customers", file=sys.stderr, flush=True)
    return found


def _splits(night: Night, given: argparse.Namespace) -> Iterator[Split]:
    end, window = intake.read(night, None), timedelta(days=given.days)
    for back in range(given.cuts, 0, -1):
        cut = end - back * window
        yield Split(cut - window, cut, cut + window)


def _table(name: str, parts: Sequence[Measured]) -> str:
    """Each value of the setting against its default, over the cuts where it moves something."""
    told = [part for part in parts if name in part.replays]
    if not told:
        return f"`{name}` moves nothing in this shop.\n\n"
    customer = np.concatenate([part.customer for part in told]).astype(np.int64)
    usual = _ndcg(told, name, DEFAULTS[name])
    rows: list[list[str]] = []
    for value in TRIED[name]:
        own, replays = _ndcg(told, name, value), [part.replays[name][value] for part in told]
        less = "" if value == DEFAULTS[name] else said(grouped_interval(own - usual, customer))
        rows.append([f"{value:g}", f"{own.mean(dtype=np.float64):.4f}", less, *_spread(replays)])
    return f"`{name}`, {len(customer):,} rows:\n\n{table_of([name, *HEADS], rows)}\n"


def _ndcg(parts: Sequence[Measured], name: str, value: float) -> np.ndarray:
    return np.concatenate([ndcg(part.replays[name][value], TOP) for part in parts])


def _spread(replays: Sequence[Replay]) -> list[str]:
    """Coverage, Gini and items, the mean over cuts; popularity; diversity, where there are categories."""
    share, uneven = (np.mean([float(of(replay, TOP)[0]) for replay in replays]) for of in (coverage, gini))
    items = np.mean([len(shown_in(replay)) for replay in replays])
    by_row = [_known_mean([of(replay, TOP) for replay in replays]) for of in (popularity, diversity)]
    return [f"{share:.3f}", f"{uneven:.3f}", f"{items:,.0f}", *by_row]


def _known_mean(values: Sequence[Floats]) -> str:
    """Over the rows that can say; nothing where none can."""
    every = np.concatenate(list(values))
    known = every[~np.isnan(every)]
    return f"{known.mean(dtype=np.float64):.3f}" if len(known) else ""


def _parser() -> argparse.ArgumentParser:
    parser = parser_of("What settings that show more of a shop cost in nDCG.", "the sample shop", days=28)
    parser.add_argument("--page", help="the block of docs/benchmarks.md that the table of a source belongs to")
    return parser
