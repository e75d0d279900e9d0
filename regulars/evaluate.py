"""`regulars evaluate`: how good the lists would have been."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from data.errors import InputError
from regulars import flags as shared
from regulars.registering import register


def flags(parser: argparse.ArgumentParser) -> None:
    """--source, --var, --settings, --horizon, --origins, --out."""
    shared.source(parser)
    shared.var(parser)
    shared.settings(parser)
    what = "days of each window that is held out (default: the night's horizon_days, 28)"
    parser.add_argument("--horizon", type=int, metavar="DAYS", help=what)
    what = "how often the past is cut, a horizon apart (default: 3)"
    parser.add_argument("--origins", type=int, default=3, metavar="N", help=what)
    what = "folder for page, JSON and lists; appears whole, replaces an earlier evaluation"
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=what)


def run(given: argparse.Namespace) -> int:
    """Measure, write, and say what was found."""
    from pyarrow import parquet

    from training.evaluating.evaluate import LISTS, Asked, evaluate
    from training.progress import progress_on

    if given.horizon is not None and given.horizon < 1:
        raise InputError("--horizon", f"a window has at least a day, not {given.horizon}")
    if given.origins < 1:
        raise InputError("--origins", f"the past is cut at least once, not {given.origins} times")
    asked = Asked(given.source, given.horizon, given.origins, given.var)
    summary = evaluate(asked, shared.read(given), given.out, datetime.now(UTC), progress_on(sys.stderr))
    register(given, "evaluation", "", parquet.read_metadata(given.out / LISTS).num_rows)
    print(summary)
    return 0
