"""One origin rehearsed: tonight's recipe, the live bundle's recipe and popularity, all learned before the same cut."""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.bundle.bundle import Bundle, bundle_of
from models.decision.placements import PLACEMENT_OF
from models.metrics.table import HEADLINE
from models.recommenders.protocol import Spec
from training.fitting import fit_models
from training.judging.bootstrap import Interval
from training.ranking.lessons import Lessons, teaching
from training.ranking.listing import with_ranked_lists
from training.recipe import Recipe
from training.rehearsal.cases import Cases
from training.rehearsal.checking import eligible
from training.rehearsal.groups import ALL, Group, groups_of
from training.rehearsal.replaying import AREA, by_popularity
from training.rehearsal.scene import Scene, lists_of, replays_of, scene_at
from training.settings import NightSettings
from training.split import Split

TONIGHT, LIVE, POPULAR = "tonight", "live", "popular"
"""The systems compared. The live bundle itself has seen the held-out weeks, so its recipe is learned again."""


@dataclass(frozen=True)
class Tasks:
    """(customer, item) pairs bought in the window by customers seen before it, by what they were to the customer."""

    new: int
    repeat: int
    cold: int  # new, and nobody had bought the item or looked at it at the cut
    later: int  # of these, items that were nowhere at the cut: no list could name them


@dataclass(frozen=True)
class Rehearsal:
    """What the rehearsal found; groups: all customers first, then by history."""

    split: Split
    tasks: Tasks
    unseen: int  # customers whose first event lies in the window
    groups: tuple[Group, ...]

    @property
    def gain(self) -> dict[str, Interval]:
        """Tonight's headline less each other's, over all customers."""
        return self.overall.gain

    @property
    def overall(self) -> Group:
        """The headline group."""
        return next(group for group in self.groups if group.name == ALL)

    @property
    def metrics(self) -> dict[str, float]:
        """Tonight's metrics over all customers."""
        return self.overall.metrics[TONIGHT]

    @property
    def summary(self) -> str:
        """The headline metric of each system, in words."""
        figures = ", ".join(f"{system} {sure.mean:.4f}" for system, sure in self.overall.headline.items())
        return f"{HEADLINE}: {figures} ({self.overall.customers:,} customers)"


def rehearse(split: Split, recipe: Recipe, live: Recipe | None, settings: NightSettings, lessons: Lessons) -> Rehearsal:
    """Raises BrokenListError. Cost: facts and a fit at the cut, and at most three lists per replayed customer."""
    scene = scene_at(lessons.moments, split, settings.customers)
    recipes = {TONIGHT: recipe} | ({LIVE: live} if live is not None else {})
    bundles = bundles_at(scene, recipes, settings.seed, lessons)
    cases = scene.cases
    able = eligible(bundles[POPULAR], cases.customer)
    replays = replays_of(scene, lists_of(scene, bundles), POPULAR, able, cases.targets)
    return Rehearsal(split, tasks_of(cases), int((cases.group == 0).sum()), groups_of(cases, replays, settings))


def bundles_at(scene: Scene, recipes: dict[str, Recipe], seed: int, lessons: Lessons) -> dict[str, Bundle]:
    """What each system would have decided from, and popularity; a model shared with the first is fitted once."""
    first, *others = recipes
    needed = _needed(recipes[first])
    bundles = {first: bundle_of(scene.facts, fit_models(needed, scene.facts, seed), recipes[first].policy)}
    for name in others:
        changed = {model: spec for model, spec in _needed(recipes[name]).items() if needed.get(model) != spec}
        models = bundles[first].models | fit_models(changed, scene.facts, seed)
        bundles[name] = replace(bundles[first], models=models, policy=recipes[name].policy)
    listed = {name: _with_lists(bundle, scene, recipes[name], lessons) for name, bundle in bundles.items()}
    return listed | {POPULAR: by_popularity(bundles[first])}


def _with_lists(bundle: Bundle, scene: Scene, recipe: Recipe, lessons: Lessons) -> Bundle:
    """With the cases' lists, where the recipe has them ranked and there is enough past to learn from."""
    split, ahead = scene.split, lessons.moments.ahead(recipe, scene.facts, bundle.models)
    ranker = lessons.ranker(recipe, split.cut, teaching(scene.facts, split.horizon), meanwhile=ahead)
    return with_ranked_lists(bundle, scene.facts, recipe, ranker, scene.cases.customer, lessons) if ranker else bundle


def _needed(recipe: Recipe) -> dict[str, Spec]:
    """What the customer's own area asks: the personal recommender and what fills its list."""
    names = {recipe.policy.personal, *PLACEMENT_OF[AREA.placement].fallbacks}
    return {name: spec for name, spec in recipe.specs.items() if name in names}


def tasks_of(cases: Cases) -> Tasks:
    """Counted over the customers seen before the cut."""
    seen = cases.group > 0
    parts = (cases.targets, cases.cold, cases.later, cases.repeat)
    new, cold, later, repeat = (int(part.counts[seen].sum()) for part in parts)
    return Tasks(new + cold + later, repeat, cold + later, later)
