"""`regulars demo`: the sample shop, a night, the service."""

from __future__ import annotations

import argparse
from pathlib import Path

from regulars import flags as shared
from regulars import serve, train

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
KNOWN, ITEM = "17841", "85123A"
HELLO = f"""
Open     http://127.0.0.1:{{port}}/docs
Metrics  http://127.0.0.1:{{port}}/metrics

Ask      curl 'http://127.0.0.1:{{port}}/recommend/{KNOWN}?n=5'
         curl 'http://127.0.0.1:{{port}}/recommend?item_id={ITEM}&placement=product_page&n=5'
         curl 'http://127.0.0.1:{{port}}/area/{KNOWN}'

Ctrl-C stops it.
"""
"""A customer and an item of the sample shop; the journey of the demo asks exactly these."""


def flags(parser: argparse.ArgumentParser) -> None:
    """--port, --var."""
    serve.port(parser)
    shared.var(parser)


def run(given: argparse.Namespace) -> int:
    """Learn from the sample shop unless that is already published in --var, then serve it openly on this machine."""
    from models.bundle.shelf import Shelf

    serve.refuse_taken(given.port)
    given.source, given.as_of, given.settings = str(SAMPLE), None, None
    if not Shelf(given.var).folders():
        train.run(given)
    print(HELLO.format(port=given.port), flush=True)
    given.workers, given.open = 1, True
    return serve.run(given)
