"""Whether chances keep their word: of the entries said to be bought with a chance, as many are bought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats

BINS = 12
"""Of as many expected purchases each, so that the few likely entries are told apart, not the many unlikely ones."""


@dataclass(frozen=True)
class Reliability:
    """said, came [bins]: mean chance, and share bought; entries [bins]. expected, bought: purchases in all.

    brier: mean squared error of the chances; flat: the same for one chance for all, their mean share.
    """

    said: tuple[float, ...]
    came: tuple[float, ...]
    entries: tuple[int, ...]
    expected: float
    bought: int
    brier: float
    flat: float


def reliability_of(chance: Floats, bought: Bools) -> Reliability:
    """Chances float32 [entries], of which there is one. Cost: a sort."""
    order = np.argsort(chance, kind="stable")
    said, came = chance[order].astype(np.float64), bought[order].astype(np.float64)
    mass = np.cumsum(said)
    part = np.minimum((mass / max(mass[-1], 1e-30) * BINS).astype(np.int64), BINS - 1)
    number, place = np.unique(part, return_inverse=True)
    entries = np.bincount(place, minlength=len(number))
    means = [tuple((np.bincount(place, of) / entries).tolist()) for of in (said, came)]
    share = came.mean()
    return Reliability(
        means[0], means[1], tuple(entries.tolist()), float(mass[-1]), int(came.sum()),
        float(np.mean((said - came) ** 2)), float(share * (1 - share)),
    )  # fmt: skip
