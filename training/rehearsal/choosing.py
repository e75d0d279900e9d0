"""Which alternative stands behind the personal strategy: tried on the window before the one that is measured."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace

import duckdb
import numpy as np
from threadpoolctl import threadpool_limits

from data.arrays import ABSENT
from data.facts.engine import facts_at
from data.facts.facts import Facts, Lines
from data.groups import Groups
from models.bundle.bundle import bundle_of
from models.metrics.replay import replay_of
from models.metrics.table import headline
from training.fitting import AT_ONCE, fit_models
from training.recipe import Recipe, with_personal
from training.rehearsal.cases import Cases, cases_of
from training.rehearsal.checking import eligible
from training.rehearsal.replaying import shown_to
from training.rehearsal.shelves import shelves_of
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


def choose(
    con: duckdb.DuckDBPyConnection, split: Split | None, recipe: Recipe, groups: Groups, settings: NightSettings
) -> Choice:
    """The alternative with the best headline metric, the first of equals; without a tuning window simply the first.

    Cost: bounded by the settings' trials, lines and customers.
    """
    recipes = [with_personal(recipe, alternative) for alternative in settings.alternatives]
    if split is None or split.tuning_cut is None or len(recipes) == 1:
        return _choice(recipes[:1], [np.nan])
    facts = facts_at(con, split.tuning_cut, groups, past=True)
    cases = cases_of(con, facts, split.tuning_cut, split.cut, settings.tuning_customers, settings.seed)
    facts = thinned(facts, cases, settings.tuning_lines, settings.seed)
    figures = _tried(facts, cases, recipes, settings.seed)
    return _choice(recipes, figures)


def _choice(recipes: list[Recipe], figures: list[float]) -> Choice:
    best = int(np.argmax(np.nan_to_num(figures)))
    tried = [Tried(each.label, figure, each is recipes[best]) for each, figure in zip(recipes, figures, strict=True)]
    return Choice(recipes[best], tuple(tried))


def _tried(facts: Facts, cases: Cases, recipes: list[Recipe], seed: int) -> list[float]:
    """The headline metric of each recipe, two at a time."""
    bare = bundle_of(facts, fit_models({"popular": recipes[0].specs["popular"]}, facts, seed), recipes[0].policy)
    customer, targets = cases.customer[cases.headline], cases.targets.part(cases.headline)
    able, shelves = eligible(bare, customer), shelves_of(facts)

    def figure(recipe: Recipe) -> float:
        name = recipe.policy.personal
        models = bare.models | fit_models({name: recipe.specs[name]}, facts, seed)
        bundle = replace(bare, models=models, policy=recipe.policy)
        shown = shown_to(bundle, customer)
        values = headline(replay_of(shown.item, shown.fallback, shown.item, able, targets, shelves))
        return float(values.mean()) if len(values) else float("nan")

    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(figure, recipes))


def thinned(facts: Facts, cases: Cases, most: int, seed: int) -> Facts:
    """The facts with at most about `most` lines: those of the cases' customers, and of as many others as find room.

    Guests are thinned by order, so that baskets stay whole.
    """
    lines = facts.lines
    if len(lines.age) <= most:
        return facts
    rng = np.random.default_rng(seed)
    wanted = np.isin(lines.customer, cases.customer)
    share = max(most - int(wanted.sum()), 0) / max(int((~wanted).sum()), 1)
    by_customer = rng.random(facts.customers.count) < share
    by_order = rng.random(int(lines.order.max(initial=ABSENT)) + 2) < share  # the last one stands for "no order"
    kept = np.flatnonzero(
        wanted | np.where(lines.customer == ABSENT, by_order[lines.order], by_customer[lines.customer])
    )
    return replace(facts, lines=Lines(**{f.name: getattr(lines, f.name)[kept] for f in fields(lines)}))
