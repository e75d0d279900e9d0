"""The compact form of a batch: ids and scores per customer, the item fields once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson

from data.arrays import distinct
from models.decision.decide import decide
from service.api.arguments import BatchWanted
from service.asking import ForWhom, whom_of
from service.declarations import JSON_OPTIONS
from service.served import Served

LINE = JSON_OPTIONS | orjson.OPT_APPEND_NEWLINE


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
        return orjson.dumps(about, option=LINE)

    def new_items(self) -> bytes:
        """The line {"item_fields": {item_id: fields}} for the items that the last answers name for the first time."""
        new, self._new = self._new, {}
        return orjson.dumps({"item_fields": new}, option=LINE) if new else b""

    def answers(self, lines: Sequence[ForWhom]) -> list[bytes]:
        """A line per customer: {"customer_id", "customer_known", "may_send", "items", "scores"}."""
        whom = whom_of(self._served.bundle, lines)
        decided = decide(self._served.bundle, self.query, whom, explain=False)
        shown = decided.item >= 0
        self._name(distinct(decided.item[shown]))
        rows = zip(
            lines, (whom.customer >= 0).tolist(), decided.may_send.tolist(), shown.sum(axis=1).tolist(),
            self._ids[decided.item].tolist(), decided.score, strict=True,
        )  # fmt: skip
        return [
            orjson.dumps(
                {
                    "customer_id": line.customer_id or None,
                    "customer_known": known,
                    "may_send": may_send,
                    "items": items[:length],
                    "scores": scores[:length],
                },
                option=LINE,
            )
            for line, known, may_send, length, items, scores in rows
        ]

    def _name(self, items: np.ndarray) -> None:
        """Read the ids and fields of items not named before."""
        fresh = items[~self._named[items]]
        self._named[fresh] = True
        for item in fresh.tolist():
            self._ids[item] = item_id = self._served.item_id(item)
            self._new[item_id] = {name: read(item) for name, read in self._read}
