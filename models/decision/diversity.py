"""From candidates to places: one item per variant family, and no category crowds the others out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Bools, Ints, Longs
from models.bundle.bundle import Bundle
from models.decision.sourced import Sourced


@dataclass(frozen=True)
class Shortlist:
    """The candidates that get a place, and which: 0, 1, ... within each row. crowded bool: taken beyond the
    category's share."""

    chosen: Sourced
    place: Longs
    crowded: Bools


def shortlist(bundle: Bundle, found: Sourced, n: int, room: Longs) -> Shortlist:
    """The candidates that get a place, at most room[row] of each row, best first.

    A category may fill ceil(category_share * n) places; what goes beyond waits until the others had their turn (a
    stable re-ranking by turns, so with a single category nothing moves). Cost: two sorts of the candidates.
    """
    if bundle.variants:
        found = _one_per_family(bundle, found)
    place = _place(found.row, len(room))
    late = np.zeros(len(found.row), dtype=bool)
    if bundle.categorised:
        found, late = _spread(bundle, found, place, n, len(room))
    fits = place < room[found.row]
    return Shortlist(found.take(fits), place[fits], late[fits])


def _one_per_family(bundle: Bundle, found: Sourced) -> Sourced:
    """The best item of each family; families come twice seldom, so that is looked at first."""
    key = found.row.astype(np.int64) * bundle.families + bundle.items.family[found.item]
    in_order = np.sort(key)
    if not (in_order[1:] == in_order[:-1]).any():
        return found
    return found.take(np.sort(np.unique(key, return_index=True)[1]))


def _spread(bundle: Bundle, found: Sourced, place: Longs, n: int, rows: int) -> tuple[Sourced, Bools]:
    """The candidates with each crowded row put in turns, and which of them had to wait. Most rows are not crowded."""
    code = bundle.items.category.code[found.item]
    share = max(int(np.ceil(bundle.policy.category_share * n)), 1)
    crowded = _crowded(found.row, code, place, n, rows, share)
    at = np.arange(len(found.row)) if crowded.all() else crowded[found.row].nonzero()[0]
    turn = np.zeros(len(found.row), dtype=np.int64)
    turn[at] = _turns(found.row[at], code[at], len(bundle.items.category.name), share)
    if not turn.any():
        return found, turn > 0
    order = np.arange(len(turn))
    order[at] = at[np.lexsort((turn[at], found.row[at]))]
    return found.take(order), turn[order] > 0


def _crowded(row: Ints, code: Ints, place: Longs, n: int, rows: int, share: int) -> Bools:
    """bool [rows]: whether any category stands more than `share` times among a row's first n candidates."""
    if share >= n:
        return np.zeros(rows, dtype=bool)
    first = place < n
    codes = np.full((rows, n), ABSENT, dtype=np.int32)
    codes[row[first], place[first]] = code[first]
    codes.sort(axis=1)
    return ((codes[:, share:] == codes[:, :-share]) & (codes[:, share:] >= 0)).any(axis=1)


def _turns(row: Ints, code: Ints, codes: int, share: int) -> Longs:
    """In which turn each candidate may take a place; items without a category are never crowded."""
    key = row * np.int64(codes + 1) + code + 1
    order = np.argsort(key, kind="stable")
    in_order = key[order]
    nth = np.empty(len(key), dtype=np.int64)
    nth[order] = np.arange(len(key)) - np.searchsorted(in_order, in_order)
    return np.where(code < 0, 0, nth // share)


def _place(row: Ints, rows: int) -> Longs:
    """0, 1, 2 ... anew for every row; row ascending."""
    place = np.arange(len(row))
    return place if rows == 1 else place - np.searchsorted(row, np.arange(rows))[row]
