"""The first entries of last night's lists that may be shown, as matrices of one width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from data.arrays import ABSENT, Bools, Ints, Longs, Ragged

MOST = 256
"""Families forbidden to a row, beyond which it is left to the slower way: the widest row sets the width of all."""


@dataclass(frozen=True)
class Heads:
    """row int64 [rows]: whose heads; first int64 [rows]: where their lists begin; item int32 [rows, depth]; column
    int64 [rows, depth]: how far from `first` each entry stands, None where they stand side by side."""

    row: Longs
    first: Longs
    item: Ints
    column: Longs | None

    def take(self, kept: Bools) -> Heads:
        """Some of the rows."""
        column = None if self.column is None else self.column[kept]
        return Heads(self.row[kept], self.first[kept], self.item[kept], column)

    def at(self, place: Longs) -> Longs:
        """Where in the lists the entries at some places of each row [rows, n] stand."""
        return self.first[:, None] + (place if self.column is None else np.take_along_axis(self.column, place, axis=1))


def whole(lists: Ragged, customer: Ints, row: Longs, depth: int) -> Heads:
    """The first `depth` entries of some rows, all of which hold as many. Cost: a copy."""
    first = lists.offsets[customer[row]]
    return Heads(row, first, sliding_window_view(lists.values, depth)[first], None)


def rest(lists: Ragged, customer: Ints, row: Longs, depth: int, banned: Longs, family: Ints, families: int) -> Heads:
    """The first `depth` entries that are not banned, of the rows that have them among depth + MOST.

    banned: keys position in `row` * families + family, ascending. Cost: two sorts of rows of small numbers; no entry is
    looked up, which takes twenty times as long.
    """
    gone = _rectangle(banned, families, len(row))
    first, length = lists.offsets[customer[row]], lists.lengths(customer[row])
    width = min(depth + gone.shape[1], int(length.max()))
    start = np.minimum(first, len(lists.values) - width)  # the last lists end before a window from their first entry
    item = sliding_window_view(lists.values, width)[start]
    column = _kept(family[item], gone)
    column -= (first - start)[:, None]
    column[(column < 0) | (column >= length[:, None])] = width
    column.sort(axis=1)
    full = column[:, depth - 1] < width
    column = column[full, :depth]
    item = np.take_along_axis(item[full], column + (first - start)[full, None], axis=1)
    return Heads(row[full], first[full], item, column)


def _kept(family: Ints, gone: Ints) -> Longs:
    """The columns of each row in any order; a width that none has in place of those whose family is gone."""
    width = family.shape[1]
    bits = (width + 1).bit_length()
    code = np.empty((len(family), gone.shape[1] + width), dtype=np.int64)
    code[:, : gone.shape[1]] = gone
    code[:, gone.shape[1] :] = family
    code <<= bits
    code[:, gone.shape[1] :] |= np.arange(1, width + 1)
    code.sort(axis=1)  # what is gone stands before what has its family
    column = (code & ((1 << bits) - 1)) - 1
    code >>= bits
    last = np.maximum.accumulate(np.where(column < 0, code, ABSENT), axis=1)
    column[code == last] = 2 * width
    return column


def _rectangle(banned: Longs, families: int, rows: int) -> Ints:
    """The families banned in each row, int32 [rows, most], filled with -1 that no item has."""
    row = banned // families
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(rows))[row]
    held = np.full((rows, int(place.max(initial=-1)) + 1), ABSENT, dtype=np.int32)
    held[row, place] = banned - row * families
    return held
