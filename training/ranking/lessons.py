"""What past windows teach: at several moments before a cut, which candidates were bought in the window after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb
import numpy as np

from data.arrays import Bools
from data.facts.engine import facts_at
from data.groups import Groups
from models.bundle.bundle import bundle_of
from models.ranker.pool import Pool
from models.ranker.ranker import Examples, Ranker, RankerModel
from models.ranker.stand import Stand
from training.ranking.generating import fit_generators, generator_specs
from training.recipe import Recipe
from training.rehearsal.cases import Cases, cases_of
from training.rehearsal.thinning import thinned
from training.settings import NightSettings

LITTLE = 5_000
"""Purchases below which windows are looked at twice as densely."""

Key = tuple[object, ...]


@dataclass
class Lessons:
    """A night's examples by moment, and the rankers made of them: a window teaches for several cuts."""

    con: duckdb.DuckDBPyConnection
    groups: Groups
    settings: NightSettings
    _taught: dict[Key, Examples | None] = field(default_factory=dict[Key, Examples | None])
    _rankers: dict[Key, RankerModel | None] = field(default_factory=dict[Key, RankerModel | None])

    def ranker(
        self, ranker: Ranker, recipe: Recipe, cut: datetime, horizon: timedelta, lines: int | None = None
    ) -> RankerModel | None:
        """What the windows that end by `cut` teach; None where they hold too few purchases.

        lines: at most about so many event lines teach the generators of each window.
        """
        key = (*_key(recipe), ranker, cut, horizon, lines)
        if key not in self._rankers:
            examples = self._examples(ranker, recipe, cut, horizon, lines)
            rng = np.random.default_rng(self.settings.seed)
            self._rankers[key] = ranker.fit(examples, rng) if examples else None
        return self._rankers[key]

    def _examples(
        self, ranker: Ranker, recipe: Recipe, cut: datetime, horizon: timedelta, lines: int | None
    ) -> Examples | None:
        """The newest windows first, until they hold enough; then, if that is little, those in between."""
        found: list[Examples] = []
        for moment in _moments(cut, horizon, ranker.windows):
            bought = sum(int(part.bought.sum()) for part in found)
            dense = (cut - moment) % (horizon / 2) == timedelta(0)
            if bought >= ranker.enough or (bought >= LITTLE and not dense):
                break
            taught = self._at(ranker, recipe, moment, horizon, lines)
            if taught is not None:
                found.append(taught)
        enough = sum(int(part.bought.sum()) for part in found) >= ranker.least
        return Examples.joined(found) if enough else None

    def _at(
        self, ranker: Ranker, recipe: Recipe, moment: datetime, horizon: timedelta, lines: int | None
    ) -> Examples | None:
        key = (*_key(recipe), ranker.candidates, ranker.share, moment, horizon, lines)
        if key not in self._taught:
            self._taught[key] = self._look(ranker, recipe, moment, horizon, lines)
        return self._taught[key]

    def _look(
        self, ranker: Ranker, recipe: Recipe, moment: datetime, horizon: timedelta, lines: int | None
    ) -> Examples | None:
        """One window; None where less than a horizon lies before it, or nobody bought anything new in it."""
        facts, settings = facts_at(self.con, moment, self.groups, past=True), self.settings
        if not len(facts.lines.age) or facts.lines.age.max() < horizon / timedelta(days=1):
            return None
        cases = cases_of(self.con, facts, moment, moment + horizon, settings.customers, settings.seed)
        cases = cases.part(cases.headline)
        if not len(cases.customer):
            return None
        facts = thinned(facts, cases, lines, settings.seed) if lines else facts
        models = fit_generators(recipe, facts, settings.seed, {})
        stand = Stand.of(facts, bundle_of(facts, {}, recipe.policy), models)
        pool = stand.pool(cases.customer, ranker.candidates)
        kept, bought = _drawn(pool, cases, ranker.share, settings.seed)
        return Examples(stand.known.features(pool.take(kept), cases.customer), bought[kept], ranker.share)


def _moments(cut: datetime, horizon: timedelta, windows: int) -> Iterator[datetime]:
    """When windows begin that end by the cut: half a horizon apart, then those halfway between them."""
    step = horizon / 2
    yield from (cut - horizon - number * step for number in range(windows))
    yield from (cut - horizon - number * step - step / 2 for number in range(windows))


def _drawn(pool: Pool, cases: Cases, share: float, seed: int) -> tuple[np.ndarray, Bools]:
    """(which pairs teach, whether each pair was bought): all that were bought, a share of the others."""
    owner, at = cases.targets.item.spread(np.arange(len(cases.customer)))
    wanted = np.sort((owner << 32) | cases.targets.item.values[at])
    key = (pool.row.astype(np.int64) << 32) | pool.item
    bought = np.isin(key, wanted)
    return np.flatnonzero(bought | (np.random.default_rng(seed).random(pool.pairs) < share)), bought


def _key(recipe: Recipe) -> Key:
    return tuple(generator_specs(recipe).items())
