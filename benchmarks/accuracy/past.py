"""What every peer learns from: who met which item when, before the cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks.accuracy.trials import Settings
from data.arrays import Bools, Floats, Ints
from data.columns import PURCHASE
from data.facts.facts import Facts

HALF_LIVES = (3.0, 7.0, 14.0, 30.0, 60.0, None)
"""Days until an event counts half; None: never."""
FORGOTTEN = 30
"""Half-lives after which an event is left out: it then counts a billionth."""
PROFILE = 60.0
"""Half-life of a customer's own history where it is asked about: the best of 7, 60 and none for the item-item peers."""
DENSE = 12_000
"""Items up to which an item-item table is multiplied as a dense one."""

Matrix = Any
"""scipy.sparse.csr_matrix; SciPy ships no types."""
Scores = Callable[[Ints], Floats]
"""From customers, int32 [rows], to a score for every item, float32 [rows, items]; higher is better."""


@dataclass(frozen=True)
class Past:
    """The lines that teach, of known customers, sorted by customer, then oldest first."""

    customers: int
    items: int
    customer: Ints
    item: Ints
    order: Ints  # -1 none
    age: Floats  # days before the cut
    bought: Bools  # else looked at, put in the cart or marked

    @staticmethod
    def of(facts: Facts) -> Past:
        """Guests are left out: nobody can be shown their list."""
        lines = facts.lines
        kept = np.flatnonzero(lines.customer >= 0)
        return Past(
            facts.customers.count, facts.items.count, lines.customer[kept], lines.item[kept], lines.order[kept],
            lines.age[kept], lines.kind[kept] == PURCHASE,
        )  # fmt: skip

    @property
    def browsing(self) -> bool:
        """Whether anything but purchases is known."""
        return not bool(self.bought.all())


def decay(age: Floats, half_life: float | None) -> np.ndarray:
    """float64: 1 now, half of it a half-life ago."""
    return np.exp2(-age.astype(np.float64) / half_life) if half_life else np.ones(len(age))


def met(past: Past, half_life: float | None, views: bool) -> Matrix:
    """CSR float64 [customers, items]: the decayed events of every pair, summed; without `views` purchases only.

    What is older than FORGOTTEN half-lives is left out.
    """
    weight = decay(past.age, half_life)
    kept = np.flatnonzero((past.bought | views) & (weight > 0.5**FORGOTTEN))
    shape = past.customers, past.items
    made = sparse.csr_matrix((weight[kept], (past.customer[kept], past.item[kept])), shape=shape)
    made.sum_duplicates()
    return made


def taught(past: Past, settings: Settings) -> Matrix:
    """What a trial learns from: decayed by the half-life under trial."""
    return met(past, settings["half_life"], settings.get("views", True))


def liked(past: Past, settings: Settings) -> Matrix:
    """CSR [customers, items]: the histories that are asked about, decayed with PROFILE days, each row at most 1."""
    weight = met(past, PROFILE, settings.get("views", True))
    highest = weight.max(axis=1).toarray().ravel()
    return (sparse.diags(over(highest)) @ weight).tocsr()


def over(sums: np.ndarray) -> np.ndarray:
    """float64: 1 / sums, and 0 where there is nothing."""
    flat = np.asarray(sums, dtype=np.float64).ravel()
    return np.where(flat > 0, 1 / np.where(flat > 0, flat, 1), 0)


def times(rows: Matrix, table: Matrix) -> Scores:
    """Scores that are a customer's row times an item-item table."""
    small = table.shape[0] <= DENSE
    weights = table.toarray().astype(np.float32) if small else table
    rows = rows.astype(np.float32) if small else rows

    def scores(customer: Ints) -> Floats:
        made = rows[customer] @ weights
        return np.asarray(made if small else made.toarray(), dtype=np.float32)

    return scores


def best_of_rows(of: Matrix, most: int) -> Matrix:
    """The `most` highest values of every row. Cost: a partial sort of each longer row."""
    kept: list[np.ndarray] = []
    for start, end in pairwise(of.indptr):
        if end - start > most:
            kept.append(start + np.argpartition(-of.data[start:end], most - 1)[:most])
        else:
            kept.append(np.arange(start, end))
    at = np.concatenate([np.empty(0, dtype=np.int64), *kept])
    row = np.repeat(np.arange(of.shape[0]), [len(each) for each in kept])
    return sparse.csr_matrix((of.data[at], (row, of.indices[at])), shape=of.shape)
