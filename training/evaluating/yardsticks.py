"""YARDSTICKS: simple rankings of what a customer had bought before, to hold the one that serves against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.recommenders.worth import decay
from training.evaluating.own import Own, OwnModel
from training.evaluating.tifuknn import tifuknn

POPULAR_DAYS = 14.0
"""Half-life of the sales that make an item popular among what a customer owns."""


@dataclass(frozen=True)
class Yardstick:
    """score(facts, own, customers asked about, seed): float32 per pair of own, above 0; 0 where it says nothing."""

    name: str
    score: Callable[[Facts, Own, Ints, int], Floats]
    meaning: str


def _frequency(facts: Facts, own: Own, customer: Ints, seed: int) -> Floats:
    """In how many orders; of equals the last bought first."""
    return (own.times + 1 / (2 + own.age)).astype(np.float32)


def _popular(facts: Facts, own: Own, customer: Ints, seed: int) -> Floats:
    sold = np.bincount(facts.lines.item, decay(facts.lines.age, POPULAR_DAYS), max(facts.items.count, 1))
    return (sold[own.item.values] + 1e-30).astype(np.float32)


YARDSTICKS: tuple[Yardstick, ...] = (
    Yardstick("frequency", _frequency, "what the customer had bought in most orders, the last bought first of equals"),
    Yardstick("tifuknn", tifuknn, "TIFU-KNN's repeat part: own frequency, decayed, beside that of 300 neighbours"),
    Yardstick("popular", _popular, "what sold most lately, of what the customer had bought"),
)


def models_of(facts: Facts, own: Own, customer: Ints, seed: int) -> dict[str, OwnModel]:
    """By name."""
    return {row.name: OwnModel(own.item, row.score(facts, own, customer, seed)) for row in YARDSTICKS}
