"""Where the ranker stands at one moment: the generators as fitted then, and what was known of items and customers."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bytes, Floats, Ints
from data.facts.facts import Facts
from models.best import best_per_row
from models.bundle.bundle import Bundle
from models.decision.placements import PLACEMENT_OF
from models.decision.query import Query, Whom
from models.decision.sourced import SOURCE_NUMBER, Sourced
from models.decision.sources import Batch
from models.ranker.features import Known
from models.ranker.generators import Generator, generators_for
from models.ranker.pool import Pool, pool_of
from models.ranker.ranker import LEAST, Ranker, RankerModel
from models.ranker.table import Table
from models.recommenders.protocol import Model


@dataclass(frozen=True)
class Stand:
    """bundle: customers, items and exclusions; models: by name of the generator."""

    bundle: Bundle
    models: dict[str, Model]
    known: Known

    @property
    def generators(self) -> tuple[Generator, ...]:
        """Whose candidates are ranked."""
        return generators_for(self.bundle.customers.count)

    @staticmethod
    def of(facts: Facts, bundle: Bundle, models: dict[str, Model]) -> Stand:
        """Cost: that of `Known.of`."""
        return Stand(bundle, models, Known.of(facts))

    def pool(self, customer: Ints, spec: Ranker) -> Pool:
        """The candidates of these customers, under the exclusions of a plain query."""
        query = Query()
        return self.pool_in(Batch(self.bundle, query, PLACEMENT_OF[query.placement], Whom.of(customer)), spec)

    def pool_in(self, batch: Batch, spec: Ranker) -> Pool:
        """The same for a batch."""
        return pool_of(self.generators, self.models, batch.asked, batch.permit, spec.most(self.bundle.customers.count))

    def features(self, pool: Pool, customer: Ints) -> Table:
        """[pairs, features] of a pool of these customers."""
        return self.known.features(self.generators, pool, customer)

    def ordered(self, batch: Batch, ranker: RankerModel, depth: int) -> Sourced:
        """Every row's `depth` best candidates, scored by the ranker's chances; the reason is that of the generator that
        placed it first."""
        pool = self.pool_in(batch, ranker.spec)
        features = self.features(pool, batch.whom.customer)
        chance = ranker.chances(features)
        order = best_per_row(pool.offsets(batch.whom.rows), ranker.held_back(chance, features), depth)
        row, source = pool.row[order], self._numbers()[pool.best[order]]
        return Sourced(row, pool.item[order], falling(chance[order], row), pool.anchor[order], source)

    def _numbers(self) -> Bytes:
        """uint8 [generators]: whose reason each of them gives."""
        personal = self.bundle.policy.personal
        names = [personal if row.own else row.recommender for row in self.generators]
        return np.array([SOURCE_NUMBER[name] for name in names], dtype=np.uint8)


def falling(chance: NDArray[np.float64], row: Ints) -> Floats:
    """float32 [pairs], above 0: the chances, changed as little as lets them fall down each row; row is sorted.

    Neighbours that stand the other way round share their mean, so that the sums stay.

    Isotonic regression (Barlow, Bartholomew, Bremner, Brunk 1972), all rows at once: each is lifted above the next.
    """
    if not len(chance):
        return chance.astype(np.float32)
    optimize: Any = import_module("scipy.optimize")
    lift = 2.0 * (row[-1] - row)
    found = optimize.isotonic_regression(chance + lift, increasing=False).x - lift
    return np.maximum(found, LEAST).astype(np.float32)
