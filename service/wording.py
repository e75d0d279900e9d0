"""From the arrays of `decide` to the JSON of lists, put together from ready pieces instead of an object per item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, chain

import numpy as np
import orjson

from data.arrays import Floats
from models.decision.likely import SCORE_KINDS
from models.decision.query import Decisions, One
from models.recommenders import RECOMMENDERS
from service.fields import Reader

NUMPY = orjson.OPT_SERIALIZE_NUMPY
RANKS: tuple[bytes, ...] = tuple(b'%d,"score":' % rank for rank in range(1, 201))
SOURCES: tuple[bytes, ...] = tuple(
    f',"source":"{row.name}","reason":{{"code":"{row.reason}","anchor":'.encode() for row in RECOMMENDERS
)
LIFT = b',"lift":'
NO_ANCHOR = b'null,"count":'
FLAGS = (b"false", b"true")
KINDS = tuple(kind.encode() for kind in SCORE_KINDS)
PIECES = 9  # of an entry: its item, rank, score, source, anchor, count, LIFT, lift and fields

Piece = tuple[bytes, bytes, bytes]
"""Of an item: where its entry begins, itself as an anchor, and its fields, which end its entry."""


class Wording(dict[int, Piece]):
    """Writes the items of decisions with the fields asked for; remembers the pieces of about `most` items."""

    def __init__(self, item_id: Callable[[int], str], fields: Sequence[tuple[str, Reader]], most: int) -> None:
        super().__init__()
        self._item_id = item_id
        self._fields = fields
        self._most = most

    def lists(self, decided: Decisions) -> list[tuple[int, bytes]]:
        """(how many items, the items as JSON with commas between, best first) of every row."""
        shown = decided.item >= 0
        item, source, anchor, count = (
            column[shown].tolist() for column in (decided.item, decided.source, decided.anchor, decided.count)
        )
        returned: list[int] = shown.sum(axis=1).tolist()
        ranks = list(chain.from_iterable([RANKS[:length] for length in returned]))
        pieces = self._pieces(item, ranks, decided.score[shown], source, anchor, count, decided.lift[shown])
        return [
            (length, b"".join(pieces[PIECES * (end - length) : PIECES * end])[:-1])
            for length, end in zip(returned, accumulate(returned), strict=True)
        ]

    def list(self, one: One) -> bytes:
        """The same for a single row."""
        score, lift = np.array(one.score, dtype=np.float32), np.array(one.lift, dtype=np.float32)
        ranks = RANKS[: len(one.item)]
        return b"".join(self._pieces(one.item, ranks, score, one.source, one.anchor, one.count, lift))[:-1]

    def _pieces(
        self,
        item: Sequence[int],
        ranks: Sequence[bytes],
        score: Floats,
        source: Sequence[int],
        anchor: Sequence[int],
        count: Sequence[int],
        lift: Floats,
    ) -> Sequence[bytes]:
        """What is to be joined, PIECES an entry."""
        known = [self[i] for i in item]
        pieces = [LIFT] * (PIECES * len(item))
        pieces[0::PIECES] = [begin for begin, _, _ in known]
        pieces[1::PIECES] = ranks
        pieces[2::PIECES] = numbers(score)
        pieces[3::PIECES] = [SOURCES[number] for number in source]
        pieces[4::PIECES] = [self[i][1] for i in anchor]
        pieces[5::PIECES] = [counted(c) for c in count]
        pieces[7::PIECES] = numbers(lift)
        pieces[8::PIECES] = [end for _, _, end in known]
        return pieces

    def __missing__(self, item: int) -> Piece:
        """Write the pieces of an item on first sight."""
        if len(self) >= self._most:
            self.clear()
        self[item] = piece = self._written(item)
        return piece

    def _written(self, item: int) -> Piece:
        return piece(*written(self._item_id, self._fields, item)) if item >= 0 else (b"", NO_ANCHOR, b"")


def written(item_id: Callable[[int], str], fields: Sequence[tuple[str, Reader]], item: int) -> tuple[bytes, bytes]:
    """(its id, its fields) as JSON, the fields without the braces around them."""
    said = orjson.dumps({name: read(item) for name, read in fields}, option=NUMPY)
    return orjson.dumps(item_id(item)), said[1:-1]


def piece(quoted: bytes, fields: bytes) -> Piece:
    """What `written` tells of an item, as it stands in an entry."""
    end = b"},%b}," % fields if fields else b"}},"
    return b'{"item_id":%b,"rank":' % quoted, b'%b,"count":' % quoted, end


def counted(count: int) -> bytes:
    """The evidence behind a reason; 0 is none."""
    return b"%d" % count if count else b"null"


def numbers(values: np.ndarray) -> list[bytes]:
    """Each number as JSON; a float32 with its own few digits, NaN as null."""
    return orjson.dumps(values, option=NUMPY)[1:-1].split(b",") if len(values) else []


def rows_of_numbers(values: np.ndarray) -> list[bytes]:
    """Each row's numbers, with commas between."""
    return orjson.dumps(values, option=NUMPY)[2:-2].split(b"],[")


def texts(values: Sequence[str]) -> list[bytes]:
    """Each text as JSON, the empty one as null; all at once where none holds a comma."""
    quoted = orjson.dumps(values)[1:-1].split(b",")
    if len(quoted) != len(values):
        quoted = [orjson.dumps(value) for value in values]
    return [text if text != b'""' else b"null" for text in quoted]
