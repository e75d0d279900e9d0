"""`regulars demo`: the sample shop, a night, the service."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from regulars import serve, train

SAMPLE = Path(__file__).parent.parent / "data" / "sample"
SETTINGS = SAMPLE / "regulars.toml"
CUSTOMER, ITEM = "17841", "85123A"  # of the sample shop: bought often, and bought by many
HELLO = f"""
Open     http://127.0.0.1:{{port}}/
         http://127.0.0.1:{{port}}/docs
         http://127.0.0.1:{{port}}/metrics

Ask      curl 'http://127.0.0.1:{{port}}/recommend/{CUSTOMER}?n=5'
         curl 'http://127.0.0.1:{{port}}/recommend?item_id={ITEM}&placement=product_page&n=5'
         curl 'http://127.0.0.1:{{port}}/area/{CUSTOMER}'

Ctrl-C stops it.
"""


def flags(parser: argparse.ArgumentParser) -> None:
    """--port, and a --var of its own, so that no shop's bundles are mixed with the sample's."""
    serve.port(parser)
    what = "where the sample shop's bundle lives (default: var/demo)"
    parser.add_argument("--var", type=Path, default=Path("var/demo"), metavar="DIR", help=what)


def run(given: argparse.Namespace) -> int:
    """Learn from the sample shop unless --var holds a bundle already, then serve it openly on this machine."""
    from service.serve import LOOPBACK, refuse_taken

    refuse_taken(LOOPBACK, given.port)  # before the night, not after it
    if not _published(given.var):
        train.run(argparse.Namespace(source=str(SAMPLE), settings=SETTINGS, as_of=None, var=given.var))
    print(HELLO.format(port=given.port), flush=True)
    return _become("serve", "--open", f"--port={given.port}", f"--var={given.var}", f"--settings={SETTINGS}")


def _become(*words: str) -> NoReturn:
    """Go on as another sub-command: workers must not be forked from a process that carries a night's threads."""
    os.execv(sys.executable, [sys.executable, "-m", "regulars", *words])


def _published(var: Path) -> bool:
    """Whether a bundle is live in `var` that this version can open."""
    from models.bundle.files import BrokenBundle, open_bundle
    from models.bundle.shelf import Shelf

    live = Shelf(var).current()
    try:
        return live is not None and bool(open_bundle(live))
    except BrokenBundle:
        return False
