"""`regulars check`: what is wrong with a source, and what is missing from it."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """--source, --var, --settings."""
    shared.source(parser)
    shared.var(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Print every finding; 2 when one is fatal. Rows set aside stand in var/check/set_aside.csv with their reasons."""
    import duckdb

    from data.reading.read import check_shop

    work, now = given.var / "check", datetime.now(UTC).replace(tzinfo=None)
    shutil.rmtree(work, ignore_errors=True)
    with duckdb.connect() as con:
        findings = check_shop(con, given.source, shared.read(given), work, now, _say)
    _remove_all_but(findings.set_aside)
    print("\n".join(findings.lines()))
    return 2 if findings.fatal else 0


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr)


def _remove_all_but(kept: Path) -> None:
    """The cleaned tables are as large as the source, and the next night makes its own."""
    for file in kept.parent.iterdir():
        if file.is_dir():
            shutil.rmtree(file)
        elif file != kept:
            file.unlink()
