"""Rows of the customer table as CSV or JSON Lines, put together column by column from written cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from data.arrays import ABSENT, Ints
from data.facts.facts import Labels
from data.strings import Strings
from models.customers.table import CustomerTable, Memberships
from service.export_text import csv_cell
from service.fields import texts
from service.wording import numbers

CUSTOMER = "customer_id"


@dataclass(frozen=True)
class Form:
    """text: how a text is written; several: how the texts of a list are, each as `within` writes it; nothing: what
    cannot be said; row: a line with a place for each column."""

    text: Callable[[str], bytes]
    within: Callable[[str], bytes]
    several: Callable[[list[bytes]], bytes]
    nothing: bytes
    head: Callable[[list[str]], bytes]
    row: Callable[[list[str]], bytes]


def _within_csv(name: str) -> bytes:
    return name.replace("\\", "\\\\").replace("|", "\\|").encode()


CSV = Form(
    csv_cell,
    _within_csv,
    lambda names: csv_cell(b"|".join(names).decode()),
    b"",
    lambda names: ",".join(f'"{name}"' for name in names).encode() + b"\n",
    lambda names: b",".join([b"%b"] * len(names)) + b"\n",
)
JSON_LINES = Form(
    orjson.dumps,
    orjson.dumps,
    lambda names: b"[%b]" % b",".join(names),
    b"null",
    lambda _: b"",
    lambda names: b"{%b}\n" % b",".join(b"%b:%%b" % orjson.dumps(name) for name in names),
)

Cells = Callable[[Ints], list[bytes]]
"""Customer numbers -> a written cell each."""


@contextmanager
def _text(form: Form, ids: Strings, table: CustomerTable, out: Path) -> Iterator[Callable[[Ints], None]]:
    id_of, names = texts(ids), [CUSTOMER, *table.names()]
    columns = _columns(form, table)
    row = form.row(names)
    with out.open("wb") as file:
        file.write(form.head(names))

        def write(rows: Ints) -> None:
            cells = [[form.text(id_of(number)) for number in rows.tolist()], *(column(rows) for column in columns)]
            file.write(b"".join([row % line for line in zip(*cells, strict=True)]))

        yield write


def _columns(form: Form, table: CustomerTable) -> list[Cells]:
    return [
        *(partial(_numbers, form, column) for column in table.numbers.values()),
        *(_labels(form, column) for column in table.labels.values()),
        *(_memberships(form, column) for column in table.memberships.values()),
    ]


def _numbers(form: Form, column: np.ndarray[Any, Any], rows: Ints) -> list[bytes]:
    values = np.ascontiguousarray(column[rows])
    written = numbers(values)
    unsaid = ~np.isfinite(values) if values.dtype.kind == "f" else values == ABSENT
    if values.dtype.kind != "b":
        for at in np.flatnonzero(unsaid).tolist():
            written[at] = form.nothing
    return written


def _labels(form: Form, column: Labels) -> Cells:
    written = [*(form.text(name) for name in column.name), form.nothing]
    return lambda rows: [written[code] for code in column.code[rows].tolist()]


def _memberships(form: Form, column: Memberships) -> Cells:
    written = [form.within(name) for name in column.name]

    def cells(rows: Ints) -> list[bytes]:
        held = column.held.take(rows)
        names, ends = [written[code] for code in held.values.tolist()], held.offsets.tolist()
        return [form.several(names[ends[at] : ends[at + 1]]) for at in range(len(rows))]

    return cells


csv_file = partial(_text, CSV)
json_lines_file = partial(_text, JSON_LINES)
