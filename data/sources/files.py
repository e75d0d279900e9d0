"""A folder, a pattern or a single file as source: CSV, JSON Lines, Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.errors import InputError
from data.mapping.shop import ShopMapping
from data.mapping.sql import literal
from data.sources.raw import Raw, add_view


def open_files(con: duckdb.DuckDBPyConnection, source: str, mapping: ShopMapping, work: Path) -> Raw:
    """Views over the files of a source. Raises InputError naming the file that is missing or broken."""
    raw = Raw()
    for table in mapping.tables:
        paths = sorted(Path(source).glob(f"{mapping.tables[table].files or table}*.parquet"))
        if paths:
            listed = ", ".join(literal(str(path)) for path in paths)
            raw.columns[table] = add_view(con, table, f"SELECT * FROM read_parquet([{listed}], union_by_name = true)")
            raw.names[table] = paths[0].name
    if "events" not in raw.columns:
        raise InputError("source", f"no events file in {source}; give events.csv, events.jsonl or events.parquet")
    return raw
