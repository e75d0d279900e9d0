"""The full form of a batch: each line as /recommend answers."""

from __future__ import annotations

from collections.abc import Sequence

from service.answering import recommendations
from service.api.arguments import BatchWanted
from service.deciding import lists_for
from service.lines import Good
from service.living import Living
from service.pieces import Entries
from service.served import Served


class Full:
    """Writes one batch."""

    def __init__(self, living: Living | None, served: Served, wanted: BatchWanted) -> None:
        self.query = wanted.query()
        self._living, self._served, self._record = living, served, wanted.record
        self._entries = served.pieces(Entries, wanted.fields)

    def head(self) -> bytes:
        """Nothing goes before the lines."""
        return b""

    def new_items(self) -> bytes:
        """Item fields stand in each line."""
        return b""

    def answers(self, lines: Sequence[Good]) -> list[bytes]:
        """A line per customer, in pieces of several lines."""
        lists = lists_for(self._living, self._served, self.query, self._record, lines, explain=True)
        return recommendations(self._served, self.query, lists, self._entries)
