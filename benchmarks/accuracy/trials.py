"""What a peer shows with some settings, remembered in a folder; and which settings did best."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.accuracy.ground import Ground, digest_of
from data.arrays import Ints

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Peer:
    """made: by whom. fit: what the ground lets it know and its settings, to scores.

    Tried are all half_lives with the first of `values` for `setting`, then the other values with the best half-life.
    """

    name: str
    made: str
    fit: Callable[[Any, Settings], Any]
    half_lives: tuple[float | None, ...]
    setting: str
    values: tuple[Any, ...]

    @property
    def usual(self) -> Settings:
        """Where nothing can be tried: a half-life from the middle."""
        return {"half_life": self.half_lives[len(self.half_lives) // 2], self.setting: self.values[0]}


@dataclass(frozen=True)
class Answer:
    """Lists as the ground makes them, and how long fitting and scoring took."""

    lists: Ints
    seconds: float


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

    def figure(settings: Settings) -> float:
        answer = answered(ground, peer, settings, work)
        found = headline(ground, answer.lists)
        tell(f"{peer.name} {dict(settings)}: {found:.4f}, {answer.seconds:.1f} s")
        return found

    usual = {peer.setting: peer.values[0]}
    best = max([{"half_life": each} | usual for each in peer.half_lives], key=figure)
    return max([best | {peer.setting: value} for value in peer.values], key=figure)


def headline(ground: Ground, lists: Ints) -> float:
    """The mean of the ground's first figure over the rows that can say; 0 where none can."""
    values = next(iter(ground.values(lists).values()))
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
