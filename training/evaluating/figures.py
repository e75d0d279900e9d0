"""The figures of a task: at one origin or over several, for all customers and by their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Longs
from models.metrics.table import HEADLINE, METRICS, Metric
from training.evaluating.origin import Measured
from training.judging.bootstrap import Interval, intervals
from training.rehearsal.cases import GROUPS
from training.rehearsal.groups import ALL
from training.settings import NightSettings

SURE = (HEADLINE, "recall@10")
"""The metrics that are given an interval."""


@dataclass(frozen=True)
class Figures:
    """Of one group of customers; a customer counts once per origin.

    metrics: system -> metric -> mean; sure: metric of SURE -> system -> mean with interval; gain: metric of SURE ->
    other system -> the first system's less the other's, paired over customers.
    """

    name: str
    customers: int
    metrics: dict[str, dict[str, float]]
    sure: dict[str, dict[str, Interval]]
    gain: dict[str, dict[str, Interval]]


def figures_of(parts: Sequence[Measured], settings: NightSettings) -> tuple[Figures, ...]:
    """All customers seen before the cut first, then each of GROUPS that has customers. Cost: see `intervals`."""
    rows = {ALL: [np.flatnonzero(part.group > 0) for part in parts]}
    rows |= {name: [np.flatnonzero(part.group == n) for part in parts] for n, name in enumerate(GROUPS)}
    return tuple(
        _figures(name, parts, kept, settings) for name, kept in rows.items() if name == ALL or any(map(len, kept))
    )


def _figures(name: str, parts: Sequence[Measured], rows: list[Longs], settings: NightSettings) -> Figures:
    systems = list(parts[0].values) if parts else []
    metrics = {system: {metric.name: _mean(parts, rows, system, metric) for metric in METRICS} for system in systems}
    drawn = zip(parts, rows, strict=True)
    customer = np.concatenate([np.empty(0, np.int32), *(part.customer[kept] for part, kept in drawn)])
    sure, gain = dict[str, dict[str, Interval]](), dict[str, dict[str, Interval]]()
    for metric in SURE if systems else ():
        values = np.stack([_values(parts, rows, system, metric) for system in systems], axis=1)
        both = np.concatenate((values, values[:, :1] - values[:, 1:]), axis=1)
        found = intervals(both, customer, settings.rounds, settings.seed)
        sure[metric] = dict(zip(systems, found, strict=False))
        gain[metric] = dict(zip(systems[1:], found[len(systems) :], strict=True))
    return Figures(name, len(customer), metrics, sure, gain)


def _mean(parts: Sequence[Measured], rows: list[Longs], system: str, metric: Metric) -> float:
    """Over customers; what is one figure for all lists of an origin, over origins."""
    if metric.over == "customers":
        values = _values(parts, rows, system, metric.name)
    else:
        replays = [part.replays[system].part(kept) for part, kept in zip(parts, rows, strict=True) if len(kept)]
        each = [metric.values(replay) for replay in replays]
        values = np.concatenate([np.empty(0, np.float32), *each])
    known = values[~np.isnan(values)]
    return float(known.mean(dtype=np.float64)) if len(known) else float("nan")


def _values(parts: Sequence[Measured], rows: list[Longs], system: str, metric: str) -> Floats:
    each = [part.values[system][metric][kept] for part, kept in zip(parts, rows, strict=True)]
    return np.concatenate([np.empty(0, np.float32), *each])
