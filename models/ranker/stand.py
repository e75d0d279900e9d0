"""Where the ranker stands at one moment: the generators as fitted then, and what was known of items and customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bytes, Ints
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
from models.ranker.ranker import Ranker, RankerModel
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
        """Every row's `depth` best candidates; the reason is that of the generator that placed it first."""
        pool = self.pool_in(batch, ranker.spec)
        score = ranker.scores(self.features(pool, batch.whom.customer))
        order = best_per_row(pool.offsets(batch.whom.rows), score, depth)
        source = self._numbers()[pool.best[order]]
        return Sourced(pool.row[order], pool.item[order], score[order], pool.anchor[order], source)

    def _numbers(self) -> Bytes:
        """uint8 [generators]: whose reason each of them gives."""
        personal = self.bundle.policy.personal
        names = [personal if row.own else row.recommender for row in self.generators]
        return np.array([SOURCE_NUMBER[name] for name in names], dtype=np.uint8)
