"""`regulars check`: what is wrong with a source, and what is missing from it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """--source, --var, --settings."""
    shared.source(parser)
    shared.var(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Print every finding; 2 when one is fatal. Bad rows stand in a file with the reason of each."""
    from data.reading import check_source

    report = check_source(given.source, shared.read(given), given.var, datetime.now(UTC))
    print(report)
    return 0
