"""What database sources share: which SELECT yields a table, and its copy into Parquet, batch by batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from adbc_driver_manager.dbapi import Error
from pyarrow import parquet  # pyright: ignore[reportMissingTypeStubs]

from data.errors import InputError
from data.mapping.quoting import quoted
from data.mapping.table import TableMapping
from data.sources.opening import Opening, Raw, add_parquet

Cursor = Any
"""An ADBC cursor; its package ships no types that a strict checker accepts."""


def copy_tables(
    opening: Opening, cursor: Cursor, shaped: Callable[[str, list[str]], str], scrub: Callable[[str], str]
) -> Raw:
    """Every wanted table or query of an open database as `raw.<table>`.

    `shaped` turns (SELECT, its columns) into the SELECT to send; `scrub` takes secrets out of a message. Raises
    InputError naming the table that was asked for and cannot be read.
    """
    raw = Raw()
    for name, mapping in opening.mapping.wanted().items():
        select = mapping.query.strip().rstrip(";") or f"SELECT * FROM {_table(mapping.table or name)}"
        columns = _columns(cursor, select, name, mapping, scrub)
        if columns:
            target = opening.work / f"raw-{name}.parquet"
            cursor.execute(shaped(select, columns))
            _write(cursor, target)
            add_parquet(opening, raw, name, [target], mapping.table or name)
    return raw


def _columns(cursor: Cursor, select: str, name: str, mapping: TableMapping, scrub: Callable[[str], str]) -> list[str]:
    try:
        cursor.execute(f"SELECT * FROM ({select}) AS shop LIMIT 0")
        schema = cursor.fetch_record_batch().schema
    except Error as error:
        if name == "events" or mapping.table or mapping.query:
            raise InputError(f"[mapping.{name}]", f"the database says: {scrub(str(error))}") from None
        return []
    return list(schema.names)


def _write(cursor: Cursor, target: Any) -> None:
    batches = cursor.fetch_record_batch()
    with cast("Any", parquet).ParquetWriter(target, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _table(name: str) -> str:
    return ".".join(quoted(part) for part in name.split("."))
