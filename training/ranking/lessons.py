"""What past windows teach: at several moments before a cut, which candidates were bought in the window after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count, islice

import duckdb
import numpy as np

from data.arrays import Bools
from data.facts.facts import Facts
from data.groups import Groups
from models.bundle.bundle import bundle_of
from models.ranker.pool import Pool
from models.ranker.ranker import LITTLE, Examples, Ranker, RankerModel
from models.ranker.stand import Stand
from training.fitting import AT_ONCE
from training.ranking.moments import Moments, depends_on
from training.recipe import Recipe
from training.rehearsal.cases import Cases
from training.rehearsal.thinning import thinned
from training.settings import NightSettings

Key = tuple[object, ...]


@dataclass
class Lessons:
    """A night's examples by moment, and the rankers made of them: a window teaches for several cuts."""

    con: duckdb.DuckDBPyConnection
    groups: Groups
    settings: NightSettings
    moments: Moments = field(init=False)
    _taught: dict[Key, Examples | None] = field(default_factory=dict[Key, Examples | None])
    _rankers: dict[Key, RankerModel | None] = field(default_factory=dict[Key, RankerModel | None])

    def __post_init__(self) -> None:
        self.moments = Moments(self.con, self.groups, self.settings.seed)

    def ranker(
        self,
        recipe: Recipe,
        cut: datetime,
        horizon: timedelta,
        lines: int | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> RankerModel | None:
        """What the windows that end by `cut` teach; None where that is too little, or nothing is to be ranked.

        lines: at most about so many event lines teach the generators of each window. meanwhile: done while it learns,
        which leaves a core free at times.
        """
        ranker = recipe.ranker
        if ranker is None:
            return None
        key = (*depends_on(recipe), ranker, cut, horizon, lines)
        if key not in self._rankers:
            examples = self._examples(ranker, recipe, cut, horizon, lines)
            self._rankers[key] = self._learned(ranker, examples, meanwhile) if examples else None
        return self._rankers[key]

    def _learned(self, ranker: Ranker, examples: Examples, meanwhile: Callable[[], object] | None) -> RankerModel:
        with ThreadPoolExecutor(1) as beside:
            other = beside.submit(meanwhile) if meanwhile else None
            found = ranker.fit(examples, np.random.default_rng(self.settings.seed))
            if other:
                other.result()
        return found

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
        """The newest windows first, until they hold enough; two at a time where one more like the last is too few."""
        found: list[Examples] = []
        look = partial(self._at, ranker, recipe, window, lines)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            while next_ := list(islice(moments, self._many(found, ranker.enough))):
                for taught in threads.map(partial(look, max(AT_ONCE // len(next_), 1)), next_):
                    found += [taught] if taught and _bought(found) < ranker.enough else []
                if _bought(found) >= ranker.enough:
                    break
        return found

    def _many(self, found: list[Examples], enough: int) -> int:
        """Windows to look at next."""
        return AT_ONCE if found and _bought(found) + _bought(found[-1:]) < enough else 1

    def _at(
        self,
        ranker: Ranker,
        recipe: Recipe,
        window: timedelta,
        lines: int | None,
        at_once: int,
        moment: datetime,
    ) -> Examples | None:
        key = (*depends_on(recipe), ranker.candidates, ranker.share, moment, window, lines)
        if key not in self._taught:
            self._taught[key] = self._look(ranker, recipe, moment, window, lines, at_once)
        return self._taught[key]

    def _look(
        self,
        ranker: Ranker,
        recipe: Recipe,
        moment: datetime,
        window: timedelta,
        lines: int | None,
        at_once: int = AT_ONCE,
    ) -> Examples | None:
        """One window; None where less than its length lies before it, or nobody bought anything new in it."""
        facts, settings = self.moments.facts(moment), self.settings
        if not len(facts.lines.age) or facts.lines.age.max() < window / timedelta(days=1):
            return None
        cases = self.moments.cases(facts, moment, moment + window, settings.customers)
        cases = cases.part(cases.headline)
        if not len(cases.customer):
            return None
        facts = thinned(facts, cases.customer, lines, settings.seed) if lines else facts
        models = self.moments.generators(recipe, facts, {}, at_once)
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
