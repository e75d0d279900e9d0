"""The lists of some customers on their way into a file, as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs
from models.bundle.bundle import Bundle
from models.decision.decide import decide
from models.decision.query import Query, Whom

COLUMNS = ("customer_id", "rank", "item_id", "score", "source", "reason", "score_kind")
CHUNK = 1000  # customers decided together
MOST = 200  # items of a list


@dataclass(frozen=True)
class Chunk:
    """customers: their ids. Then an entry per item shown: row, whose in `customers`; rank from 1; item, its number;
    score; source, position in RECOMMENDERS; likely, whether the scores of its list are chances."""

    customers: Sequence[str]
    row: Longs
    rank: Longs
    item: Ints
    score: Floats
    source: Bytes
    likely: Bools


Write = Callable[[Chunk], None]


def decided(bundle: Bundle, customers: Sequence[str] | None, query: Query) -> Iterator[Chunk]:
    """The lists of the customers (None: of all that the bundle knows), CHUNK customers at a time."""
    count = bundle.customers.count if customers is None else len(customers)
    for first in range(0, count, CHUNK):
        numbers = np.arange(first, min(first + CHUNK, count), dtype=np.int32)
        if customers is None:
            names = [bundle.customers.id[number] for number in numbers.tolist()]
        else:
            names = customers[first : first + CHUNK]
            numbers = bundle.customer_numbers(names)
        lists = decide(bundle, query, Whom.of(numbers), explain=False)
        row, place = (lists.item >= 0).nonzero()
        at = (row, place)
        yield Chunk(names, row, place + 1, lists.item[at], lists.score[at], lists.source[at], lists.likely[row])
