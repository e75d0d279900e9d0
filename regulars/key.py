"""`regulars key`: an API key of one's own."""

from __future__ import annotations

import argparse
import hashlib
import secrets


def flags(parser: argparse.ArgumentParser) -> None:
    """The name that the key goes by in logs and metrics."""
    parser.add_argument("name", nargs="?", default="mail", help="what the key is called in the log (default: mail)")


def run(given: argparse.Namespace) -> int:
    """Print a fresh key, once, and the lines for regulars.toml that admit it: they hold its hash only."""
    key = secrets.token_urlsafe(32)
    print(f"X-API-Key: {key}")
    print("\nKeep it where your mail builder reads its secrets; it cannot be shown again. Into regulars.toml go:\n")
    print("[[service.keys]]")
    print(f'name = "{given.name}"')
    print(f'sha256 = "{hashlib.sha256(key.encode()).hexdigest()}"')
    return 0
