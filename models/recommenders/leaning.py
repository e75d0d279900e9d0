"""Which way a customer leans: what goes with all that was bought lately counts more beside an item asked about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints, Longs
from models.candidates import Asked
from models.neighbours import Neighbours

LATELY = 64
"""Entries of a history that are looked at, the newest: each costs a look at up to a hundred neighbours."""


@dataclass(frozen=True)
class Leaning:
    """How much more the items of a history give an item than is usual, by one table.

    usual float32 [items], above 0 where the table names the item: what a history must give it to double its score.
    """

    table: Neighbours
    usual: Floats
    asked: Asked

    def of(self, row: Longs, item: Ints) -> Floats:
        """float32, one per pair, at least 1: (1 + given / usual) ** (1 / number of items that the row names).

        row ascending; item ascending within a row. What a row names gives nothing as a part of its history. Row by row,
        since the neighbours of one history are thousands. Cost: about 5 ns for each of them.
        """
        first, last = int(row[0]), int(row[-1]) + 1
        bounds = row.searchsorted(np.arange(first, last + 1)).tolist()
        given = np.concatenate([
            self._given(number, item[begin:end])
            for number, begin, end in zip(range(first, last), bounds[:-1], bounds[1:], strict=True)
        ])  # fmt: skip
        named = np.diff(self.asked.context.offsets[first : last + 1])[row - first]
        return ((1 + given) ** (1 / named)).astype(np.float32)

    def _given(self, row: int, item: Ints) -> NDArray[np.float64]:
        """What the history gives each of some items, ascending, against what is usual; summed from the newest on."""
        table, history = self.table, self.asked.history
        begin, end = history.offsets[row], history.offsets[row + 1]
        bought = history.values[begin : min(end, begin + LATELY)]
        asked = np.zeros(len(table.held), dtype=bool)
        asked[self.asked.context.row(row)] = True
        bought = bought[~asked[bought]]
        begins = table.offsets[bought]
        lengths = table.offsets[bought + 1] - begins
        ends = lengths.cumsum()
        at = np.arange(ends[-1] if len(ends) else 0) + (begins - ends + lengths).repeat(lengths)
        neighbour = table.item[at]
        wanted = np.zeros(len(table.held), dtype=bool)
        wanted[item] = True
        heard = wanted[neighbour].nonzero()[0]
        return np.bincount(item.searchsorted(neighbour[heard]), table.weight[at[heard]], len(item)) / self.usual[item]
