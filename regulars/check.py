"""`regulars check`: what is wrong with a source, and what is missing from it."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from regulars import flags as shared

if TYPE_CHECKING:
    from data.checks.check import Findings
    from data.settings import Settings


def flags(parser: argparse.ArgumentParser) -> None:
    """--source, --var, --settings."""
    shared.source(parser)
    shared.var(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Print every finding; 2 when one is fatal. Rows set aside stand in var/check/set_aside.csv with their reasons."""
    from training.lock import the_only_check

    settings = shared.read(given)
    with the_only_check(given.var):
        findings = _found(given.source, settings, given.var)
    print("\n".join(findings.lines()))
    return 2 if findings.fatal else 0


def _found(source: str | None, settings: Settings, var: Path) -> Findings:
    import duckdb

    from data.reading.origins import Origins
    from data.reading.read import check_shop
    from data.stores.standing import snapshot

    work = var / "check"
    shutil.rmtree(work, ignore_errors=True)
    try:
        with duckdb.connect() as con:
            origins = Origins(source, snapshot(settings, var))
            return check_shop(con, origins, settings, work, datetime.now(UTC).replace(tzinfo=None), _say)
    finally:
        _remove_all_but_reasons(work)


def _say(step: str) -> None:
    print(f"{step} ...", file=sys.stderr)


def _remove_all_but_reasons(work: Path) -> None:
    """The cleaned tables are as large as the source, and the next night makes its own."""
    from data.reading.set_aside import FILE

    for file in work.iterdir() if work.is_dir() else ():
        if file.is_dir():
            shutil.rmtree(file)
        elif file.name != FILE:
            file.unlink()
