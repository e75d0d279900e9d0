"""The figures of a rehearsal for each group of customers, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Longs
from models.metrics.replay import Replay
from models.metrics.table import headline, measure
from training.judging.bootstrap import Interval, interval
from training.rehearsal.cases import GROUPS, Cases
from training.settings import NightSettings

ALL = "all"
"""The headline: every group but the unseen."""


@dataclass(frozen=True)
class Group:
    """metrics and headline (with its interval) are by system; gain is tonight's headline less that of each other."""

    name: str
    customers: int
    metrics: dict[str, dict[str, float]]
    headline: dict[str, Interval]
    gain: dict[str, Interval]


def groups_of(cases: Cases, replays: dict[str, Replay], settings: NightSettings) -> tuple[Group, ...]:
    """All together first, then those of GROUPS that have customers. The replays' rows are those of the cases."""
    seen = cases.headline
    bought = np.flatnonzero(cases.targets.counts > 0)
    parts = {ALL: seen} | {name: bought[cases.group[bought] == number] for number, name in enumerate(GROUPS)}
    return tuple(_group(name, rows, replays, settings) for name, rows in parts.items() if len(rows) or name == ALL)


def _group(name: str, rows: Longs, replays: dict[str, Replay], settings: NightSettings) -> Group:
    here = {system: replay.part(rows) for system, replay in replays.items()}
    values = {system: headline(replay) for system, replay in here.items()}
    sure = {system: interval(value, settings.rounds, settings.seed) for system, value in values.items()}
    tonight = next(iter(values))
    gains = {
        other: interval(values[tonight] - value, settings.rounds, settings.seed)
        for other, value in values.items()
        if other != tonight
    }
    return Group(name, len(rows), {system: measure(replay) for system, replay in here.items()}, sure, gains)
