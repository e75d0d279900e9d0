"""`regulars recommend`: lists for many customers, in a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.errors import InputError
from regulars import flags as shared
from regulars.live import live_bundle
from regulars.registering import register

MOST = 200


def flags(parser: argparse.ArgumentParser) -> None:
    """--customers, -n, --placement, --strategy, --campaign, --proof, --out, --var, --settings."""
    parser.add_argument("--customers", required=True, metavar="all|FILE", help="all, or a file with an id per line")
    parser.add_argument("-n", type=int, default=20, metavar="N", help="items per customer, 1..200 (default: 20)")
    parser.add_argument("--placement", default="shopping_area", metavar="P", help="(default: shopping_area)")
    parser.add_argument("--strategy", metavar="S", help="(default: the placement's)")
    what = "lists of one campaign never exclude each other, so a second try is the same (default: none)"
    parser.add_argument("--campaign", default="", metavar="NAME", help=what)
    parser.add_argument("--proof", action="store_true", help="to look at: the event store does not remember the lists")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="ends in .csv, .jsonl or .parquet")
    shared.var(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Write the file and say how many rows it holds. Raises Fault where the live bundle is broken."""
    from models.decision.query import Query
    from service.by_now import by_now
    from service.export import export_lists, ids_in

    if not 1 <= given.n <= MOST:
        raise InputError("-n", f"1..{MOST} items per customer, not {given.n}")
    bundle = live_bundle(given.var)
    query = Query(placement=given.placement, strategy=given.strategy, n=given.n, campaign=_campaign(given.campaign))
    customers = None if given.customers == "all" else ids_in(Path(given.customers))
    try:
        with by_now(given.var, shared.read(given), bundle, query, not given.proof) as known:
            rows = export_lists(bundle, customers, query, given.out, known)
    except OSError as error:
        raise InputError("--out", f"{given.out} cannot be written: {error.strerror or error}") from None
    register(given, "lists", bundle.id, rows)
    print(f"{rows:,} rows -> {given.out}")
    return 0


def _campaign(name: str) -> str:
    """The name, if an event store can keep it. Raises InputError."""
    from service.border import LONGEST_ID

    if len(name) > LONGEST_ID or name != name.encode("utf-8", "replace").decode():
        raise InputError("--campaign", f"a name is UTF-8 text of at most {LONGEST_ID} characters")
    return name
