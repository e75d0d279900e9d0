"""The best entries of each row, with one order for ties."""

from __future__ import annotations

import numpy as np

from data.arrays import Floats, Ints, Longs

SCORE_BITS = 31
LARGEST = (1 << SCORE_BITS) - 1
KEY_BITS = 63
"""Of a key that is not negative: what does not fit into one is answered in halves."""
LONG = 4
"""Times the depth beyond which a row's best are set apart before they are sorted."""


def best_per_row(offsets: Longs, score: Floats, depth: int) -> Longs:
    """Positions of the `depth` highest scores of every row, rows in order, best first; ties: the earlier first.

    offsets int64 [rows + 1]; score float32, finite and above 0: such floats order like their bits, so row, score and
    place fit one integer and a plain sort does the work.
    Cost: one sort of int64, about 12 ns an entry; of what a long row holds beyond its best, a third of that.
    """
    if not len(score) or depth < 1:
        return np.empty(0, dtype=np.int64)
    down = LARGEST - score.view(np.int32).astype(np.int64)
    if len(offsets) == 2:
        bits = len(score).bit_length()
        key = (down << bits) | np.arange(len(score))
        if len(key) > LONG * depth:
            key.partition(depth - 1)
            key = key[:depth]
        key.sort()
        return key[:depth] & ((1 << bits) - 1)
    lengths = offsets[1:] - offsets[:-1]
    bits = int(lengths.max()).bit_length()
    if len(lengths).bit_length() + SCORE_BITS + bits > KEY_BITS:
        half = len(lengths) // 2
        parts = (offsets[: half + 1], offsets[half:])
        return np.concatenate(
            [best_per_row(part - part[0], score[part[0] : part[-1]], depth) + part[0] for part in parts]
        )
    row = np.arange(len(lengths)).repeat(lengths)
    key = (((row << SCORE_BITS) | down) << bits) | (np.arange(len(score)) - offsets[row])
    key = _ahead(key, offsets, depth, LONG * depth)
    key.sort()
    row = key >> (bits + SCORE_BITS)
    kept = np.arange(len(key)) - np.searchsorted(row, row) < depth
    return (key[kept] & ((1 << bits) - 1)) + offsets[row[kept]]


def strongest(row: Longs, item: Ints, weight: Floats, items: int, depth: int) -> tuple[Longs, Longs, Floats]:
    """(row, item, weight) of the `depth` largest weights of every row, by row and item; ties: the lower item number.

    row int64 ascending from 0; item below `items`, in any order; weight finite and above 0. Cost: what a long row holds
    beyond its best is set aside without a sort; one of the rest.
    """
    bits, rows = items.bit_length(), int(row.max(initial=-1)) + 1
    if rows > 1 and rows.bit_length() + SCORE_BITS + bits > KEY_BITS:
        half = rows // 2
        at = int(np.searchsorted(row, half))
        first = strongest(row[:at], item[:at], weight[:at], items, depth)
        other, *rest = strongest(row[at:] - half, item[at:], weight[at:], items, depth)
        return tuple(map(np.concatenate, zip(first, (other + half, *rest), strict=True)))  # type: ignore[return-value]
    key = (((row << SCORE_BITS) | (LARGEST - weight.view(np.int32))) << bits) | item
    key = _ahead(key, np.concatenate(([0], np.cumsum(np.bincount(row)))), depth, depth)
    row, number = key >> (bits + SCORE_BITS), key & ((1 << bits) - 1)
    key = ((row * items + number) << SCORE_BITS) | (LARGEST - (key >> bits & LARGEST))
    key.sort()
    row, number = np.divmod(key >> SCORE_BITS, max(items, 1))
    return row, number, (key & LARGEST).astype(np.int32).view(np.float32)


def _ahead(key: Longs, offsets: Longs, depth: int, longest: int) -> Longs:
    """The keys, of rows beyond `longest` only the `depth` smallest; changes the order within them."""
    long = np.flatnonzero(offsets[1:] - offsets[:-1] > longest)
    if not len(long):
        return key
    kept = np.ones(len(key), dtype=bool)
    for begin, end in zip(offsets[long].tolist(), offsets[long + 1].tolist(), strict=True):
        key[begin:end].partition(depth - 1)
        kept[begin + depth : end] = False
    return key[kept]
