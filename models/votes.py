"""Votes in order: what several items of a row say of one other stands together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from data.arrays import Ints, Longs

MANY = 64
"""Votes of a row from which it is put in order on its own."""


def in_order(first: Longs, item: Ints, items: int) -> tuple[Longs, Longs]:
    """Votes sorted by (row, item, place): the key row * items + item of each, and its position before sorting.

    first int64 [rows + 1]: where each row's votes begin. Long rows are put in order one by one, in the processor's
    cache; in short ones row, item and place share one integer, so that a plain sort of all is enough.
    """
    rows = len(first) - 1
    if rows == 1:
        order = _by_item(item, items)
        return item[order].astype(np.int64), order
    lengths = first[1:] - first[:-1]
    row = np.arange(rows).repeat(lengths)
    if len(item) >= MANY * rows:
        bounds = first.tolist()
        order = np.concatenate([_by_item(item[b:e], items) + b for b, e in pairwise(bounds)])
        return row * items + item[order], order
    bits = int(lengths.max()).bit_length()
    key = ((row * items + item) << bits) | (np.arange(len(item)) - first[row])
    key.sort()
    return key >> bits, (key & ((1 << bits) - 1)) + first[row]


def _by_item(item: Ints, items: int) -> Longs:
    """Where the items stand, ascending, equals in their order: numpy sorts 16 bits by radix, five times as fast."""
    order = (item & 0xFFFF).astype(np.uint16).argsort(kind="stable")
    if items > 1 << 16:
        order = order[(item[order] >> 16).astype(np.uint16).argsort(kind="stable")]
    return order
