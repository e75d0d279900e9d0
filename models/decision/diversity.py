"""From candidates to places: one item per variant family, and no category crowds the others out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats, Ints, Longs
from models.bundle.bundle import Bundle
from models.recommenders.protocol import Candidates


@dataclass(frozen=True)
class Shortlist:
    """What goes into the list: place 0, 1, ... within each row; crowded: rows in which a category passed its share, ascending."""

    row: Ints
    place: Longs
    item: Ints
    score: Floats
    anchor: Ints
    crowded: Ints


def shortlist(bundle: Bundle, found: Candidates, n: int, room: Longs) -> Shortlist:
    """The candidates that get a place, at most room[row] of each row, best first.

    A category may fill ceil(category_share * n) places; what goes beyond waits until the others had their turn (a stable
    re-ranking by turns, so with a single category nothing moves). Cost: two sorts of the candidates.
    """
    row, at = found.row, np.arange(len(found.row))
    if bundle.variants:
        at = np.sort(_first_of(row.astype(np.int64) * bundle.families + bundle.items.family[found.item]))
    turn = np.zeros(len(at), dtype=np.int64)
    if bundle.categorised:
        turn = _turns(bundle, row[at], found.item[at], n)
        order = np.lexsort((turn, row[at]))
        at, turn = at[order], turn[order]
    place = _place(row[at])
    kept = place < room[row[at]]
    at, place = at[kept], place[kept]
    crowded = np.unique(row[at][turn[kept] > 0])
    return Shortlist(row[at], place, found.item[at], found.score[at], found.anchor[at], crowded)


def _turns(bundle: Bundle, row: Ints, item: Ints, n: int) -> Longs:
    """In which turn each candidate may take a place; items without a category are never crowded."""
    code = bundle.items.category.code[item].astype(np.int64)
    share = max(int(np.ceil(bundle.policy.category_share * n)), 1)
    key = row * np.int64(len(bundle.items.category.name) + 1) + code + 1
    order = np.argsort(key, kind="stable")
    nth = np.empty(len(key), dtype=np.int64)
    nth[order] = _place(key[order])
    return np.where(code < 0, 0, nth // share)


def _place(sorted_key: Ints | Longs) -> Longs:
    """0, 1, 2 ... anew wherever the key changes."""
    if not len(sorted_key):
        return np.empty(0, dtype=np.int64)
    starts: Bools = np.concatenate(([True], sorted_key[1:] != sorted_key[:-1]))
    first = np.flatnonzero(starts)
    return np.arange(len(sorted_key)) - np.repeat(first, np.diff(np.append(first, len(sorted_key))))


def _first_of(key: Longs) -> Longs:
    return np.unique(key, return_index=True)[1]
