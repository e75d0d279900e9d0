"""Lists for many customers in one file, made by the same `decide`: what `regulars recommend` writes."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from data.errors import InputError
from models.bundle.bundle import Bundle
from models.decision.query import Query
from service.border import ABSENT_ID, id_from
from service.chunks import AS_LAST_NIGHT, ByNow, Write, decided
from service.export_text import csv_file, json_lines_file
from service.out_file import refuse_ending, whole_file


def export_lists(
    bundle: Bundle, customers: Sequence[str] | None, query: Query, out: Path, by_now: ByNow = AS_LAST_NIGHT
) -> int:
    """Write the list of each customer (None: of all that the bundle knows) and answer the number of rows.

    The ending of `out` chooses CSV, JSON Lines or Parquet; the file appears whole or not at all. Raises InputError
    where the ending, the folder or the query cannot be used. Cost: about 12 µs a customer, memory of one chunk.
    """
    refuse_ending(out, WRITERS)
    rows = 0
    with whole_file(out) as partial, WRITERS[out.suffix](bundle, partial) as write:
        for chunk in decided(bundle, customers, query, by_now):
            write(chunk)
            rows += len(chunk.row)
    return rows


def ids_in(file: Path) -> list[str]:
    """The customer ids of a file, one per line, none twice, `13085.0` as 13085: as they come in everywhere else.

    A line ends in \\n or \\r\\n and nowhere else: an id may hold every other sign. Raises InputError for what cannot be
    read, naming the line.
    """
    try:
        lines = file.read_bytes().removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").split(b"\n")
    except OSError as error:
        raise InputError("--customers", f"'all', or a file with an id per line in UTF-8; {file}: {error}") from None
    found: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        try:
            found[id_from(line.decode())] = None
        except UnicodeDecodeError:
            raise InputError("--customers", f"{file}, line {number}: no text; write an id per line in UTF-8") from None
        except ValueError as error:
            raise InputError("--customers", f"{file}, line {number}: {error}") from None
    found.pop(ABSENT_ID, None)
    return list(found)


def _parquet_file(bundle: Bundle, out: Path) -> AbstractContextManager[Write]:
    """pyarrow is loaded for those who want it alone."""
    from service.export_parquet import parquet_file

    return parquet_file(bundle, out)


WRITERS: dict[str, Callable[[Bundle, Path], AbstractContextManager[Write]]] = {
    ".csv": csv_file,
    ".jsonl": json_lines_file,
    ".parquet": _parquet_file,
}
