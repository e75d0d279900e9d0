"""`regulars key`: an API key of one's own."""

from __future__ import annotations

import argparse
import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from data.errors import InputError, nearest
from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """The name that the key goes by in logs and metrics, what it opens, and until when."""
    parser.add_argument("name", nargs="?", default="mail", help="what the key is called in the log (default: mail)")
    what = "what it opens, with commas: read, events, admin, metrics (default: read)"
    parser.add_argument("--scopes", default="read", metavar="S", help=what)
    what = "the moment from which on it opens nothing (ISO 8601; default: never)"
    parser.add_argument("--expires", metavar="T", help=what)


def run(given: argparse.Namespace) -> int:
    """Print a fresh key, once, and the lines for regulars.toml that admit it: they hold its hash only. Raises
    InputError for a scope that there is not, and for what is no moment."""
    scopes, expires = _scopes(given.scopes), shared.moment(given.expires, "--expires")
    key = secrets.token_urlsafe(32)
    print(f"X-API-Key: {key}")
    print("\nKeep it where your mail builder reads its secrets; it cannot be shown again. Into regulars.toml go:\n")
    print("\n".join(_row(given.name, key, scopes, expires)))
    return 0


def _row(name: str, key: str, scopes: Sequence[str], expires: datetime | None) -> Iterator[str]:
    yield "[[service.keys]]"
    yield f"name = {json.dumps(name)}"
    yield f'sha256 = "{hashlib.sha256(key.encode()).hexdigest()}"'
    yield f"scopes = {json.dumps(scopes)}"
    if expires:
        yield f"expires = {expires.isoformat()}"


def _scopes(text: str) -> list[str]:
    from service.keys import SCOPES

    named = [scope.strip() for scope in text.split(",")]
    for scope in named:
        if scope not in SCOPES:
            detail = f"no scope '{scope}', the nearest is '{nearest(scope, SCOPES)}'; there are {', '.join(SCOPES)}"
            raise InputError("--scopes", detail)
    return list(dict.fromkeys(named))
