"""The command of the comparison: from a source to tables on the screen, in docs/benchmarks.md and in a file."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.accuracy.comparing import Figures
from benchmarks.accuracy.complementary_task import complementary_task
from benchmarks.accuracy.new_task import new_task
from benchmarks.accuracy.tables import table
from benchmarks.page import write_block
from benchmarks.servers import ROOT
from data.errors import InputError
from data.settings import Settings, read_settings
from training import intake, stages
from training.night import new_night
from training.progress import Silence
from training.record import plain
from training.split import SHORTEST_SPAN, origins_of

SAMPLE = ROOT / "data" / "sample"


@dataclass(frozen=True)
class Task:
    """A row per task: what runs it, and its horizon in days and number of origins unless said otherwise."""

    name: str
    run: Callable[..., dict[str, Sequence[Figures]]]
    horizon: int
    origins: int


TASKS = (Task("new", new_task, 30, 3), Task("complementary", complementary_task, 28, 1))


def main(arguments: Sequence[str] | None = None) -> None:
    """Every task asked for; docs/benchmarks.md is written for the sample shop with the defaults only."""
    given = _parser().parse_args(arguments)
    found: dict[str, Any] = {}
    for task in TASKS:
        if given.task in (None, task.name):
            found[task.name] = plain(measured(task, given))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def measured(task: Task, given: argparse.Namespace) -> dict[str, Sequence[Figures]]:
    """One task, printed as it stands on the page. Raises InputError for a source that cannot be compared on."""
    shop = read_settings(given.settings or (SAMPLE / "regulars.toml" if given.source is None else None))
    horizon, origins = given.horizon or task.horizon, given.origins or task.origins
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="implicit")  # it converts its own matrices, and says so
        source = given.source or str(SAMPLE)
        night = new_night(source, _with(shop, horizon), Path(folder), datetime.now(UTC), con, Silence())
        end = intake.read(night, None)
        span = float(stages.facts(night, end).lines.age.max(initial=0))
        splits = origins_of(end, span, horizon, origins)
        if not splits:
            raise InputError("source", f"{span:.0f} days of data; {SHORTEST_SPAN} are the least to compare on")
        tables = task.run(night, splits, given.work, _tell)
    text = "\n".join(table(title, figures) for title, figures in tables.items())
    sys.stdout.write(text)
    if (given.source, given.settings, given.horizon, given.origins) == (None, None, None, None):
        write_block(f"accuracy, {task.name}", f"python -m benchmarks.accuracy --task {task.name}", text)
    return tables


def _with(shop: Settings, horizon: int) -> Settings:
    """The shop's settings with windows of so many days."""
    return Settings(shop.sections | {"night": shop.sections.get("night", {}) | {"horizon_days": horizon}})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Ours and well-known methods on the same questions.")
    parser.add_argument("--source", help="as for `regulars train` (default: the sample shop)")
    parser.add_argument("--settings", type=Path, help="as for `regulars train`")
    parser.add_argument("--task", choices=[task.name for task in TASKS], help="one task only (default: all)")
    parser.add_argument("--horizon", type=int, help="days of a window (default: 30 for new, 28 for complementary)")
    parser.add_argument("--origins", type=int, help="how often the past is cut (default: 3 for new, else 1)")
    parser.add_argument("--work", type=Path, default=Path("var/accuracy"), help="where the peers' lists are remembered")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    return parser


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
