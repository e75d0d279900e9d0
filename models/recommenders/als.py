"""What customers with nearby tastes like: factors of customers and items, a customer's computed when asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.recommenders.histories import Recency, histories
from models.recommenders.ranges import Count, Days, NotNegative, Positive
from models.recommenders.worth import Worth
from models.sparse import Csr


@dataclass(frozen=True)
class AlsModel:
    """factors float32 [items, factors], 0 for items nobody had; gram: their own product, and the ridge.

    A customer's factors are solved from the history asked about, so what happened a minute ago counts, and a customer
    that last night did not know has factors too.
    """

    factors: Floats
    gram: Floats
    confidence: float
    recency: Recency

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The items nearest to each history, row by row: a product over the batch would round differently in each.

        Cost per row: items (that pass) x factors, and factors cubed.
        """
        weight, bounds = self.recency.of(asked), asked.history.offsets
        pool = np.arange(len(self.factors), dtype=np.int32) if permit.passing is None else permit.passing
        near = self.factors if permit.passing is None else self.factors[permit.passing]
        rows: list[Candidates] = []
        for row in np.flatnonzero(np.diff(bounds)).tolist():
            taste = _Taste.of(self, asked.history.row(row), weight[bounds[row] : bounds[row + 1]])
            rows.append(_nearest(taste, row, pool, near, permit, depth))
        return Candidates.joined(rows)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(0, NaN): factors count no buyers."""
        return np.zeros(len(item), dtype=np.int32), np.full(len(item), np.nan, dtype=np.float32)


@dataclass(frozen=True)
class _Taste:
    """One history solved: item int32 [held]; share float32 [factors, held], what each adds to the taste."""

    item: Ints
    share: Floats

    @staticmethod
    def of(model: AlsModel, item: Ints, weight: Floats) -> _Taste:
        """Hu, Koren, Volinsky 2008, eq. 4, taken apart into one term per item as in section 5."""
        held = model.factors[item]
        extra = model.confidence * weight
        solved = np.linalg.solve(model.gram + (held * extra[:, None]).T @ held, held.T)
        return _Taste(item, (solved * (1 + extra)).astype(np.float32))


def _nearest(taste: _Taste, row: int, pool: Ints, near: Floats, permit: Permit, depth: int) -> Candidates:
    """The best permitted items of one row; near: the factors of the pool."""
    score = np.einsum("if,f->i", near, taste.share.sum(axis=1))  # not a BLAS product: those differ by number of threads
    at = np.flatnonzero(score > 0)
    at = at[permit.allows(np.full(len(at), row), pool[at])]
    at = at[best_per_row(np.array([0, len(at)]), score[at], depth)]
    anchor = taste.item[np.argmax(near[at] @ taste.share, axis=1)] if len(at) else pool[:0]
    return Candidates(np.full(len(at), row, dtype=np.int32), pool[at], score[at], anchor)


@dataclass(frozen=True)
class Als:
    """Implicit alternating least squares (Hu, Koren, Volinsky 2008), by the library implicit.

    Cost: iterations x (pairs x factors squared + (customers + items) x factors cubed).
    """

    half_life: Days = 14.0  # days until an event counts half in what is learned
    recency: Days = 60.0  # the same for the history that is asked about
    factors: Count = 64  # length of a taste
    ridge: Positive = 1.0  # regularisation
    confidence: NotNegative = 10.0  # how much more a pair of worth 1 counts than one never seen
    iterations: Count = 15  # rounds over customers and items
    worth: Worth = field(default_factory=Worth)  # what each kind of event counts
    depth: Count = 200  # items of a customer that teach

    def fit(self, facts: Facts, rng: np.random.Generator) -> AlsModel:
        """Factors of 0 where no known customer bought or looked at anything."""
        taste = histories(facts, self.worth, self.half_life, self.depth)
        found = self._item_factors(taste, int(rng.integers(2**31))) if taste.nnz else np.zeros((taste.shape[1], 1))
        factors = found.astype(np.float32)
        gram = factors.T @ factors + self.ridge * np.eye(factors.shape[1])
        return AlsModel(factors, gram.astype(np.float32), self.confidence, Recency(self.recency, self.worth))

    def _item_factors(self, taste: Csr, seed: int) -> NDArray[Any]:
        """Raised to 1 + confidence x worth, as the library takes it; BLAS on one thread, as it asks for."""
        implicit: Any = import_module("implicit.als")
        limits: Any = import_module("threadpoolctl").threadpool_limits
        raised = taste.astype(np.float32)
        raised.data = 1 + np.float32(self.confidence) * raised.data
        with limits(1, "blas"):
            learner = implicit.AlternatingLeastSquares(
                factors=self.factors, regularization=self.ridge, iterations=self.iterations, random_state=seed
            )
            learner.fit(raised, show_progress=False)
        return learner.item_factors
