"""The space in which clusters are sought, learned from several weeks' pictures, and the clusters in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Bools, Ints
from data.facts.facts import CustomerFacts
from models.clusters.learning import Learned, learned
from models.clusters.pictures import FEATURES, Feature, Numbers, Pictures, pictures_of
from models.kmeans import nearest

WEEK = 7.0


@dataclass(frozen=True)
class Space:
    """What makes a picture a row of numbers: the measures that tell customers apart, each raised to its power."""

    features: tuple[Feature, ...]
    floor: Numbers  # float64 [measures]: what is added before a logarithm

    @staticmethod
    def over(pictures: Sequence[Pictures]) -> Space:
        """Of all of them together."""
        told = tuple(each for each in FEATURES if each.weight and _varies(pictures, each.name))
        raw = [np.concatenate([of.of[each.name][of.known] for of in pictures]) for each in told]
        return Space(told, np.array([_floor(values) for values in raw]))

    @property
    def weight(self) -> Numbers:
        """float64 [measures]: how much each counts."""
        return np.array([each.weight for each in self.features])

    def rows(self, of: Pictures) -> Numbers:
        """float64 [known customers, measures], NaN where it cannot be said."""
        rows = np.empty((int(of.known.sum()), len(self.features)))
        for column, (each, low) in enumerate(zip(self.features, self.floor, strict=True)):
            rows[:, column] = _even(of.of[each.name][of.known], each, low)
        return rows


@dataclass(frozen=True)
class Fitted:
    """space; learned: how its rows are scaled and where the centres lie, None where there is nothing to tell apart."""

    space: Space
    learned: Learned | None

    @property
    def count(self) -> int:
        """How many clusters."""
        return len(self.learned.centres) if self.learned else 0

    def labels(self, of: Pictures) -> Ints:
        """int32 [customers]: the nearest centre, -1 for who has not ordered."""
        code = np.full(len(of.known), ABSENT, dtype=np.int32)
        if self.learned:
            points = (self.space.rows(of) - self.learned.middle) * self.learned.factor
            code[of.known] = nearest(np.nan_to_num(points), self.learned.centres)
        return code


@dataclass(frozen=True)
class Weeks:
    """Pictures of some customers, a week apart, newest first."""

    pictures: tuple[Pictures, ...]

    @staticmethod
    def of(facts: CustomerFacts, half_life: float, weeks: int, only: Bools, ago: float = 0.0) -> Weeks:
        """Of customers `only`, the newest `ago` days before as_of; as many weeks as half of them had ordered by."""
        shown = [pictures_of(facts, half_life, ago + WEEK * back, only) for back in range(weeks)]
        fewest = 0.5 * shown[0].known.sum()
        return Weeks(tuple(each for back, each in enumerate(shown) if not back or each.known.sum() >= fewest))

    def space(self) -> Space:
        """In which all of them are rows."""
        return Space.over(self.pictures)

    def fit(self, count: int, rng: np.random.Generator, inits: int) -> Fitted:
        """`count` clusters, fewer where customers are alike. Their boundaries are those of all these weeks: a cluster
        must not move because of one week."""
        space = self.space()
        if not space.features:
            return Fitted(space, None)
        rows = np.concatenate([space.rows(each) for each in self.pictures])
        return Fitted(space, learned(rows, space.weight, count, rng, inits))


def _varies(pictures: Sequence[Pictures], name: str) -> bool:
    """Within a picture: between two of them everybody's orders are a week older."""
    return any(_spread(of.of[name][of.known]) for of in pictures)


def _spread(values: Numbers) -> bool:
    known = values[~np.isnan(values)]
    return len(known) > 0 and float(known.max() - known.min()) > 1e-6 * float(np.abs(known).max())


def _floor(values: Numbers) -> float:
    """A tenth of what is usual: keeps the logarithm of nothing near that of little."""
    some = values[values > 0]
    return 0.1 * float(np.median(some)) if len(some) else 1.0


def _even(values: Numbers, of: Feature, floor: float) -> Numbers:
    above = np.maximum(values, 0)
    return above**of.power if of.power else np.log(above + floor)
