"""What was looked at, marked or put aside: many a purchase is of something that was looked at days before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.best import best_per_row
from models.candidates import Asked, Candidates, Permit
from models.recommenders.histories import LEAST, Recency
from models.recommenders.ranges import Days
from models.recommenders.worth import Worth

LOOKS = Worth(view=0.1, cart=0.3, favourite=0.3, purchase=0.0)
"""What was bought is no look."""


@dataclass(frozen=True)
class LookedAtModel:
    """Knows nothing of the shop: how the looks of a history are weighed."""

    recency: Recency

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """The history's own items, what was looked at last and most often first; each is its own anchor."""
        row = np.repeat(np.arange(asked.rows), np.diff(asked.history.offsets))
        weight = self.recency.of(asked)
        kept = np.flatnonzero((weight > 0) & permit.allows(row, asked.history.values))
        pair, which = np.unique((row[kept] << 32) | asked.history.values[kept], return_inverse=True)
        score = np.maximum(np.bincount(which, weight[kept], len(pair)).astype(np.float32), LEAST)
        best = best_per_row(np.searchsorted(pair >> 32, np.arange(asked.rows + 1)), score, depth)
        item = (pair[best] & 0xFFFFFFFF).astype(np.int32)
        return Candidates((pair[best] >> 32).astype(np.int32), item, score[best], item)

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """(0, NaN): the customer's own looks are the reason."""
        return np.zeros(len(item), dtype=np.int32), np.full(len(item), np.nan, dtype=np.float32)


@dataclass(frozen=True)
class LookedAt:
    """Sums of worth x decay. Cost: nothing at night, a sort of the history by day."""

    recency: Days = 3.0  # days until a look counts half, against the customer's newest
    worth: Worth = field(default_factory=lambda: LOOKS)  # what each kind of event counts

    def fit(self, facts: Facts, rng: np.random.Generator) -> LookedAtModel:
        """Learns nothing."""
        return LookedAtModel(Recency(self.recency, self.worth))
