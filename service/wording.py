"""From the arrays of `decide` to the JSON of lists, put together from ready pieces instead of an object per item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat

import numpy as np
import orjson

from data.arrays import ABSENT
from models.decision.query import Decisions
from models.recommenders import RECOMMENDERS
from service.fields import Reader

NUMPY = orjson.OPT_SERIALIZE_NUMPY
NULL, NOTHING, LIFT = b"null", b"0", b',"lift":'
RANKS: tuple[bytes, ...] = tuple(b'%d,"score":' % rank for rank in range(1, 201))
SOURCES: tuple[bytes, ...] = tuple(
    f',"source":"{row.name}","reason":{{"code":"{row.reason}","anchor":'.encode() for row in RECOMMENDERS
)

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
        """(how many items, the items as a JSON array, best first) of every row."""
        columns = (decided.item, decided.anchor, decided.source)
        numbers = (decided.score, decided.count, decided.lift)
        rows = zip(*(column.tolist() for column in columns), *map(_numbers, numbers), strict=True)
        return [self._list(*row) for row in rows]

    def _list(self, item: list[int], anchor: list[int], source: list[int], *numbers: list[bytes]) -> tuple[int, bytes]:
        score, count, lift = numbers
        shown = item if item[-1] >= 0 else item[: item.index(ABSENT)]
        entries = zip(
            [self[i][0] for i in shown],
            RANKS,
            score,
            [SOURCES[s] for s in source],
            [self[a][1] for a in anchor],
            [NULL if c == NOTHING else c for c in count],
            repeat(LIFT),
            lift,
            [self[i][2] for i in shown],
            strict=False,  # as long as the shortest, what is shown
        )
        return len(shown), b"[%b]" % b",".join(map(b"".join, entries))

    def __missing__(self, item: int) -> Piece:
        """Write the pieces of an item on first sight."""
        if len(self) >= self._most:
            self.clear()
        self[item] = piece = self._written(item)
        return piece

    def _written(self, item: int) -> Piece:
        if item < 0:
            return b"", b'null,"count":', b""
        quoted = orjson.dumps(self._item_id(item))
        fields = orjson.dumps({name: read(item) for name, read in self._fields}, option=NUMPY)[1:-1]
        return b'{"item_id":%b,"rank":' % quoted, b'%b,"count":' % quoted, b"},%b}" % fields if fields else b"}}"


def _numbers(values: np.ndarray) -> list[list[bytes]]:
    """Each row's numbers as JSON; a float32 with its own few digits, NaN as null."""
    return [row.split(b",") for row in orjson.dumps(values, option=NUMPY)[2:-2].split(b"],[")]
