"""Flags that several sub-commands share, and what they mean."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from data.errors import InputError
from data.settings import SETTINGS_FILE, Settings, read_settings
from regulars.sections import refuse_unknown


def var(parser: argparse.ArgumentParser) -> None:
    """--var: where bundles, run records, reports and the event store live."""
    what = "where bundles, reports and the event store live (default: var)"
    parser.add_argument("--var", type=Path, default=Path("var"), metavar="DIR", help=what)


def settings(parser: argparse.ArgumentParser) -> None:
    """--settings: the shop's own."""
    what = f"settings (default: {SETTINGS_FILE} where you stand, if there is one)"
    parser.add_argument("--settings", type=Path, metavar="FILE", help=what)


def source(parser: argparse.ArgumentParser) -> None:
    """--source: the shop's events, items and customers."""
    what = "folder, file pattern or URL of the shop's events (and items, customers); may be left out where the event "
    what += "store holds events"
    parser.add_argument("--source", metavar="S", help=what)


def as_of(parser: argparse.ArgumentParser) -> None:
    """--as-of: where the past ends."""
    what = "count events before this moment (ISO 8601; default: just after the newest event)"
    parser.add_argument("--as-of", metavar="T", help=what)


def read(given: argparse.Namespace) -> Settings:
    """The settings that --settings names, else those where the command was called, else the defaults."""
    return refuse_unknown(read_settings(settings_file(given)))


def settings_file(given: argparse.Namespace) -> Path | None:
    """Where they stand, None where there are none."""
    here = Path(SETTINGS_FILE)
    return given.settings or (here if here.is_file() else None)


def moment(text: str | None, flag: str = "--as-of") -> datetime | None:
    """The moment that a flag names, in UTC; without a zone it is UTC. Raises InputError."""
    if text is None:
        return None
    try:
        named = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(flag, f"'{text}' is no moment; write 2011-12-01 or 2011-12-01T06:00:00+01:00") from None
    return named.replace(tzinfo=UTC) if named.tzinfo is None else named.astimezone(UTC)
