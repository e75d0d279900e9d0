"""From the arrays of `decide` to the JSON of lists, put together from ready pieces instead of an object per item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice, repeat

import numpy as np
import orjson

from models.decision.query import Decisions
from models.recommenders import RECOMMENDERS
from service.fields import Reader

NUMPY = orjson.OPT_SERIALIZE_NUMPY
NULL, NOTHING, LIFT = b"null", b"0", b',"lift":'
RANKS: tuple[bytes, ...] = tuple(b'%d,"score":' % rank for rank in range(1, 201))
SOURCES: tuple[bytes, ...] = tuple(
    f',"source":"{row.name}","reason":{{"code":"{row.reason}","anchor":'.encode() for row in RECOMMENDERS
)

Pieces = dict[int, tuple[bytes, bytes, bytes]]
"""Item -> where its entry begins, itself as an anchor, and its fields, which end its entry."""


class Wording:
    """Writes the items of decisions with the fields asked for; the pieces of up to `most` items are remembered."""

    def __init__(self, item_id: Callable[[int], str], fields: Sequence[tuple[str, Reader]], most: int) -> None:
        self._item_id = item_id
        self._fields = fields
        self._most = most
        self._pieces: Pieces = {}

    def lists(self, decided: Decisions) -> list[tuple[int, bytes]]:
        """(how many items, the items as a JSON array, best first) of every row."""
        shown = decided.item >= 0
        lengths: list[int] = shown.sum(axis=1).tolist()
        where = None if sum(lengths) == shown.size else shown
        items, anchors = _flat(decided.item, where).tolist(), _flat(decided.anchor, where).tolist()
        pieces = self._known(chain(items, anchors))
        entries = map(
            b"".join,
            zip(
                [pieces[item][0] for item in items],
                chain.from_iterable([RANKS[:length] for length in lengths]),
                _numbers(_flat(decided.score, where)),
                [SOURCES[source] for source in _flat(decided.source, where).tolist()],
                [pieces[anchor][1] for anchor in anchors],
                [NULL if count == NOTHING else count for count in _numbers(_flat(decided.count, where))],
                repeat(LIFT),
                _numbers(_flat(decided.lift, where)),
                [pieces[item][2] for item in items],
                strict=False,
            ),
        )
        return [(length, b"[%b]" % b",".join(islice(entries, length))) for length in lengths]

    def _known(self, items: Iterable[int]) -> Pieces:
        """The remembered pieces, with those of all the given items among them."""
        pieces = self._pieces if len(self._pieces) < self._most else {}
        for item in items:
            if item not in pieces:
                pieces[item] = self._written(item)
        self._pieces = pieces
        return pieces

    def _written(self, item: int) -> tuple[bytes, bytes, bytes]:
        if item < 0:
            return b"", b'null,"count":', b""
        quoted = orjson.dumps(self._item_id(item))
        fields = orjson.dumps({name: read(item) for name, read in self._fields}, option=NUMPY)[1:-1]
        return b'{"item_id":%b,"rank":' % quoted, b'%b,"count":' % quoted, b"},%b}" % fields if fields else b"}}"


def _flat(values: np.ndarray, where: np.ndarray | None) -> np.ndarray:
    """The values of the places that are filled, row by row; None is all of them."""
    return values.ravel() if where is None else values[where]


def _numbers(values: np.ndarray) -> list[bytes]:
    """Each number as JSON; a float32 with its own few digits, NaN as null."""
    return orjson.dumps(values, option=NUMPY)[1:-1].split(b",") if len(values) else []
