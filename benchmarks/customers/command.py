"""The command: from a source to tables on the screen and in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.customers.interests import interests
from benchmarks.customers.rhythm import rhythm
from benchmarks.customers.shop import Shop, shop_of
from benchmarks.customers.value import value
from benchmarks.page import write_block


@dataclass(frozen=True)
class Part:
    """A row per part of the customer table: what measures it and says so in Markdown."""

    name: str
    run: Callable[[Shop], str]


PARTS = (Part("value", value), Part("rhythm", rhythm), Part("interests", interests))


def main(arguments: Sequence[str] | None = None) -> None:
    """Every part asked for; docs/benchmarks.md is written for the sample shop only."""
    given = _parser().parse_args(arguments)
    with shop_of(given.source, given.settings) as shop:
        for part in PARTS:
            if given.part in (None, part.name):
                text = part.run(shop)
                sys.stdout.write(text)
                if given.source is None and given.settings is None:
                    write_block(f"customers, {part.name}", f"python -m benchmarks.customers --part {part.name}", text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="What is said of customers, and what they did.")
    parser.add_argument("--source", help="as for `regulars train` (default: the sample shop)")
    parser.add_argument("--settings", type=Path, help="as for `regulars train`")
    parser.add_argument("--part", choices=[part.name for part in PARTS], help="one part only (default: all)")
    return parser
