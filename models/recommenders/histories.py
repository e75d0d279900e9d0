"""Customers x items: what each customer's history says, and how a history that is asked about is weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.neighbours import Neighbours
from models.recommenders.worth import Worth, decay
from models.sparse import Csr, matrix, rows_of

LEAST = np.float32(1e-37)
"""What is worth less than any float32 still ranks, equal to its like."""


@dataclass(frozen=True)
class Recency:
    """How much each (item, kind) of a history counts."""

    half_life: float
    worth: Worth

    def of(self, asked: Asked) -> Floats:
        """float32, parallel to asked.history.values, against the newest of its row: silence is no loss."""
        newest = np.append(asked.age, 0)[np.minimum(asked.history.offsets[:-1], len(asked.age))]
        since = asked.age - np.repeat(newest, np.diff(asked.history.offsets))
        return (decay(since, self.half_life) * self.worth.of(asked.kind)).astype(np.float32)


@dataclass(frozen=True)
class HistoryModel:
    """An item-item table, and how a customer's history enters it."""

    neighbours: Neighbours
    recency: Recency

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The neighbours of the customer's history, the newest item's most."""
        return self.neighbours.candidates(asked.history, self.recency.of(asked), permit, depth)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(count, lift): customers who have both, and how much more than chance."""
        return self.neighbours.evidence(anchor, item)


def histories(facts: Facts, worth: Worth, half_life: float, depth: int) -> Csr:
    """CSR float64 [customers, items]: the sum of worth x decay of each pair's events, the `depth` largest of each row.

    Guests have no row.
    """
    lines = facts.lines
    value = worth.of(lines.kind) * decay(lines.age, half_life)
    known = np.flatnonzero((lines.customer >= 0) & (value > 0))
    shape = facts.customers.count, facts.items.count
    held = matrix(lines.customer[known], lines.item[known], value[known], shape)
    share = (held.data / held.data.max(initial=1e-300)).astype(np.float32)
    kept = best_per_row(held.indptr.astype(np.int64), np.maximum(share, LEAST), depth)
    return matrix(rows_of(held)[kept], held.indices[kept], held.data[kept], shape)
