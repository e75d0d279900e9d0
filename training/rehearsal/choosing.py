"""Which alternative stands behind the personal strategy: tried on the window before the one that is measured."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import Longs
from data.facts.facts import Facts
from models.bundle.bundle import Bundle, bundle_of
from models.metrics.replay import Shelves, replay_of
from models.metrics.table import headline
from training.fitting import AT_ONCE, fit_models, one_thread_each
from training.ranking.lessons import Lessons, teaching
from training.ranking.listing import with_ranked_lists
from training.recipe import Recipe, with_personal
from training.rehearsal.cases import Cases
from training.rehearsal.checking import eligible
from training.rehearsal.replaying import shown_to
from training.rehearsal.shelves import shelves_of
from training.rehearsal.thinning import thinned
from training.settings import NightSettings
from training.split import Split


@dataclass(frozen=True)
class Tried:
    """One alternative and its headline metric on the tuning window; NaN where there was none to try it on."""

    label: str
    headline: float
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """The recipe that won, and everything that was tried for it."""

    recipe: Recipe
    tried: tuple[Tried, ...]


def choose(split: Split | None, recipe: Recipe, settings: NightSettings, lessons: Lessons) -> Choice:
    """The recommender with the best headline metric, and the ranker over it where that does better still.

    The first of equals; without a tuning window simply the first, unranked. Cost: bounded by the settings' trials,
    lines and customers.
    """
    recipes = [with_personal(replace(recipe, ranker=None), alternative) for alternative in settings.alternatives]
    if split is None or split.tuning_cut is None or (len(recipes) == 1 and recipe.ranker is None):
        return _choice(recipes[:1], [np.nan])
    facts = lessons.moments.facts(split.tuning_cut)
    cases = lessons.moments.cases(facts, split.tuning_cut, split.cut, settings.tuning_customers)
    cases, lines = cases.part(cases.headline), settings.tuning_lines
    few = thinned(facts, cases.customer, lines, settings.seed)
    trial = _Trial.of(few, cases, recipes[0], settings.seed)
    with one_thread_each(), ThreadPoolExecutor(AT_ONCE) as threads:
        bundles = list(threads.map(trial.bundle, recipes))
    figures = [trial.figure(bundle) for bundle in bundles]
    if recipe.ranker:
        at = _best(figures)
        best = replace(recipes[at], ranker=recipe.ranker)
        taught = teaching(facts, split.cut - split.tuning_cut)
        ahead = lessons.moments.ahead(best, few, bundles[at].models)
        ranker = lessons.ranker(best, split.tuning_cut, taught, lines if few is not facts else None, ahead)
        ranked = ranker and with_ranked_lists(bundles[at], few, best, ranker, cases.customer, lessons)
        recipes, figures = [*recipes, best], [*figures, trial.figure(ranked) if ranked else np.nan]
    return _choice(recipes, figures)


def _choice(recipes: list[Recipe], figures: list[float]) -> Choice:
    best = _best(figures)
    tried = [Tried(each.label, figure, each is recipes[best]) for each, figure in zip(recipes, figures, strict=True)]
    return Choice(recipes[best], tuple(tried))


def _best(figures: list[float]) -> int:
    return int(np.argmax(np.nan_to_num(figures)))


@dataclass(frozen=True)
class _Trial:
    """The tuning window: what was known before it, and what its customers bought in it."""

    facts: Facts
    cases: Cases
    bare: Bundle
    able: Longs
    shelves: Shelves
    seed: int

    @staticmethod
    def of(facts: Facts, cases: Cases, recipe: Recipe, seed: int) -> _Trial:
        bare = bundle_of(facts, fit_models({"popular": recipe.specs["popular"]}, facts, seed), recipe.policy)
        return _Trial(facts, cases, bare, eligible(bare, cases.customer), shelves_of(facts), seed)

    def bundle(self, recipe: Recipe) -> Bundle:
        """What the recipe's personal recommender, fitted, decides from."""
        name = recipe.policy.personal
        models = self.bare.models | fit_models({name: recipe.specs[name]}, self.facts, self.seed)
        return replace(self.bare, models=models, policy=recipe.policy)

    def figure(self, bundle: Bundle) -> float:
        """The headline metric of its lists; NaN where no customer can be measured."""
        shown = shown_to(bundle, self.cases.customer)
        replay = replay_of(shown.item, shown.fallback, shown.item, self.able, self.cases.targets, self.shelves)
        values = headline(replay)
        return float(values.mean()) if len(values) else float("nan")
