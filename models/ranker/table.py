"""Named columns, all float32: what is known of each item, customer or pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints

Columns = dict[str, NDArray[Any]]
"""A name and a value per thing; NaN is "cannot say"."""


@dataclass(frozen=True)
class Table:
    """values float32 [things, columns]."""

    names: tuple[str, ...]
    values: Floats

    @staticmethod
    def of(columns: Columns) -> Table:
        """Side by side."""
        return Table(tuple(columns), np.stack(list(columns.values()), axis=1).astype(np.float32))

    def under(self, names: tuple[str, ...]) -> Table:
        """The columns of these names in this order, NaN where there is none: not every moment knows the same."""
        if names == self.names:
            return self
        values = np.full((len(self.values), len(names)), np.nan, dtype=np.float32)
        for at, name in enumerate(names):
            if name in self.names:
                values[:, at] = self.column(name)
        return Table(names, values)

    def rows(self, at: Ints | Bools) -> Table:
        """Of some things."""
        return Table(self.names, self.values[at])

    def column(self, name: str) -> Floats:
        """One column, a view."""
        return self.values[:, self.names.index(name)]
