"""`regulars rollback`: yesterday's bundle again."""

from __future__ import annotations

import argparse

from data.errors import InputError
from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """Only --var."""
    shared.var(parser)


def run(given: argparse.Namespace) -> int:
    """Point CURRENT one bundle back; running services notice within two seconds."""
    from models.bundle.shelf import NothingBefore, Shelf
    from training.lock import the_only_night

    try:
        with the_only_night(given.var):
            live = Shelf(given.var).rollback()
    except NothingBefore:
        raise InputError("--var", f"no earlier bundle in {given.var}; `regulars bundles` lists them") from None
    print(f"live: {live.name}")
    return 0
