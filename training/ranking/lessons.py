"""What past windows teach: at several moments before a cut, which candidates were bought in the window after it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, islice

import duckdb
import numpy as np

from data.arrays import Bools
from data.facts.engine import facts_at
from data.facts.facts import Facts
from data.groups import Groups
from models.bundle.bundle import bundle_of
from models.ranker.generators import GENERATORS
from models.ranker.pool import Pool
from models.ranker.ranker import LITTLE, Examples, Ranker, RankerModel
from models.ranker.stand import Stand
from models.recommenders.protocol import Model
from training.ranking.generating import fit_generators
from training.recipe import Recipe
from training.rehearsal.cases import Cases, cases_of
from training.rehearsal.thinning import thinned
from training.settings import NightSettings

KEPT = 2
"""Moments whose generators are kept for a second look."""

Key = tuple[object, ...]


@dataclass
class Lessons:
    """A night's examples by moment, and the rankers made of them: a window teaches for several cuts."""

    con: duckdb.DuckDBPyConnection
    groups: Groups
    settings: NightSettings
    _taught: dict[Key, Examples | None] = field(default_factory=dict[Key, Examples | None])
    _fitted: OrderedDict[Key, dict[str, Model]] = field(default_factory=OrderedDict[Key, dict[str, Model]])
    _rankers: dict[Key, RankerModel | None] = field(default_factory=dict[Key, RankerModel | None])

    def ranker(self, recipe: Recipe, cut: datetime, horizon: timedelta, lines: int | None = None) -> RankerModel | None:
        """What the windows that end by `cut` teach; None where that is too little, or nothing is to be ranked.

        lines: at most about so many event lines teach the generators of each window.
        """
        ranker = recipe.ranker
        if ranker is None:
            return None
        key = (*_key(recipe), ranker, cut, horizon, lines)
        if key not in self._rankers:
            examples = self._examples(ranker, recipe, cut, horizon, lines)
            rng = np.random.default_rng(self.settings.seed)
            self._rankers[key] = ranker.fit(examples, rng) if examples else None
        return self._rankers[key]

    def generators(self, recipe: Recipe, facts: Facts, models: dict[str, Model]) -> dict[str, Model]:
        """By name of the generator, fitted on the facts: a moment that is measured today teaches for the next cut.

        models: what the recipe has fitted on the same facts already.
        """
        key = (*_key(recipe), facts.as_of, len(facts.lines.age))
        if key not in self._fitted:
            self._fitted[key] = fit_generators(recipe, facts, self.settings.seed, models)
        while len(self._fitted) > KEPT:
            self._fitted.popitem(last=False)
        return self._fitted[key]

    def _examples(
        self, ranker: Ranker, recipe: Recipe, cut: datetime, horizon: timedelta, lines: int | None
    ) -> Examples | None:
        """Windows of half a horizon, one before the other; where they hold LITTLE, others between them too."""
        window = horizon / 2
        found = self._windows(ranker, recipe, islice(_moments(cut, window, window), ranker.windows), window, lines)
        if _bought(found) < LITTLE:
            between = islice(_moments(cut, window, window / 2), 2 * ranker.windows - 1)
            found = self._windows(ranker, recipe, between, window, lines)
        return Examples.joined(found) if _bought(found) >= ranker.least else None

    def _windows(
        self, ranker: Ranker, recipe: Recipe, moments: Iterator[datetime], window: timedelta, lines: int | None
    ) -> list[Examples]:
        """The newest windows first, until they hold enough."""
        found: list[Examples] = []
        for moment in moments:
            taught = self._at(ranker, recipe, moment, window, lines)
            found += [taught] if taught else []
            if _bought(found) >= ranker.enough:
                break
        return found

    def _at(
        self, ranker: Ranker, recipe: Recipe, moment: datetime, window: timedelta, lines: int | None
    ) -> Examples | None:
        key = (*_key(recipe), ranker.candidates, ranker.share, moment, window, lines)
        if key not in self._taught:
            self._taught[key] = self._look(ranker, recipe, moment, window, lines)
        return self._taught[key]

    def _look(
        self, ranker: Ranker, recipe: Recipe, moment: datetime, window: timedelta, lines: int | None
    ) -> Examples | None:
        """One window; None where less than its length lies before it, or nobody bought anything new in it."""
        facts, settings = facts_at(self.con, moment, self.groups, past=True), self.settings
        if not len(facts.lines.age) or facts.lines.age.max() < window / timedelta(days=1):
            return None
        cases = cases_of(self.con, facts, moment, moment + window, settings.customers, settings.seed)
        cases = cases.part(cases.headline)
        if not len(cases.customer):
            return None
        facts = thinned(facts, cases.customer, lines, settings.seed) if lines else facts
        models = self.generators(recipe, facts, {})
        stand = Stand.of(facts, bundle_of(facts, {}, recipe.policy), models)
        pool = stand.pool(cases.customer, ranker)
        kept, bought = _drawn(pool, cases, ranker.share, settings.seed)
        return Examples(stand.features(pool.take(kept), cases.customer), bought[kept])


def teaching(facts: Facts, horizon: timedelta) -> timedelta:
    """The horizon whose halves teach: at most half of the past, so that a young shop learns from short windows."""
    return min(horizon, timedelta(days=float(facts.lines.age.max(initial=0)) / 2))


def _moments(cut: datetime, window: timedelta, step: timedelta) -> Iterator[datetime]:
    """When windows begin that end by the cut, the newest first."""
    return (cut - window - number * step for number in count())


def _bought(examples: list[Examples]) -> int:
    return sum(int(part.bought.sum()) for part in examples)


def _drawn(pool: Pool, cases: Cases, share: float, seed: int) -> tuple[np.ndarray, Bools]:
    """(which pairs teach, whether each pair was bought): all that were bought, a share of the others."""
    owner, at = cases.targets.item.spread(np.arange(len(cases.customer)))
    wanted = np.sort((owner << 32) | cases.targets.item.values[at])
    key = (pool.row.astype(np.int64) << 32) | pool.item
    bought = np.isin(key, wanted)
    return np.flatnonzero(bought | (np.random.default_rng(seed).random(pool.pairs) < share)), bought


def _key(recipe: Recipe) -> Key:
    """What the generators depend on."""
    return tuple((name, recipe.specs[name]) for name in sorted({row.recommender for row in GENERATORS}))
