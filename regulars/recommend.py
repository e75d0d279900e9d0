"""`regulars recommend`: lists for many customers, in a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from regulars import flags as shared


def flags(parser: argparse.ArgumentParser) -> None:
    """--customers, -n, --placement, --strategy, --out, --var, --settings."""
    parser.add_argument("--customers", required=True, metavar="all|FILE", help="or a file with an id per line")
    parser.add_argument("-n", type=int, default=20, metavar="N", help="items per customer, 1..200 (default: 20)")
    parser.add_argument("--placement", default="shopping_area", metavar="P", help="(default: shopping_area)")
    parser.add_argument("--strategy", metavar="S", help="(default: the placement's)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="ends in .csv, .jsonl or .parquet")
    shared.var(parser)
    shared.settings(parser)


def run(given: argparse.Namespace) -> int:
    """Write the file and say how many rows it holds."""
    from service.export import export_lists

    rows = export_lists(given)
    print(f"{rows:,} rows -> {given.out}")
    return 0
