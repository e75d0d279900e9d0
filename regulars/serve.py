"""`regulars serve`: the day."""

from __future__ import annotations

import argparse

from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """--host, --port, --workers, --open, --var, --settings."""
    what = "address to listen on, 0.0.0.0 for every one (default: [service] host, 127.0.0.1)"
    parser.add_argument("--host", metavar="H", help=what)
    port(parser)
    parser.add_argument("--workers", type=_at_least_one, default=2, metavar="N", help="processes (default: 2)")
    parser.add_argument("--open", action="store_true", help="without keys, for this machine only (127.0.0.1)")
    shared.var(parser)
    shared.settings(parser)


def port(parser: argparse.ArgumentParser) -> None:
    """--port."""
    parser.add_argument("--port", type=_port, default=8080, metavar="P", help="port to listen on (default: 8080)")


def run(given: argparse.Namespace) -> int:
    """Serve until told to stop. Raises InputError where the port is taken, or neither a key nor --open is given."""
    from service.serve import serve

    settings, file = shared.read(given), shared.settings_file(given)
    return serve(given.var, settings, file, given.host, given.port, given.workers, given.open)


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is no port; 1..65535 are")
    return number


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
