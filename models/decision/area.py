"""The customer's own area in the shop: titled rows in a fixed order, no item in two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.arrays import Ints, Ragged
from models.bundle.bundle import Bundle
from models.decision.decide import decide
from models.decision.query import Decisions, Query, Since, Whom


@dataclass(frozen=True)
class Stream:
    """fill: whether fallbacks may complete the row; least: with fewer items the row is left out."""

    name: str
    title: str
    strategy: str
    n: int
    fill: bool
    least: int


STREAMS: tuple[Stream, ...] = (
    Stream("goes_with", "Goes with your last order", "complementary", 12, fill=False, least=3),
    Stream("for_you", "Chosen for you", "personal", 12, fill=True, least=1),
    Stream("buy_again", "Time to buy again", "buy_again", 12, fill=False, least=1),
    Stream("trending", "Popular this week", "trending", 12, fill=False, least=3),
    Stream("new", "New in the shop", "new", 12, fill=False, least=3),
)


@dataclass(frozen=True)
class Row:
    """One row of the area: the stream and its decisions (a batch of one)."""

    stream: Stream
    query: Query
    whom: Whom
    decisions: Decisions


def area(
    bundle: Bundle, query: Query, customer: int, since: Since | None = None, shown: Ragged | None = None
) -> list[Row]:
    """The rows for one customer (-1 unknown), in the order of STREAMS; the query gives placement, filter and stock
    rules; since: what the customer did after last night; shown: what was shown too recently; each a single row."""
    rows: list[Row] = []
    above: Ints = np.empty(0, dtype=np.int32)
    for stream in STREAMS:
        asked = replace(query, strategy=stream.strategy, n=stream.n)
        seen = Ragged(np.array([0, len(above)]), above)
        whom = Whom.of(np.array([customer], dtype=np.int32), exclude=seen, since=since, shown=shown)
        decisions = decide(bundle, asked, whom, fill=stream.fill)
        items = decisions.item[0][decisions.item[0] >= 0]
        if len(items) >= stream.least:
            rows.append(Row(stream, asked, whom, decisions))
            above = np.concatenate((above, items))
    return rows
