"""What is said of a cluster: its size, what tells it apart, and what changed since last night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Ints
from models.clusters.pictures import FEATURES, SHOWN, Feature, Numbers, Pictures

SAID = 2
"""Measures named in a sentence, and beside a customer, at most."""
APART = 0.25
"""How far, in places among all other customers (0 to 1), the middle of a cluster must lie from theirs to be told."""


@dataclass(frozen=True)
class Telling:
    """A measure that tells a cluster apart. middle: of the cluster, in the unit of the measure; usual: of the shop;
    place: where the middle lies among all other customers, 0 the least, 1 the most."""

    feature: Feature
    middle: float
    usual: float
    place: float

    @property
    def words(self) -> str:
        """As in "spend a lot, about 1,200 a year"; "" where there is nothing to be said."""
        figure, feature = self.feature.figure(self.middle), self.feature
        return feature.none if figure == "0" else (feature.much if self.place > 0.5 else feature.little).format(figure)


@dataclass(frozen=True)
class Change:
    """Since last night, in customers. before: who had the name then; came: who has it now and had another or none;
    left: who had it and has another now. All -1 where the name is new."""

    before: int
    came: int
    left: int


def telling(of: Pictures, inside: np.ndarray) -> list[Telling]:
    """What tells the customers inside (bool [customers]) apart, the most first, one measure of a topic."""
    found = [_telling(of, each, inside) for each in FEATURES]
    far = [each for each in found if each and abs(each.place - 0.5) >= APART and each.words]
    by_topic: dict[str, Telling] = {}
    for each in sorted(far, key=lambda each: -abs(each.place - 0.5) * (1 + each.feature.weight)):
        by_topic.setdefault(each.feature.topic, each)
    return [*by_topic.values()][:SAID]


def sentence(of: Pictures, inside: np.ndarray) -> str:
    """As in "spend a lot, about 1,200 a year, and order often, 10 times a year: 312 customers, 5% of the buyers" """
    what = ", and ".join(each.words for each in telling(of, inside)) or "are like most customers"
    count = int(inside.sum())
    part = count / max(int(of.known.sum()), 1)
    value = np.maximum(of.of["value_year"], 0)
    share = value[inside].sum() / value.sum() if value.sum() > 0 else np.nan
    much = "" if np.isnan(share) else f" with {_some(share)} of a year's spend"
    many = f"{count:,} customer{'s' * (count != 1)}"
    return f"{what}: {many}, {_some(part)} of the buyers{much}"


def _some(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "hardly any"


def changes(code: Ints, name: tuple[str, ...], before: Ints, before_name: tuple[str, ...]) -> tuple[Change, ...]:
    """Of every name; before int32 [customers]: last night's codes by tonight's customer numbers."""
    return tuple(_change(code == number, each, before, before_name) for number, each in enumerate(name))


def _change(now: np.ndarray, name: str, before: Ints, before_name: tuple[str, ...]) -> Change:
    if name not in before_name:
        return Change(-1, -1, -1)
    then = before == before_name.index(name)
    return Change(int(then.sum()), int((now & ~then).sum()), int((then & ~now).sum()))


def changed(of: Change) -> str:
    """As in "651 last night, 112 came, 55 left"."""
    return f"{of.before:,} last night, {of.came:,} came, {of.left:,} left" if of.before >= 0 else "new tonight"


def _telling(of: Pictures, feature: Feature, inside: np.ndarray) -> Telling | None:
    every = _said(of.of[feature.name][of.known & ~inside])
    own = _said(of.of[feature.name][of.known & inside])
    if not len(own) or not len(every):
        return None
    middle = float(np.median(own))
    below, above = np.searchsorted(every, middle, "left"), np.searchsorted(every, middle, "right")
    shown = of.of[SHOWN.get(feature.name, feature.name)]
    return Telling(
        feature,
        float(np.nanmedian(shown[of.known & inside])),
        float(np.nanmedian(shown[of.known])),
        float((below + above) / 2 / len(every)),
    )


def _said(values: Numbers) -> Numbers:
    return np.sort(values[~np.isnan(values)])
