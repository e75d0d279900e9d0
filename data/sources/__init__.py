"""Where tables come from, one file per kind of address; all of them in SOURCES.

Each source leaves `raw.<table>` views in DuckDB with the columns as the shop has them.
May not live here: what the columns mean (data/mapping), which rows are good (data/reading).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from data.errors import InputError
from data.sources.files import open_files
from data.sources.opening import Opening, Raw
from data.sources.postgresql import open_postgresql
from data.sources.sqlite import open_sqlite
from data.sources.web import open_web


@dataclass(frozen=True)
class Source:
    """A kind of address: how it begins, an example to show, and what opens it."""

    name: str
    prefixes: tuple[str, ...]
    example: str
    open: Callable[[Opening], Raw]


SOURCES: Final = (
    Source("sqlite", ("sqlite://",), "sqlite:///shop.db", open_sqlite),
    Source(
        "postgresql", ("postgresql://", "postgres://"), "postgresql://shop:${SHOP_PASSWORD}@db/shop", open_postgresql
    ),
    Source("web", ("http://", "https://"), "https://example.com/events.csv.gz", open_web),
    Source("files", ("",), "exports/, 'exports/2024-*.csv' or events.parquet", open_files),
)
"""Every source; the first whose prefix fits an address opens it."""


def open_source(opening: Opening) -> Raw:
    """The raw tables at the address. Raises InputError when a table that is needed is missing or cannot be read."""
    if "://" in opening.address and not _known(opening.address):
        raise InputError("source", f"no source begins so; there are: {'; '.join(row.example for row in SOURCES)}")
    row = next(row for row in SOURCES if opening.address.startswith(row.prefixes))
    raw = row.open(opening)
    if opening.needs_events and not raw.has("events"):
        raise InputError("source", "there is no events table; give events.csv, events.jsonl or events.parquet")
    return raw


def _known(address: str) -> bool:
    return any(address.startswith(row.prefixes) for row in SOURCES if row.prefixes != ("",))
