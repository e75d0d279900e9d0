"""The full form of a batch: each line as /recommend answers."""

from __future__ import annotations

from collections.abc import Sequence

from models.decision.decide import decide
from service.answering import recommendations
from service.api.arguments import BatchWanted
from service.asking import whom_of
from service.lines import Good
from service.pieces import Entries
from service.served import Served


class Full:
    """Writes one batch."""

    def __init__(self, served: Served, wanted: BatchWanted) -> None:
        self.query = wanted.query()
        self._served = served
        self._entries = served.pieces(Entries, wanted.fields)

    def head(self) -> bytes:
        """Nothing goes before the lines."""
        return b""

    def new_items(self) -> bytes:
        """Item fields stand in each line."""
        return b""

    def answers(self, lines: Sequence[Good]) -> list[bytes]:
        """A line per customer, in pieces of several lines."""
        bundle = self._served.bundle
        ids = [str(line.customer_id) for line in lines]
        whom = whom_of(bundle, ids, [line.item_id for line in lines], [line.exclude for line in lines])
        decided = decide(bundle, self.query, whom)
        return recommendations(self._served, self.query, whom, ids, decided, self._entries)
