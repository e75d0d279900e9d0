"""One origin rehearsed: tonight's recipe, the live bundle's recipe and popularity, all learned before the same cut."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
import numpy as np

from data.facts.engine import facts_at
from data.facts.facts import Facts
from data.groups import Groups
from models.bundle.bundle import Bundle, bundle_of
from models.decision.placements import PLACEMENT_OF
from models.metrics.replay import replay_of
from models.metrics.table import HEADLINE
from models.recommenders.protocol import Spec
from training.fitting import fit_models
from training.judging.bootstrap import Interval
from training.recipe import Recipe
from training.rehearsal.cases import Cases, cases_of
from training.rehearsal.checking import check_lists, eligible
from training.rehearsal.groups import ALL, Group, groups_of
from training.rehearsal.replaying import AREA, by_popularity, shown_to
from training.rehearsal.shelves import shelves_of
from training.settings import NightSettings
from training.split import Split

TONIGHT, LIVE, POPULAR = "tonight", "live", "popular"
"""The systems compared. The live bundle itself has seen the held-out weeks, so its recipe is learned again."""


@dataclass(frozen=True)
class Tasks:
    """(customer, item) pairs bought in the window by customers seen before it, by what they were to the customer."""

    new: int
    repeat: int
    cold: int  # new, but not listed at the cut


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


def rehearse(
    con: duckdb.DuckDBPyConnection,
    split: Split,
    recipe: Recipe,
    live: Recipe | None,
    groups: Groups,
    settings: NightSettings,
) -> Rehearsal:
    """Raises BrokenListError. Cost: facts and a fit at the cut, and at most three lists per replayed customer."""
    facts = facts_at(con, split.cut, groups, past=True)
    cases = cases_of(con, facts, split.cut, split.end, settings.customers, settings.seed)
    bundles = _bundles(facts, recipe, live, settings.seed)
    shown = {system: shown_to(bundle, cases.customer) for system, bundle in bundles.items()}
    check_lists(bundles[TONIGHT], cases.customer, shown[TONIGHT].item)
    shelves, able = shelves_of(facts), eligible(bundles[TONIGHT], cases.customer)
    popular = shown[POPULAR].item
    replays = {
        system: replay_of(each.item, each.fallback, popular, able, cases.targets, shelves)
        for system, each in shown.items()
    }
    return Rehearsal(split, _tasks(cases), int((cases.group == 0).sum()), groups_of(cases, replays, settings))


def _bundles(facts: Facts, recipe: Recipe, live: Recipe | None, seed: int) -> dict[str, Bundle]:
    """What each system would have decided from; a model that two systems share is fitted once."""
    tonight = bundle_of(facts, fit_models(_needed(recipe), facts, seed), recipe.policy)
    bundles = {TONIGHT: tonight}
    if live is not None:
        changed = {name: spec for name, spec in _needed(live).items() if _needed(recipe).get(name) != spec}
        bundles[LIVE] = replace(tonight, models=tonight.models | fit_models(changed, facts, seed), policy=live.policy)
    return bundles | {POPULAR: by_popularity(tonight)}


def _needed(recipe: Recipe) -> dict[str, Spec]:
    """What the customer's own area asks: the personal recommender and what fills its list."""
    names = {recipe.policy.personal, *PLACEMENT_OF[AREA.placement].fallbacks}
    return {name: spec for name, spec in recipe.specs.items() if name in names}


def _tasks(cases: Cases) -> Tasks:
    seen = cases.group > 0
    new = np.diff(cases.targets.item.offsets)[seen].sum()
    cold = cases.cold[seen].sum()
    return Tasks(int(new + cold), int(cases.repeat[seen].sum()), int(cold))
