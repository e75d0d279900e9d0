"""The lists of some customers on their way into a file, as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs
from models.bundle.bundle import Bundle
from models.decision.decide import decide, decision_ids
from models.decision.query import Decisions, Query, Whom

COLUMNS = ("customer_id", "rank", "item_id", "score", "source", "reason", "score_kind", "decision_id")
CHUNK = 1000  # customers decided together
MOST = 200  # items of a list


@dataclass(frozen=True)
class Chunk:
    """customers: their ids. Then an entry per item shown: row, whose in `customers`; rank from 1; item, its number;
    score; source, position in RECOMMENDERS; likely, whether the scores of its list are chances. decisions: the id of
    each customer's."""

    customers: Sequence[str]
    row: Longs
    rank: Longs
    item: Ints
    score: Floats
    source: Bytes
    likely: Bools
    decisions: list[str]


Write = Callable[[Chunk], None]


@dataclass(frozen=True)
class ByNow:
    """known: those asked about, with their ids, as they are by now. remember: the decisions made for these ids, with
    theirs."""

    known: Callable[[Whom, Sequence[str]], Whom]
    remember: Callable[[Sequence[str], Sequence[str], Decisions], None]


AS_LAST_NIGHT = ByNow(lambda whom, customers: whom, lambda customers, decisions, decided: None)
"""Where there is no event store to ask."""


def decided(
    bundle: Bundle, customers: Sequence[str] | None, query: Query, by_now: ByNow = AS_LAST_NIGHT
) -> Iterator[Chunk]:
    """The lists of the customers (None: of all that the bundle knows), CHUNK customers at a time."""
    count = bundle.customers.count if customers is None else len(customers)
    for first in range(0, count, CHUNK):
        numbers = np.arange(first, min(first + CHUNK, count), dtype=np.int32)
        if customers is None:
            names = [bundle.customers.id[number] for number in numbers.tolist()]
        else:
            names = customers[first : first + CHUNK]
            numbers = bundle.customer_numbers(names)
        whom = by_now.known(Whom.of(numbers), names)
        lists = decide(bundle, query, whom, explain=False)
        named = decision_ids(bundle, query, whom, lists.rows_shown(), names)
        by_now.remember(names, named, lists)
        row, place = (lists.item >= 0).nonzero()
        at = (row, place)
        yield Chunk(names, row, place + 1, lists.item[at], lists.score[at], lists.source[at], lists.likely[row], named)
