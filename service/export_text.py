"""Lists as CSV or JSON Lines: every line is put together from pieces that are ready before the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import orjson

from models.bundle.bundle import Bundle
from models.decision.likely import SCORE_KINDS
from models.recommenders import RECOMMENDERS
from service.chunks import COLUMNS, MOST, Chunk, Write
from service.wording import numbers

FORMULA = tuple("=+-@\t\r")
"""How a cell begins that a spreadsheet would run."""


@dataclass(frozen=True)
class Form:
    """around: what stands before, between and after the cells of COLUMNS; quoted: how a text is written."""

    head: bytes
    around: tuple[str, ...]
    quoted: Callable[[str], bytes]


def csv_cell(text: str) -> bytes:
    """Quoted; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    tame = f"'{text}" if text.startswith(FORMULA) else text
    return b'"%b"' % tame.replace('"', '""').encode()


CSV = Form(b",".join(map(csv_cell, COLUMNS)) + b"\n", ("", *"," * (len(COLUMNS) - 1), "\n"), csv_cell)
JSON_LINES = Form(b"", ("{" + f'"{COLUMNS[0]}":', *(f',"{name}":' for name in COLUMNS[1:]), "}\n"), orjson.dumps)


@contextmanager
def _text(form: Form, bundle: Bundle, out: Path) -> Iterator[Write]:
    start, *between = (text.encode() for text in form.around)
    ranks = _pieces([b"%d%b" % (rank, between[1]) for rank in range(MOST + 1)])
    items = _pieces([form.quoted(id_) + between[2] for id_ in bundle.items.id])
    ends = _pieces([
        between[3] + form.quoted(row.name) + between[4] + form.quoted(row.reason) + between[5] + form.quoted(kind)
        + between[6] for row in RECOMMENDERS for kind in SCORE_KINDS
    ])  # fmt: skip
    with out.open("wb") as file:
        file.write(form.head)

        def write(chunk: Chunk) -> None:
            names = _pieces([start + form.quoted(id_) + between[0] for id_ in chunk.customers])
            decisions = _pieces([form.quoted(id_) + between[7] for id_ in chunk.decisions])
            pieces: list[bytes] = [b""] * (6 * len(chunk.row))
            pieces[0::6] = names[chunk.row].tolist()
            pieces[1::6] = ranks[chunk.rank].tolist()
            pieces[2::6] = items[chunk.item].tolist()
            pieces[3::6] = numbers(chunk.score)
            pieces[4::6] = ends[len(SCORE_KINDS) * chunk.source + chunk.likely].tolist()
            pieces[5::6] = decisions[chunk.row].tolist()
            file.write(b"".join(pieces))

        yield write


def _pieces(texts: list[bytes]) -> np.ndarray:
    """An array that hands out the same objects again, without copies."""
    return np.array([*texts, None], dtype=object)[:-1]


csv_file = partial(_text, CSV)
json_lines_file = partial(_text, JSON_LINES)
