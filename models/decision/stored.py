"""The rows of a batch that last night's lists answer whole, as matrices of one width: most customers on most days.

The same steps as in `sources._stored` and `diversity.shortlist`; a property test holds both to the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs
from models.bundle.bundle import Bundle, Lists
from models.decision.exclusions import fresh_permit
from models.decision.heads import MOST, Heads, rest, whole
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


def stored(bundle: Bundle, query: Query, whom: Whom, depth: int) -> Iterator[Stored]:
    """The full lists of all rows that have `depth` entries left when what the row names is taken out; none where the
    query forbids more than the lists obey. Cost: two sorts of rows of `depth` small numbers, one more where items have
    variants, two more where rows name items."""
    lists = bundle.lists
    if lists is None or not query.as_listed:
        return
    listed, names = lists.items.lengths(whom.customer) >= depth, whom.names
    plain = (listed & (names == 0)).nonzero()[0]
    if len(plain):
        yield from _answered(bundle, lists, query.n, whom, whole(lists.items, whom.customer, plain, depth))
    naming = (listed & (names > 0) & (names <= MOST)).nonzero()[0]
    if len(naming):
        yield from _answered(bundle, lists, query.n, whom, _rest(bundle, lists, query, whom, naming, depth))


def _rest(bundle: Bundle, lists: Lists, query: Query, whom: Whom, row: Longs, depth: int) -> Heads:
    banned = fresh_permit(bundle, query, whom.take(row)).banned
    return rest(lists.items, whom.customer, row, depth, banned, bundle.items.family, bundle.families)


def _answered(bundle: Bundle, lists: Lists, n: int, whom: Whom, heads: Heads) -> Iterator[Stored]:
    if bundle.variants:
        heads = heads.take(_alone(bundle.items.family[heads.item]))
    if len(heads.row):
        place, crowded = _in_turns(bundle, heads.item, n)
        at = heads.at(place)
        anchor = anchors(bundle, whom.customer[heads.row, None], lists.slot[at])
        yield Stored(heads.row, lists.items.values[at], lists.score[at], lists.source[at], anchor, crowded)


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
