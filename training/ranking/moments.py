"""Moments of the past, as the ranker's school sees them: what was known, and what the generators made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from threading import Lock

import duckdb

from data.facts.engine import facts_at
from data.facts.facts import Facts
from data.groups import Groups
from models.ranker.generators import GENERATORS
from models.recommenders.protocol import Model
from training.fitting import AT_ONCE
from training.ranking.generating import fit_generators
from training.recipe import Recipe
from training.rehearsal.cases import Cases, cases_of

Key = tuple[object, ...]


@dataclass
class Moments:
    """Those that are kept are computed once: the cuts of a night are measured at, surveyed at, and teach.

    May be asked by several threads; the tables answer one at a time.
    """

    con: duckdb.DuckDBPyConnection
    groups: Groups
    seed: int
    _kept: frozenset[str] = frozenset()
    _facts: dict[str, Facts] = field(default_factory=dict[str, Facts])
    _fitted: dict[Key, dict[str, Model]] = field(default_factory=dict[Key, dict[str, Model]])
    _asking: Lock = field(default_factory=Lock)

    def keep(self, *moments: datetime | None) -> None:
        """From now on these stay in memory, and no others."""
        self._kept = frozenset(_name(each) for each in moments if each)
        self._facts = {name: facts for name, facts in self._facts.items() if name in self._kept}
        self._fitted = {key: models for key, models in self._fitted.items() if key[0] in self._kept}

    def facts(self, moment: datetime) -> Facts:
        """What was known then. Cost: that of `facts_at`, once where it is kept."""
        name = _name(moment)
        with self._asking:
            facts = self._facts.get(name) or facts_at(self.con, moment, self.groups, past=True)
        if name in self._kept:
            self._facts[name] = facts
        return facts

    def cases(self, facts: Facts, start: datetime, end: datetime, most: int) -> Cases:
        """Who bought in [start, end), at most so many; facts are those at start."""
        with self._asking:
            return cases_of(self.con, facts, start, end, most, self.seed)

    def ahead(self, recipe: Recipe, facts: Facts, models: dict[str, Model]) -> Callable[[], object] | None:
        """What fits the generators, one at a time, so that they are there when asked for; None if they do not stay."""
        kept = _name(datetime.fromisoformat(facts.as_of)) in self._kept
        return partial(self.generators, recipe, facts, models, 1) if kept else None

    def generators(
        self, recipe: Recipe, facts: Facts, models: dict[str, Model], at_once: int = AT_ONCE
    ) -> dict[str, Model]:
        """By name of the generator, fitted on the facts, so many at a time.

        models: what the recipe has fitted on the same facts already.
        """
        name = _name(datetime.fromisoformat(facts.as_of))
        key = (name, len(facts.lines.age), *depends_on(recipe))
        found = self._fitted.get(key) or fit_generators(recipe, facts, self.seed, models, at_once)
        if name in self._kept:
            self._fitted[key] = found
        return found


def depends_on(recipe: Recipe) -> Key:
    """What the generators depend on."""
    return tuple((name, recipe.specs[name]) for name in sorted({row.recommender for row in GENERATORS}))


def _name(moment: datetime) -> str:
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat()
