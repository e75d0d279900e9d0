"""Written files with customers in them stand in the event store's register, so that they can be found again."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from regulars import flags as shared


def register(given: argparse.Namespace, what: str, bundle: str, rows: int) -> None:
    """Notes --out where there is a store; the file is written by now, so what goes wrong here is a warning."""
    try:
        _register(given, what, bundle, rows)
    except Exception as error:
        print(f"warning: {given.out} is not in the register of exports: {error}", file=sys.stderr)


def _register(given: argparse.Namespace, what: str, bundle: str, rows: int) -> None:
    from data.stores.exports import Export, register
    from data.stores.standing import standing

    with standing(shared.read(given), given.var) as store:
        if store:
            at = int(datetime.now(UTC).timestamp() * 1e6)
            register(store, Export(at, what, str(Path(given.out).resolve()), bundle, rows))
