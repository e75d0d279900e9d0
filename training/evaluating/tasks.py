"""TASKS: what lists are asked to name, never mixed with one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models.metrics.replay import Targets
from training.rehearsal.cases import Cases


@dataclass(frozen=True)
class Task:
    """targets: what counts as a hit in it."""

    name: str
    targets: Callable[[Cases], Targets]
    meaning: str


NEW, REPEAT, COLD = "new", "repeat", "cold"

TASKS: tuple[Task, ...] = (
    Task(NEW, lambda cases: cases.targets, "what the customer had never bought, of items known before the cut"),
    Task(REPEAT, lambda cases: cases.repeat, "what the customer had bought before, or another variant of it"),
    Task(
        COLD,
        lambda cases: cases.cold,
        "what the customer had never bought, of items that were listed and nobody had bought or seen",
    ),
)
