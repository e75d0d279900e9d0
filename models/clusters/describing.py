"""What is said of a cluster: its size, what tells it apart, and what changed since last night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Ints
from models.clusters.pictures import FEATURES, SHOWN, Feature, Numbers, Pictures

SAID = 3
"""Measures named in a sentence."""
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
        """As in "spend much (1,240 in a year)"."""
        said = self.feature.much if self.place > 0.5 else self.feature.little
        return f"{said} ({self.feature.figure.format(self.middle)})"


@dataclass(frozen=True)
class Change:
    """Since last night, in customers. before: who had the name then; came: who has it now and had another or none;
    left: who had it and has another now. All -1 where the name is new."""

    before: int
    came: int
    left: int


def telling(of: Pictures, inside: np.ndarray) -> list[Telling]:
    """What tells the customers inside (bool [customers]) apart, the most first."""
    found = [_telling(of, each, inside) for each in FEATURES]
    far = [each for each in found if each and abs(each.place - 0.5) >= APART]
    return sorted(far, key=lambda each: -abs(each.place - 0.5) * (1 + each.feature.weight))[:SAID]


def sentence(of: Pictures, inside: np.ndarray) -> str:
    """As in "spend much (1,240 in a year), order often (9.5 orders in a year): 312 customers, 5% of the buyers" """
    said = telling(of, inside)
    what = ", ".join(each.words for each in said) or "like most"
    count = int(inside.sum())
    part = count / max(int(of.known.sum()), 1)
    value = np.maximum(of.of["value_year"], 0)
    much = f" with {value[inside].sum() / value.sum():.0%} of a year's spend" if value.sum() > 0 else ""
    many = f"{count:,} customer{'s' * (count != 1)}"
    return f"{what}: {many}, {part:.0%} of the buyers{much}"


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
