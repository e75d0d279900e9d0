"""The rows of a batch that last night's lists answer whole, as matrices of one width: most customers on most days.

The same steps as in `sources._stored` and `diversity.shortlist`; a property test holds both to the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

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
    the lists obey. Cost: two sorts of rows of `depth` small numbers, one more where items have variants."""
    lists, customer = bundle.lists, whom.customer
    if lists is None or not query.as_listed or len(whom.context.values) or len(whom.exclude.values):
        return None
    row = (lists.items.lengths(customer) >= depth).nonzero()[0]
    if not len(row):
        return None
    first = lists.items.offsets[customer[row]]
    item = sliding_window_view(lists.items.values, depth)[first]
    if bundle.variants:
        alone = _alone(bundle.items.family[item])
        row, first, item = row[alone], first[alone], item[alone]
    place, crowded = _in_turns(bundle, item, query.n)
    at = first[:, None] + place
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
    by_code = bundle.items.category.code[item]
    by_code <<= bits
    by_code |= column
    by_code.sort(axis=1)
    by_turn = by_code & ((1 << bits) - 1)
    by_code >>= bits
    by_code[by_code < 0] -= by_turn[by_code < 0]  # items without a category are of no kind together
    for before in range(share, width, share):  # a category stands together: is it the same so many places before?
        by_turn[:, before:] += (by_code[:, before:] == by_code[:, :-before]) * np.int32(1 << bits)
    by_turn.sort(axis=1)
    taken = by_turn[:, :n]
    crowded: Bools = (taken >> bits > 0).any(axis=1)
    return (taken & ((1 << bits) - 1)).astype(np.int64), crowded
