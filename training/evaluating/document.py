"""Everything an evaluation found, as one value: it becomes the JSON file, and the page is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np

from models.metrics.accuracy import recall
from models.metrics.reliability import Reliability
from models.metrics.table import METRICS
from training.evaluating.figures import Figures, figures_of
from training.evaluating.origin import BUY_AGAIN, SIMILAR, Measured
from training.evaluating.ruling import Comparison, comparisons_of
from training.evaluating.tasks import REPEAT, TASKS, Task
from training.evaluating.yardsticks import YARDSTICKS
from training.rehearsal.rehearse import Tasks
from training.rehearsal.replaying import DEPTH
from training.settings import NightSettings
from training.split import Split


@dataclass(frozen=True)
class Origin:
    """One cut of the past. systems: name -> recommender and settings; recipe and tried as in a night's record.

    reliability: of the chances that the window before the cut told, after it; None where nothing is ranked.
    """

    number: int
    split: Split
    customers: int  # who bought after the cut and were replayed
    unseen: int  # of these, customers whose first event came after it
    tasks: Tasks
    systems: dict[str, str]
    recipe: dict[str, Any] | None
    tried: list[dict[str, Any]]
    reliability: Reliability | None


@dataclass(frozen=True)
class TaskFigures:
    """One task. pooled: over all origins, all customers first; origins: the same of each, the newest first.

    recall_by_depth: system -> recall@1, @2, ... over all origins. systems: name -> what it is.
    """

    name: str
    meaning: str
    systems: dict[str, str]
    pooled: tuple[Figures, ...]
    origins: tuple[tuple[Figures, ...], ...]
    comparisons: tuple[Comparison, ...]
    recall_by_depth: dict[str, list[float]]


@dataclass
class Evaluation:
    """As it stands in evaluation.json; asked: what the command was told."""

    source: str
    started: str
    as_of: str
    asked: dict[str, int]
    horizon_days: int
    settings: dict[str, Any]
    versions: dict[str, str]
    commit: str | None
    rows: dict[str, int]
    findings: list[dict[str, Any]]
    origins: list[Origin]
    tasks: list[TaskFigures]
    remarks: list[str] = field(default_factory=list[str])
    steps: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    metrics: dict[str, str] = field(default_factory=lambda: {metric.name: metric.meaning for metric in METRICS})


def task_figures(parts: Sequence[Measured], settings: NightSettings) -> list[TaskFigures]:
    """Of every task that some origin was measured by."""
    return [_of_task(task, [part for part in parts if part.task == task.name], settings) for task in TASKS if parts]


def _of_task(task: Task, parts: list[Measured], settings: NightSettings) -> TaskFigures:
    pooled, origins = figures_of(parts, settings), tuple(figures_of([part], settings) for part in parts)
    compared = comparisons_of(pooled[0], [each[0] for each in origins])
    return TaskFigures(task.name, task.meaning, _systems(task, parts[0]), pooled, origins, compared, _by_depth(parts))


def _systems(task: Task, part: Measured) -> dict[str, str]:
    if task.name != REPEAT:
        learned = "this recommender in the settings that did best before the cut"
        described = {
            SIMILAR: "the strategy of that name: what is described like the customer's last order, bought or not"
        }
        known = described | {"tonight": "what the night would have chosen at the cut", "popular": "what sells most now"}
        return {name: known.get(name, learned) for name in part.shown}
    served = {BUY_AGAIN: "the strategy of that name, as it is served"}
    return served | {row.name: row.meaning for row in YARDSTICKS}


def _by_depth(parts: list[Measured]) -> dict[str, list[float]]:
    return {system: [_recall(parts, system, k) for k in range(1, DEPTH + 1)] for system in parts[0].replays}


def _recall(parts: list[Measured], system: str, k: int) -> float:
    seen = [part.replays[system].part(np.flatnonzero(part.group > 0)) for part in parts]
    values = np.concatenate([recall(replay, k) for replay in seen])
    return float(values.mean(dtype=np.float64)) if len(values) else float("nan")


def remarks_on(asked: dict[str, int], splits: Sequence[Split], span_days: float) -> list[str]:
    """What could not be done as asked, and why."""
    if not splits:
        return [f"{span_days:.1f} days of data: too few to hold anything out, nothing is measured"]
    days, found = splits[0].horizon // timedelta(days=1), list[str]()
    if days < asked["horizon_days"]:
        found.append(f"windows of {days} days, not {asked['horizon_days']}: there are {span_days:.0f} days of data")
    if len(splits) < asked["origins"]:
        found.append(
            f"{len(splits)} of {asked['origins']} origins: each needs {days} days after it and as many before it, and "
            f"there are {span_days:.0f} days of data"
        )
    untuned = [str(number) for number, split in enumerate(splits, 1) if split.tuning_cut is None]
    if untuned:
        found.append(f"nothing was chosen at origin {', '.join(untuned)}, for want of a past to choose on")
    return found


def remarks_of(tasks: Sequence[TaskFigures]) -> list[str]:
    """Tasks that nothing could be measured by."""
    return [
        f"task {task.name}: no customer who was seen before a cut bought such an item after it"
        for task in tasks
        if not task.pooled[0].customers
    ]
