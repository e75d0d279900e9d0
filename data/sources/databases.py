"""What database sources share: which SELECT yields a table, and its copy into Parquet, batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import pyarrow  # pyright: ignore[reportMissingTypeStubs]
from adbc_driver_manager.dbapi import Error
from pyarrow import parquet  # pyright: ignore[reportMissingTypeStubs]

from data.errors import InputError
from data.mapping.quoting import quoted
from data.sources.opening import Opening, Raw, add_parquet

Cursor = Any
"""An ADBC cursor; its package ships no types that a strict checker accepts."""
BROKEN_STREAM: Final[tuple[type[Exception], ...]] = (cast("Any", pyarrow).ArrowException, OSError)
"""What Arrow raises where a stream ends in the middle."""


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
        needed = bool(mapping.table or mapping.query) or (name == "events" and opening.needs_events)
        columns = _columns(cursor, select, name, needed, scrub)
        if columns:
            target = opening.work / f"raw-{name}.parquet"
            _write(_batches(cursor, shaped(select, columns), name, scrub), target)
            add_parquet(opening, raw, name, [target], mapping.table or name)
    return raw


def _columns(cursor: Cursor, select: str, name: str, needed: bool, scrub: Callable[[str], str]) -> list[str]:
    try:
        cursor.execute(f"SELECT * FROM ({select}) AS shop LIMIT 0")
        schema = cursor.fetch_record_batch().schema
    except Error as error:
        if needed:
            raise _says(name, error, scrub) from None
        return []
    return list(schema.names)


def _batches(cursor: Cursor, select: str, name: str, scrub: Callable[[str], str]) -> Iterator[Any]:
    """What the database hands over: first the schema, then batch by batch; it may fail at any of them."""
    try:
        cursor.execute(select)
        batches = cursor.fetch_record_batch()
        yield batches.schema
        yield from batches
    except (Error, *BROKEN_STREAM) as error:
        raise _says(name, error, scrub) from None


def _write(batches: Iterator[Any], target: Any) -> None:
    with cast("Any", parquet).ParquetWriter(target, next(batches)) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _says(name: str, error: Exception, scrub: Callable[[str], str]) -> InputError:
    return InputError(f"[mapping.{name}]", f"the database says: {scrub(str(error))}")


def _table(name: str) -> str:
    return ".".join(quoted(part) for part in name.split("."))
