"""The best entries of each row, with one order for ties."""

from __future__ import annotations

import numpy as np

from data.arrays import Floats, Ints, Longs

SCORE_BITS = 31
LARGEST = (1 << SCORE_BITS) - 1


def best_per_row(offsets: Longs, score: Floats, depth: int) -> Longs:
    """Positions of the `depth` highest scores of every row, rows in order, best first; ties: the earlier first.

    offsets int64 [rows + 1]; score float32, finite and above 0: such floats order like their bits, so row, score and
    place fit one integer and a plain sort does the work. rows times the longest row must stay below 2 ** 32.
    Cost: one sort of int64, about 12 ns an entry.
    """
    if not len(score) or depth < 1:
        return np.empty(0, dtype=np.int64)
    down = LARGEST - score.view(np.int32).astype(np.int64)
    if len(offsets) == 2:
        bits = len(score).bit_length()
        key = (down << bits) | np.arange(len(score))
        key.sort()
        return key[:depth] & ((1 << bits) - 1)
    lengths = offsets[1:] - offsets[:-1]
    bits = int(lengths.max()).bit_length()
    row = np.arange(len(lengths)).repeat(lengths)
    within = np.arange(len(score)) - offsets[row]
    key = (((row << SCORE_BITS) | down) << bits) | within
    key.sort()
    key = key[within < depth]
    return (key & ((1 << bits) - 1)) + offsets[key >> (bits + SCORE_BITS)]


def strongest(row: Longs, item: Ints, weight: Floats, items: int, depth: int) -> tuple[Longs, Longs, Floats]:
    """(row, item, weight) of the `depth` largest weights of every row, by row and item; ties: the lower item number.

    row int64 ascending from 0; item below `items`, in any order; weight finite and above 0. Rows times items must stay
    below 2 ** 32. Cost: one sort of int64, about 12 ns an entry.
    """
    bits = items.bit_length()
    key = (((row << SCORE_BITS) | (LARGEST - weight.view(np.int32))) << bits) | item
    key.sort()
    lengths = np.bincount(row)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    key = key[np.arange(len(key)) - first < depth]
    row, item_number = key >> (bits + SCORE_BITS), key & ((1 << bits) - 1)
    found = (LARGEST - (key >> bits & LARGEST)).astype(np.int32).view(np.float32)
    by_item = np.argsort(row * items + item_number)
    return row[by_item], item_number[by_item], found[by_item]
