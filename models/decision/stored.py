"""The rows of a batch that last night's lists answer whole, as matrices of one width: most customers on most days.

The same steps as in `sources._stored` and `diversity.shortlist`; a property test holds both to the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs
from models.bundle.bundle import Bundle
from models.decision.query import Query, Whom
from models.decision.sources import anchors


@dataclass(frozen=True)
class Stored:
    """row int64: which rows of the batch are answered; item, score, source, anchor [rows, n]; crowded bool: whether a
    category took more than its share."""

    row: Longs
    item: Ints
    score: Floats
    source: Bytes
    anchor: Ints
    crowded: Bools


def stored(bundle: Bundle, query: Query, whom: Whom, depth: int) -> Stored | None:
    """The full lists of all rows whose first `depth` entries stand as they are; None where the query forbids more than
    the lists obey. Cost: three sorts of rows of `depth` small numbers."""
    lists, customer = bundle.lists, whom.customer
    if lists is None or not query.as_listed or len(whom.context.values) or len(whom.exclude.values):
        return None
    row = (lists.items.lengths(customer) >= depth).nonzero()[0]
    at = lists.items.offsets[customer[row], None] + np.arange(depth)
    item = lists.items.values[at]
    if bundle.variants:
        alone = _alone(bundle.items.family[item])
        row, at, item = row[alone], at[alone], item[alone]
    place, crowded = _in_turns(bundle, item, query.n)
    at = np.take_along_axis(at, place, axis=1)
    anchor = anchors(bundle, customer[row, None], lists.slot[at])
    return Stored(row, lists.items.values[at], lists.score[at], lists.source[at], anchor, crowded)


def _alone(family: Ints) -> Bools:
    """bool [rows]: whether no family stands twice in a row."""
    family.sort(axis=1)
    return (family[:, 1:] != family[:, :-1]).all(axis=1)


def _in_turns(bundle: Bundle, item: Ints, n: int) -> tuple[Longs, Bools]:
    """The columns [rows, n] that are taken when a category that had its share waits for the others; crowded [rows]."""
    rows, width = len(item), item.shape[1]
    column = np.arange(width, dtype=np.int32)
    if not bundle.categorised:
        return np.broadcast_to(np.arange(n), (rows, n)), np.zeros(rows, dtype=bool)
    bits, share = width.bit_length(), max(ceil(bundle.policy.category_share * n), 1)
    by_code = np.sort((bundle.items.category.code[item] << bits) | column, axis=1)
    code = by_code >> bits
    begins = np.zeros(item.shape, dtype=np.int32)
    np.copyto(begins[:, 1:], column[1:], where=code[:, 1:] != code[:, :-1])
    turn = (column - np.maximum.accumulate(begins, axis=1)) // share
    turn[code < 0] = 0
    by_turn = np.sort((turn << bits) | (by_code & ((1 << bits) - 1)), axis=1)[:, :n]
    crowded: Bools = (by_turn >> bits > 0).any(axis=1)
    return (by_turn & ((1 << bits) - 1)).astype(np.int64), crowded
