"""What a peer shows with some settings, remembered in a folder; and which settings did best."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.accuracy.ground import Ground, digest_of
from data.arrays import Ints

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Peer:
    """made: by whom. fit: what the ground lets it know and its settings, to scores. grid: the settings tried."""

    name: str
    made: str
    fit: Callable[[Any, Settings], Any]
    grid: tuple[Settings, ...]


@dataclass(frozen=True)
class Answer:
    """Lists as the ground makes them, and how long fitting and scoring took."""

    lists: Ints
    seconds: float


def grid_of(**choices: tuple[Any, ...]) -> tuple[Settings, ...]:
    """Every combination."""
    return tuple(dict(zip(choices, values, strict=True)) for values in product(*choices.values()))


def answered(ground: Ground, peer: Peer, settings: Settings, work: Path) -> Answer:
    """From `work` where the same was asked before, with the seconds of then."""
    said = f"{peer.name} {json.dumps(settings, sort_keys=True)}"
    file = work / f"{digest_of(ground.digest, said)}.npz"
    if file.exists():
        with np.load(file, allow_pickle=False) as held:
            return Answer(held["lists"], float(held["seconds"]))
    began = time.perf_counter()
    with threadpool_limits(1, user_api="blas"):
        lists = ground.lists(peer.fit(ground.known, settings))
    answer = Answer(lists, time.perf_counter() - began)
    work.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".part.npz")
    np.savez(beside, lists=answer.lists, seconds=answer.seconds, said=said)
    beside.replace(file)
    return answer


def tuned(ground: Ground, peer: Peer, work: Path, tell: Callable[[str], None]) -> Settings:
    """The settings with the best headline on a ground before the one that is measured; the first of equals."""
    figures: list[float] = []
    for settings in peer.grid:
        answer = answered(ground, peer, settings, work)
        figures.append(headline(ground, answer.lists))
        tell(f"{peer.name} {dict(settings)}: {figures[-1]:.4f}, {answer.seconds:.1f} s")
    return peer.grid[int(np.argmax(np.nan_to_num(figures)))]


def headline(ground: Ground, lists: Ints) -> float:
    """The mean of the ground's first figure."""
    values = next(iter(ground.values(lists).values()))
    return float(np.nanmean(values)) if not np.isnan(values).all() else float("nan")
