"""The customer table in one file, a row per customer: what `regulars segments` writes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np

from data.arrays import Bools, Ints
from data.strings import Strings
from models.customers.table import CustomerTable
from service.out_file import refuse_ending, whole_file
from service.table_text import csv_file, json_lines_file

CHUNK = 20_000  # customers written together

Write = Callable[[Ints], None]
"""Writes the rows of these customer numbers."""


def export_table(ids: Strings, table: CustomerTable, member: Bools, out: Path) -> int:
    """Write a row for each member, in order of their numbers, and answer how many there are.

    Columns: customer_id, then those of the table; what cannot be said is empty (null). Memberships are a list, in CSV
    `a|b`. The file appears whole or not at all. Raises InputError where the ending or the folder cannot be used.
    Cost: about 10 µs a customer, memory of one chunk.
    """
    refuse_ending(out, WRITERS)
    rows = np.flatnonzero(member).astype(np.int32)
    with whole_file(out) as partial, WRITERS[out.suffix](ids, table, partial) as write:
        for first in range(0, len(rows), CHUNK):
            write(rows[first : first + CHUNK])
    return len(rows)


def _parquet_file(ids: Strings, table: CustomerTable, out: Path) -> AbstractContextManager[Write]:
    """pyarrow is loaded for those who want it alone."""
    from service.table_parquet import parquet_file

    return parquet_file(ids, table, out)


WRITERS: dict[str, Callable[[Strings, CustomerTable, Path], AbstractContextManager[Write]]] = {
    ".csv": csv_file,
    ".jsonl": json_lines_file,
    ".parquet": _parquet_file,
}
