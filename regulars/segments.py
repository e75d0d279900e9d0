"""`regulars segments`: the customer table, in a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.errors import InputError
from regulars import flags as shared
from regulars.live import live_bundle
from regulars.registering import register


def flags(parser: argparse.ArgumentParser) -> None:
    """--out, --audience, --may-send or --everybody, --var, --settings."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="ends in .csv, .jsonl or .parquet")
    what = "only its customers: the name of an audience, or an expression (default: all customers)"
    parser.add_argument("--audience", metavar="NAME|EXPRESSION", help=what)
    consent = parser.add_mutually_exclusive_group()
    only = "only customers who said yes to mail (default: of an audience by its name)"
    consent.add_argument("--may-send", action="store_true", default=None, help=only)
    every = "customers who did not say yes to mail too (default: of an expression, and without --audience)"
    consent.add_argument("--everybody", action="store_false", dest="may_send", default=None, help=every)
    shared.var(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Write the file and say how many customers it holds. Raises Fault where the live bundle is broken."""
    from models.audiences.chosen import chosen
    from models.audiences.consent import listed
    from service.by_now import members_by_now
    from service.export_table import export_table

    bundle = live_bundle(given.var)
    if bundle.described is None:
        raise InputError("--var", "the live bundle describes no customers; the next `regulars train` does")
    count = bundle.customers.count
    column, member = chosen(bundle.described, bundle.audiences, count, given.audience, "--audience")
    member = members_by_now(given.var, shared.read(given), bundle, member)
    found = listed(bundle.customers, member, column, given.may_send)
    try:
        rows = export_table(bundle.customers.id, bundle.described, found.member, given.out)
    except OSError as error:
        raise InputError("--out", f"{given.out} cannot be written: {error.strerror or error}") from None
    register(given, "customers", bundle.id, rows)
    left = f", {found.without_consent:,} without consent to mail left out" if found.without_consent else ""
    print(f"{rows:,} customers -> {given.out}{left}")
    return 0
