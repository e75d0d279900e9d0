"""The compact form of a batch: ids and scores per customer, the item fields once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson

from data.arrays import distinct
from models.decision.decide import decide
from service.api.arguments import BatchWanted
from service.asking import whom_of
from service.declarations import JSON_OPTIONS
from service.lines import Good
from service.served import Served
from service.wording import flags, rows_of_numbers

OPTIONS = JSON_OPTIONS | orjson.OPT_APPEND_NEWLINE
LINE = b'{"customer_id":%b,"customer_known":%b,"may_send":%b,"items":[%b],"scores":[%b]}\n'


class Compact:
    """Writes one batch. Remembers what it has named: the fields of an item are written once, before its first use."""

    def __init__(self, served: Served, wanted: BatchWanted) -> None:
        self.query = wanted.query()
        self._served = served
        self._read = served.readers(wanted.fields)
        self._ids = np.full(served.bundle.items.count, None, dtype=object)
        self._named = np.zeros(served.bundle.items.count, dtype=bool)
        self._new: dict[str, dict[str, object]] = {}

    def head(self) -> bytes:
        """The first line: what holds for all of them."""
        bundle, query = self._served.bundle, self.query
        about = {"bundle": bundle.id, "as_of": bundle.as_of, "placement": query.placement, "requested": query.n}
        return orjson.dumps(about, option=OPTIONS)

    def new_items(self) -> bytes:
        """The line {"item_fields": {item_id: fields}} for the items that the last answers name for the first time."""
        new, self._new = self._new, {}
        return orjson.dumps({"item_fields": new}, option=OPTIONS) if new else b""

    def answers(self, lines: Sequence[Good]) -> list[bytes]:
        """A line per customer: {"customer_id", "customer_known", "may_send", "items", "scores"}."""
        ids = [line.customer_id for line in lines]
        context, exclude = [line.item_id for line in lines], [line.exclude for line in lines]
        whom = whom_of(self._served.bundle, ids, context, exclude)
        decided = decide(self._served.bundle, self.query, whom, explain=False)
        shown = decided.item >= 0
        self._name(distinct(decided.item[shown]))
        items = self._ids[decided.item].tolist()
        scores = rows_of_numbers(decided.score)
        if not shown.all():
            for row, length in enumerate(shown.sum(axis=1).tolist()):
                items[row] = items[row][:length]
                scores[row] = b",".join(scores[row].split(b",")[:length])
        names = [orjson.dumps(id_ or None) for id_ in ids]
        known, may_send = flags(whom.customer >= 0), flags(decided.may_send)
        return [
            LINE % (name, is_known, may, b",".join(held), score)
            for name, is_known, may, held, score in zip(names, known, may_send, items, scores, strict=True)
        ]

    def _name(self, items: np.ndarray) -> None:
        """Read the ids and fields of items not named before."""
        fresh = items[~self._named[items]]
        self._named[fresh] = True
        for item in fresh.tolist():
            item_id = self._served.item_id(item)
            self._ids[item] = orjson.dumps(item_id)
            self._new[item_id] = {name: read(item) for name, read in self._read}
