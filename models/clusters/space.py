"""The space in which clusters are sought, learned from several weeks' pictures, and the clusters in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Bools, Ints
from data.facts.facts import CustomerFacts
from models.clusters.pictures import FEATURES, Feature, Numbers, Pictures, pictures_of
from models.kmeans import Points, k_means, nearest

WEEK = 7.0


@dataclass(frozen=True)
class Space:
    """What makes a picture a point: names of the measures, each raised to its power, less a middle, times a factor."""

    features: tuple[Feature, ...]
    floor: Numbers  # what is added before a logarithm
    middle: Numbers
    factor: Numbers

    @staticmethod
    def over(pictures: Sequence[Pictures]) -> Space:
        """The measures that tell customers apart; a measure has spread 1 times its weight."""
        told = [each for each in FEATURES if each.weight and _varies(pictures, each.name)]
        raw = [np.concatenate([of.of[each.name][of.known] for of in pictures]) for each in told]
        floor = np.array([_floor(values) for values in raw])
        even = [_even(values, each, low) for values, each, low in zip(raw, told, floor, strict=True)]
        middle = np.array([float(np.nanmean(values)) for values in even])
        spread = np.array([float(np.nanstd(values)) for values in even])
        weight = np.array([each.weight for each in told])
        return Space(tuple(told), floor, middle, weight / np.maximum(spread, 1e-9))

    def points(self, of: Pictures) -> Points:
        """float64 [known customers, measures]; what cannot be said lies in the middle."""
        columns = [
            (_even(of.of[each.name][of.known], each, low) - middle) * factor
            for each, low, middle, factor in zip(self.features, self.floor, self.middle, self.factor, strict=True)
        ]
        return np.nan_to_num(np.stack(columns, axis=1)) if columns else np.zeros((int(of.known.sum()), 0))


@dataclass(frozen=True)
class Fitted:
    """space; centres float64 [clusters, measures of the space]."""

    space: Space
    centres: Points

    def labels(self, of: Pictures) -> Ints:
        """int32 [customers]: the nearest centre, -1 for who has not ordered."""
        code = np.full(len(of.known), ABSENT, dtype=np.int32)
        code[of.known] = nearest(self.space.points(of), self.centres) if len(self.centres) else ABSENT
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
        """In which all of them are points."""
        return Space.over(self.pictures)

    def fit(self, count: int, rng: np.random.Generator, inits: int) -> Fitted:
        """`count` clusters, fewer where customers are alike. Their boundaries are those of all these weeks: a cluster
        must not move because of one week."""
        space = self.space()
        points = np.concatenate([space.points(each) for each in self.pictures])
        return Fitted(space, k_means(points, count, rng, inits) if points.size else points[:0])


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
