"""Lists for many customers in one file, made by the same `decide`: what `regulars recommend` writes.

The only place of the service that loads pyarrow, which turns the arrays into columns without a Python object per cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from data.arrays import Ints
from data.arrow import texts
from data.errors import InputError
from models.bundle.bundle import Bundle
from models.decision.decide import decide
from models.decision.query import Query, Whom
from models.recommenders import RECOMMENDERS
from service.border import ABSENT_ID, id_from

CHUNK = 1000  # customers decided together
TEXT = pa.large_string()
SCHEMA = pa.schema(
    [
        ("customer_id", TEXT),
        ("rank", pa.int32()),
        ("item_id", TEXT),
        ("score", pa.float32()),
        ("source", TEXT),
        ("reason", TEXT),
    ]
)
FORMULA = r"^([=+\-@\t\r])"
"""How a cell begins that a spreadsheet would run."""

Write = Callable[[pa.Table], None]


def export_lists(bundle: Bundle, customers: Sequence[str] | None, query: Query, out: Path) -> int:
    """Write the list of each customer (None: of all that the bundle knows) and answer the number of rows.

    The ending of `out` chooses CSV, JSON Lines or Parquet; the file appears whole or not at all. Raises InputError
    where the ending, the folder or the query cannot be used. Cost: about 15 µs a customer, memory of one chunk.
    """
    opened = WRITERS.get(out.suffix)
    if opened is None:
        raise InputError("--out", f"'{out.name}' must end in one of {', '.join(WRITERS)}")
    if not out.parent.is_dir():
        raise InputError("--out", f"there is no folder {out.parent}")
    partial, rows = out.with_name(f".{out.name}.partial"), 0
    try:
        with opened(partial) as write:
            for table in tables(bundle, customers, query):
                write(table)
                rows += len(table)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return rows


def ids_in(file: Path) -> list[str]:
    """The customer ids of a file, one per line, none twice, `13085.0` as 13085: as they come in everywhere else.

    A line ends in \\n or \\r\\n and nowhere else: an id may hold every other sign. Raises InputError for what cannot be
    read, naming the line.
    """
    try:
        lines = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("--customers", f"'all', or a file with an id per line in UTF-8; {file}: {error}") from None
    found: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        try:
            found[id_from(line)] = None
        except ValueError as error:
            raise InputError("--customers", f"{file}, line {number}: {error}") from None
    found.pop(ABSENT_ID, None)
    return list(found)


def tables(bundle: Bundle, customers: Sequence[str] | None, query: Query) -> Iterator[pa.Table]:
    """The lists, CHUNK customers at a time, in the columns of SCHEMA."""
    item_ids, customer_ids = texts(bundle.items.id), texts(bundle.customers.id)
    source_names = pa.array([row.name for row in RECOMMENDERS], TEXT)
    reasons = pa.array([row.reason for row in RECOMMENDERS], TEXT)
    count = bundle.customers.count if customers is None else len(customers)
    for first in range(0, count, CHUNK):
        end = min(first + CHUNK, count)
        if customers is None:
            numbers, names = np.arange(first, end, dtype=np.int32), customer_ids.slice(first, end - first)
        else:
            numbers, names = _known(bundle, customers[first:end])
        decided = decide(bundle, query, Whom.of(numbers), explain=False)
        row, place = (decided.item >= 0).nonzero()
        source = decided.source[row, place]
        columns = (
            names.take(pa.array(row)),
            pa.array((place + 1).astype(np.int32)),
            item_ids.take(pa.array(decided.item[row, place])),
            pa.array(decided.score[row, place]),
            source_names.take(pa.array(source)),
            reasons.take(pa.array(source)),
        )
        yield pa.table(columns, schema=SCHEMA)


def _known(bundle: Bundle, ids: Sequence[str]) -> tuple[Ints, pa.Array]:
    return bundle.customer_numbers(ids), pa.array(ids, TEXT)


@contextmanager
def _csv(out: Path) -> Iterator[Write]:
    """With a header; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    with csv.CSVWriter(out, SCHEMA) as writer:

        def write(table: pa.Table) -> None:
            for at in (0, 2):
                table = table.set_column(at, SCHEMA.field(at), _tamed(table.column(at)))
            writer.write_table(table)

        yield write


def _tamed(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.call_function("replace_substring_regex", [texts], pc.ReplaceSubstringOptions(FORMULA, r"'\1"))


@contextmanager
def _json_lines(out: Path) -> Iterator[Write]:
    with out.open("wb") as file:
        yield lambda table: _write_lines(table, file)


def _write_lines(table: pa.Table, file: IO[bytes]) -> None:
    """All lines of a chunk are joined by Arrow into one buffer, which is the text of the file."""
    parts: list[Any] = []
    for number, column in enumerate(table.combine_chunks().columns):
        value = _quoted(column.chunk(0)) if column.type == TEXT else column.chunk(0).cast(TEXT)
        parts += [pa.scalar(f'{"," if number else "{"}"{SCHEMA.names[number]}":', TEXT), value]
    lines = pc.call_function("binary_join_element_wise", [*parts, pa.scalar("}\n", TEXT), pa.scalar("", TEXT)])
    offsets, text = lines.buffers()[1:]
    file.write(text[: int(np.frombuffer(offsets, np.int64)[len(lines)])])


def _quoted(texts: pa.Array) -> pa.Array:
    """As JSON strings; each distinct text is quoted once."""
    distinct = texts.dictionary_encode()
    quoted = [orjson.dumps(text).decode() for text in distinct.dictionary.to_pylist()]
    return pa.array(quoted, TEXT).take(distinct.indices)


@contextmanager
def _parquet(out: Path) -> Iterator[Write]:
    with parquet.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        yield writer.write_table


WRITERS: dict[str, Callable[[Path], AbstractContextManager[Write]]] = {
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".parquet": _parquet,
}
