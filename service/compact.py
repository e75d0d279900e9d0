"""The compact form of a batch: ids and scores per customer, the item fields once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import orjson

from data.arrays import distinct
from models.decision.query import Decisions
from service.api.arguments import BatchWanted
from service.deciding import Lists, lists_for
from service.declarations import JSON_OPTIONS
from service.lines import Good
from service.living import Living
from service.pieces import Named
from service.served import Served
from service.wording import FLAGS, KINDS, rows_of_numbers, texts

BLOCK = 250  # lines that are put together at a time
OPTIONS = JSON_OPTIONS | orjson.OPT_APPEND_NEWLINE
MIDDLE = np.array(
    [
        b'","stale":%b,"customer_known":%b,"may_send":%b,"score_kind":"%b","items":[' % said
        for said in product(FLAGS, FLAGS, FLAGS, KINDS)
    ],
    dtype=object,
)
"""What stands between the customer and the items, by 8 * stale + 4 * known + 2 * may_send + likely."""


class Compact:
    """Writes one batch. Remembers what it has named: the fields of an item are written once, before its first use."""

    def __init__(self, living: Living | None, served: Served, wanted: BatchWanted) -> None:
        self.query = wanted.query()
        self._living, self._served, self._record = living, served, wanted.record
        self._pieces = served.pieces(Named, wanted.fields)
        self._named = np.zeros(served.bundle.items.count + 1, dtype=bool)
        self._named[-1] = True  # no item at all
        self._new: list[bytes] = []

    def head(self) -> bytes:
        """The first line: what holds for all of them."""
        bundle, query = self._served.bundle, self.query
        about = {"bundle": bundle.id, "as_of": bundle.as_of, "placement": query.placement, "requested": query.n}
        return orjson.dumps(about, option=OPTIONS)

    def new_items(self) -> bytes:
        """The line {"item_fields": {item_id: fields}} for the items that the last answers name for the first time."""
        new, self._new = self._new, []
        return b'{"item_fields":{%b}}\n' % b",".join(new) if new else b""

    def answers(self, lines: Sequence[Good]) -> list[bytes]:
        """A line per customer: {"customer_id", "decision_id", "stale", "customer_known", "may_send",
        "score_kind", "items", "scores"}."""
        lists = lists_for(self._living, self._served, self.query, self._record, lines, explain=False)
        self._name(lists.decided.item)
        return self._written(lists)

    def _written(self, lists: Lists) -> list[bytes]:
        """All lines, put together from a table of their pieces, BLOCK lines in a piece."""
        decided, whom = lists.decided, lists.whom
        rows, n = decided.item.shape
        piece = np.empty((rows, n + 8), dtype=object)
        piece[:, 0] = b'{"customer_id":'
        piece[:, 1] = texts(lists.customer_ids)
        piece[:, 2] = b',"decision_id":"'
        piece[:, 3] = [id_.encode() for id_ in lists.named]
        piece[:, 4] = MIDDLE[8 * lists.stale + 4 * (whom.customer >= 0) + 2 * decided.may_send + decided.likely]
        piece[:, 5 : n + 5] = self._pieces.listed[decided.item]
        piece[:, 5] = [first[1:] for first in piece[:, 5].tolist()]
        piece[:, n + 5] = b'],"scores":['
        piece[:, n + 6] = _scores(decided)
        piece[:, n + 7] = b"]}\n"
        return [b"".join(piece[first : first + BLOCK].ravel().tolist()) for first in range(0, rows, BLOCK)]

    def _name(self, items: np.ndarray) -> None:
        """Have ready what the items are written with, and the fields of those that this batch has not named before."""
        fresh = distinct(items[~self._named[items]])
        if len(fresh):
            self._pieces.write(fresh)
            self._named[fresh] = True
            self._new = self._pieces.fields[fresh].tolist()


def _scores(decided: Decisions) -> list[bytes]:
    """The scores of each row, as many as it has items, with commas between."""
    scores = rows_of_numbers(decided.score)
    for row in (decided.item[:, -1] < 0).nonzero()[0].tolist():
        length = np.count_nonzero(decided.item[row] >= 0)
        scores[row] = b",".join(scores[row].split(b",")[:length])
    return scores
