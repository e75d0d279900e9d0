"""RP3beta and EASE in one table: they err on different items."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.facts.facts import Facts
from models.best import strongest
from models.neighbours import CAP, Neighbours
from models.pairs import table_of
from models.recommenders.ease import Ease
from models.recommenders.histories import HistoryModel
from models.recommenders.ranges import NotNegative
from models.recommenders.rp3beta import Rp3beta
from models.sparse import Csr, matrix, rows_of


@dataclass(frozen=True)
class Blend:
    """Both tables, brought to one scale and added: an answer costs what one of them costs. Cost: both fits."""

    share: NotNegative = 0.5  # of EASE's weights against RP3beta's
    rp3beta: Rp3beta = field(default_factory=Rp3beta)  # the walk; its recency weighs the history that is asked about
    ease: Ease = field(default_factory=Ease)  # the regression

    def fit(self, facts: Facts, rng: np.random.Generator) -> HistoryModel:
        """An empty table where both are."""
        walk, regression = self.rp3beta.fit(facts, rng), self.ease.fit(facts, rng)
        return HistoryModel(_added(walk.neighbours, regression.neighbours, self.share), walk.recency)


def _added(first: Neighbours, second: Neighbours, share: float) -> Neighbours:
    """The CAP largest sums of each row; evidence from where there is some."""
    items = len(first.held)
    both = _scaled(first) + share * _scaled(second)
    row, item, weight = strongest(
        rows_of(both), both.indices.astype(np.int32), both.data.astype(np.float32), items, CAP
    )
    anchor, other = row.astype(np.int32), item.astype(np.int32)
    count = np.maximum(first.evidence(anchor, other)[0], second.evidence(anchor, other)[0])
    return table_of([(np.bincount(row, minlength=items), other, weight, count)], first.held, first.total)


def _scaled(table: Neighbours) -> Csr:
    """The weights, such that an item of the average customer casts votes of 1 in all."""
    items = len(table.held)
    row = np.repeat(np.arange(items), np.diff(table.offsets))
    cast = np.bincount(row, table.weight, items) @ table.held / max(int(table.held.sum()), 1)
    return matrix(row, table.item, table.weight / max(cast, 1e-300), (items, items))
