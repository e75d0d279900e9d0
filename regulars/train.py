"""`regulars train`: one night."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """--source, --var, --as-of, --settings."""
    shared.source(parser)
    shared.var(parser)
    shared.as_of(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Run the night and say what became of it; 3 when it was judged worse and yesterday's bundle stays."""
    from training.nightly import run_night
    from training.progress import progress_on

    settings, as_of = shared.read(given), shared.moment(given.as_of)
    night = run_night(given.source, settings, given.var, as_of, datetime.now(UTC), progress_on(sys.stderr))
    print(night.summary)
    return 0 if night.published else 3
