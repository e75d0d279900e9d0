"""Ours beside every peer at every origin: the figures, and how sure the differences are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.accuracy.ground import Ground
from benchmarks.accuracy.sureness import grouped_interval
from benchmarks.accuracy.trials import Peer, Settings, answered, tuned
from data.arrays import Bools, Ints
from training.judging.bootstrap import Interval
from training.split import Split

OURS, OWN = "Regulars", "own"


@dataclass(frozen=True)
class System:
    """One per origin: settings (of ours: the recipe that the night chose), seconds of the last fit, lists."""

    name: str
    made: str
    settings: tuple[Settings, ...]
    seconds: tuple[float, ...]
    lists: tuple[Ints, ...]


@dataclass(frozen=True)
class Figures:
    """gain: ours less this system's headline, paired; None for ours itself."""

    system: str
    made: str
    rows: int
    metrics: dict[str, float]
    gain: Interval | None
    settings: list[dict[str, Any]]
    seconds: float


def answers_of(
    peers: Sequence[Peer],
    grounds: Sequence[Ground],
    before: Sequence[Ground | None],
    work: Path,
    tell: Callable[[str], None],
) -> list[System]:
    """Each peer tuned on the ground before each origin's (None: too little past), then fitted at the origin's cut."""
    systems: list[System] = []
    for peer in peers:
        best = [tuned(ground, peer, work, tell) if ground else peer.usual for ground in before]
        answers = [answered(ground, peer, settings, work) for ground, settings in zip(grounds, best, strict=True)]
        lists, seconds = tuple(each.lists for each in answers), tuple(each.seconds for each in answers)
        systems.append(System(peer.name, peer.made, tuple(best), seconds, lists))
    return systems


def tuning_window(split: Split) -> Split | None:
    """The window before the split's, where there is enough past before that."""
    return Split(None, split.tuning_cut, split.cut) if split.tuning_cut else None


def compared(
    grounds: Sequence[Ground], systems: Sequence[System], kept: Sequence[Bools] | None = None
) -> list[Figures]:
    """Pooled over these origins, the first system being ours; coverage is the mean over origins.

    kept: bool [rows] per origin, which rows count.
    """
    kept = kept or [np.ones(len(ground.group), dtype=bool) for ground in grounds]
    group = np.concatenate([ground.group[rows] for ground, rows in zip(grounds, kept, strict=True)])
    values = [_values(grounds, system, kept) for system in systems]
    headline = next(iter(values[0]))
    return [
        Figures(
            system.name, system.made, int((~np.isnan(each[headline])).sum()),
            {name: _mean(value) for name, value in each.items()} | {"coverage@10": _coverage(grounds, system)},
            grouped_interval(values[0][headline] - each[headline], group) if each is not values[0] else None,
            [dict(settings) for settings in system.settings], float(sum(system.seconds)),
        )
        for system, each in zip(systems, values, strict=True)
    ]  # fmt: skip


def part(system: System, at: int) -> System:
    """The system at one origin."""
    return System(
        system.name, system.made, system.settings[at : at + 1], system.seconds[at : at + 1], system.lists[at : at + 1]
    )


def _values(grounds: Sequence[Ground], system: System, kept: Sequence[Bools]) -> dict[str, np.ndarray]:
    found = [ground.values(lists) for ground, lists in zip(grounds, system.lists, strict=True)]
    return {name: np.concatenate([at[name][rows] for at, rows in zip(found, kept, strict=True)]) for name in found[0]}


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean(dtype=np.float64)) if len(known) else float("nan")


def _coverage(grounds: Sequence[Ground], system: System) -> float:
    return float(np.mean([ground.coverage(lists) for ground, lists in zip(grounds, system.lists, strict=True)]))
