"""From candidates to places: one item per variant family, and no category crowds the others out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Ints, Longs
from models.bundle.bundle import Bundle
from models.recommenders.protocol import Candidates


@dataclass(frozen=True)
class Shortlist:
    """The candidates that get a place, and which: 0, 1, ... within each row. crowded bool: taken beyond the
    category's share."""

    chosen: Candidates
    place: Longs
    crowded: Bools


def shortlist(bundle: Bundle, found: Candidates, n: int, room: Longs) -> Shortlist:
    """The candidates that get a place, at most room[row] of each row, best first.

    A category may fill ceil(category_share * n) places; what goes beyond waits until the others had their turn (a
    stable re-ranking by turns, so with a single category nothing moves). Cost: two sorts of the candidates.
    """
    if bundle.variants:
        found = _one_per_family(bundle, found)
    late = np.zeros(len(found.row), dtype=bool)
    if bundle.categorised:
        turn = _turns(bundle, found.row, found.item, n)
        if turn.any():
            order = np.lexsort((turn, found.row))
            found, late = _taken(found, order), turn[order] > 0
    place = _place(found.row, len(room))
    fits = place < room[found.row]
    if fits.all():
        return Shortlist(found, place, late)
    return Shortlist(_taken(found, fits), place[fits], late[fits])


def _one_per_family(bundle: Bundle, found: Candidates) -> Candidates:
    """The best item of each family; families come twice seldom, so that is looked at first."""
    key = found.row.astype(np.int64) * bundle.families + bundle.items.family[found.item]
    in_order = np.sort(key)
    if not (in_order[1:] == in_order[:-1]).any():
        return found
    return _taken(found, np.sort(np.unique(key, return_index=True)[1]))


def _turns(bundle: Bundle, row: Ints, item: Ints, n: int) -> Longs:
    """In which turn each candidate may take a place; items without a category are never crowded."""
    code = bundle.items.category.code[item].astype(np.int64)
    share = max(int(np.ceil(bundle.policy.category_share * n)), 1)
    key = row * np.int64(len(bundle.items.category.name) + 1) + code + 1
    order = np.argsort(key, kind="stable")
    in_order = key[order]
    nth = np.empty(len(key), dtype=np.int64)
    nth[order] = np.arange(len(key)) - np.searchsorted(in_order, in_order)
    return np.where(code < 0, 0, nth // share)


def _place(row: Ints, rows: int) -> Longs:
    """0, 1, 2 ... anew for every row; row ascending."""
    place = np.arange(len(row))
    return place if rows == 1 else place - np.searchsorted(row, np.arange(rows))[row]


def _taken(found: Candidates, at: Longs | Bools) -> Candidates:
    return Candidates(found.row[at], found.item[at], found.score[at], found.anchor[at])
