"""One origin: every system's lists for every task, and what each was worth to each customer."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from data.arrays import Floats, Ints, Longs
from models.bundle.bundle import Bundle
from models.decision.query import Query
from models.metrics.replay import Replay
from models.metrics.table import METRICS
from training.evaluating.own import bought_before, eligible_again, own_of
from training.evaluating.tasks import COLD, NEW, REPEAT, TASKS, Task
from training.evaluating.yardsticks import models_of
from training.fitting import fit_models
from training.ranking.lessons import Lessons
from training.recipe import Recipe
from training.rehearsal.checking import BrokenListError, eligible
from training.rehearsal.rehearse import POPULAR, bundles_at
from training.rehearsal.replaying import DEPTH, Shown, shown_to
from training.rehearsal.scene import Scene, lists_of, replays_of

BUY_AGAIN, SIMILAR = "buy_again", "similar"
AGAIN = Query(n=DEPTH, strategy=BUY_AGAIN)


@dataclass(frozen=True)
class Measured:
    """One task at one origin. Rows are the customers who bought something that the task asks for, seen before or not.

    origin: 1 is the newest. group: position in GROUPS. shown, replays and values (metric -> float32 [rows]) are by
    system, the one that is judged first.
    """

    origin: int
    task: str
    customer: Ints
    group: Longs
    shown: dict[str, Shown]
    replays: dict[str, Replay]
    values: dict[str, dict[str, Floats]]


def measured_at(
    origin: int, scene: Scene, recipes: dict[str, Recipe], seed: int, lessons: Lessons
) -> tuple[Measured, ...]:
    """One per row of TASKS. Raises BrokenListError. Cost: a fit and a list per customer for every system."""
    customer = scene.cases.customer
    bundles = bundles_at(scene, recipes, seed, lessons)
    lists, able = lists_of(scene, bundles), eligible(bundles[POPULAR], customer)
    recipe = next(iter(recipes.values()))
    again = _again(scene, bundles[POPULAR], recipe, seed)
    alike = _alike(scene, bundles[POPULAR], recipe, seed)
    by_task = {NEW: (lists, able), COLD: (lists | {SIMILAR: alike}, able), REPEAT: again}
    return tuple(_measured(origin, scene, task, *by_task[task.name]) for task in TASKS)


def _alike(scene: Scene, bundle: Bundle, recipe: Recipe, seed: int) -> Shown:
    """Lists of what is described like the customer's last order: so an item that nobody knows can be found."""
    models = bundle.models | fit_models({SIMILAR: recipe.specs[SIMILAR]}, scene.facts, seed)
    return shown_to(replace(bundle, models=models), scene.cases.customer, Query(n=DEPTH, strategy=SIMILAR))


def _again(scene: Scene, bundle: Bundle, recipe: Recipe, seed: int) -> tuple[dict[str, Shown], Longs]:
    """Lists of what was bought before, by the strategy that serves and by each yardstick in its place."""
    customer, own = scene.cases.customer, own_of(scene.facts)
    served = fit_models({BUY_AGAIN: recipe.specs[BUY_AGAIN]}, scene.facts, seed)
    models = served | models_of(scene.facts, own, customer, seed)
    shown = {
        name: shown_to(replace(bundle, models=bundle.models | {BUY_AGAIN: model}), customer, AGAIN, fill=False)
        for name, model in models.items()
    }
    for name, each in shown.items():
        if not bought_before(own, customer, each.item).all():
            raise BrokenListError(f"a list of {name} names what its customer had not bought before")
    return shown, eligible_again(bundle, own, customer)


def _measured(origin: int, scene: Scene, task: Task, shown: dict[str, Shown], able: Longs) -> Measured:
    cases = scene.cases
    targets = task.targets(cases)
    rows = np.flatnonzero(targets.counts > 0)
    replays = replays_of(scene, shown, POPULAR, able, targets)
    replays = {system: replay.part(rows) for system, replay in replays.items()}
    values = {system: values_of(replay) for system, replay in replays.items()}
    kept = {system: _part(each, rows) for system, each in shown.items()}
    return Measured(origin, task.name, cases.customer[rows], cases.group[rows], kept, replays, values)


def values_of(replay: Replay) -> dict[str, Floats]:
    """Every metric that has a value for each customer."""
    return {metric.name: metric.values(replay) for metric in METRICS if metric.over == "customers"}


def _part(shown: Shown, rows: Longs) -> Shown:
    return Shown(**{field.name: getattr(shown, field.name)[rows] for field in fields(shown)})
