"""What a linear model of whole histories expects next, over the best sellers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

import numpy as np

from data.arrays import Floats, Longs
from data.facts.facts import Facts
from models.best import strongest
from models.neighbours import CAP, Neighbours, no_neighbours
from models.pairs import Kept, table_of
from models.recommenders.histories import HistoryModel, Recency, histories
from models.recommenders.ranges import Count, Days, Positive, Share
from models.recommenders.worth import Worth
from models.sparse import Csr, binary, cells, column_sums, over, row_sums, scaled

ROWS = 512
"""Rows of the dense inverse looked at together."""


@dataclass(frozen=True)
class Ease:
    """EASE (Steck 2019, eq. 8): the closed-form item-item regression with an empty diagonal.

    Cost: memory 4 bytes x items squared twice, time items cubed: 12,000 items take .6 GB twice and about a minute.
    Where customers are under half as many as items, time is customers cubed and lines x items.
    """

    half_life: Days = 14.0  # days until an event counts half in what is learned
    recency: Days = 60.0  # the same for the history that is asked about
    ridge: Positive = 3.0  # regularisation, against the mean diagonal of the Gram matrix
    evening: Share = 0.5  # exponent by which those who hold much count less: 0 not at all, 1 everybody the same
    most: Count = 12_000  # best sellers that take part
    worth: Worth = field(default_factory=Worth)  # what each kind of event counts
    depth: Count = 200  # items of a customer that teach
    counted: bool = True  # whether it is counted how many hold both items of a pair: reasons name it, ranking does not

    def fit(self, facts: Facts, rng: np.random.Generator) -> HistoryModel:
        """An empty table where no known customer bought or looked at anything."""
        taste = histories(facts, self.worth, self.half_life, self.depth)
        recency = Recency(self.recency, self.worth)
        if not taste.nnz:
            return HistoryModel(no_neighbours(facts.items.count), recency)
        sold = column_sums(taste)
        best = np.sort(np.argsort(-sold, kind="stable")[: min(self.most, int(np.count_nonzero(sold)))])
        held = taste[:, best]
        inverse = _inverse(scaled(held, over(row_sums(held), self.evening), np.ones(len(best))), self.ridge)
        counts = binary(held) if self.counted else None
        return HistoryModel(_table(inverse, counts, best, facts.items.count), recency)


def _inverse(held: Csr, ridge: float) -> Floats:
    """The inverse of the regularised Gram matrix, float32 [items, items]; its lower triangle counts.

    Where customers are under half as many as items, theirs is inverted instead, and items follow from it (Woodbury).
    """
    held, items = held[np.diff(held.indptr) > 0], held.shape[1]
    few = 2 * held.shape[0] < items
    product = held @ held.T.tocsr() if few else held.T.tocsr() @ held
    product.data = product.data.astype(np.float32)
    gram: Floats = product.toarray().T  # as Fortran has it; the same, since it is symmetric
    penalty = ridge * (gram.diagonal().sum() / items)  # both matrices have the same sum
    np.fill_diagonal(gram, gram.diagonal() + penalty)
    inverse = _inverted(gram)
    return _of_items(inverse, held, penalty) if few else inverse


def _inverted(gram: Floats) -> Floats:
    """In its own place; only the lower triangle is filled."""
    lapack: Any = import_module("scipy.linalg.lapack")  # SciPy ships no types
    # one thread: the same bits on every machine, and the triangular steps lose time with two
    limits: Any = import_module("threadpoolctl").threadpool_limits
    with limits(1, "blas"):
        factor: Floats = lapack.spotrf(gram, lower=1, overwrite_a=1)[0]
        return lapack.spotri(factor, lower=1, overwrite_c=1)[0]


def _of_items(customers: Floats, held: Csr, penalty: np.float32) -> Floats:
    """(I - H' C H) / penalty, C the inverse of H H' + penalty I, of which the lower triangle is given."""
    held_by = held.T.tocsr().astype(np.float32)
    inverse: Floats = held_by @ (held_by @ (np.tril(customers) + np.tril(customers, -1).T)).T
    inverse /= -penalty
    np.fill_diagonal(inverse, inverse.diagonal() + 1 / penalty)
    return inverse


def _table(inverse: Floats, seen: Csr | None, best: Longs, items: int) -> Neighbours:
    """The weights -P / diag(P) above 0, the CAP largest of each row, under the items' own numbers.

    seen: who holds what, as ones, whose pairs are counted; None where they need not be.
    """
    counter = None if seen is None else (seen.T.tocsr(), seen)
    diagonal = inverse.diagonal()
    blocks = [_rows(inverse, counter, diagonal, first) for first in range(0, len(best), ROWS)]
    held = np.zeros(items, dtype=np.int32)
    held[best] = 0 if seen is None else column_sums(seen)
    few = table_of(blocks, held, 0 if seen is None else int(seen.shape[0]))
    lengths = np.zeros(items, dtype=np.int64)
    lengths[best] = np.diff(few.offsets)
    return replace(few, offsets=np.concatenate(([0], np.cumsum(lengths))), item=best[few.item].astype(np.int32))


def _rows(inverse: Floats, counter: tuple[Csr, Csr] | None, diagonal: Floats, first: int) -> Kept:
    """ROWS rows of the table, by position among the best sellers."""
    last = min(first + ROWS, len(inverse))
    own, column = np.arange(first, last)[:, None], np.arange(len(inverse))[None, :]
    weight = -np.where(column <= own, inverse[first:last], inverse[:, first:last].T) / diagonal
    few = min(CAP, len(inverse))
    least = np.partition(weight, -few, axis=1)[:, -few, None]
    row, item = np.nonzero((weight >= least) & (weight > 0))  # on the diagonal it is -1
    row, item, weight = strongest(row, item.astype(np.int32), weight[row, item].astype(np.float32), len(inverse), CAP)
    count = np.zeros(len(item), dtype=np.int32)
    if counter:
        flipped, seen = counter
        count = cells(flipped[first:last] @ seen, row, item).astype(np.int32)
    return np.bincount(row, minlength=last - first), item.astype(np.int32), weight, count
