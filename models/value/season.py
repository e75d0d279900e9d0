"""How far the buying models will miss the shop's total: by the season they do not know, or by what they always miss.

A steady rate of ordering knows no Christmas. What such a model, fitted at the same time last year, missed in the same
weeks, it will miss again; where no year is known, what it missed lately says a little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from msgspec import Meta

from data.facts.facts import Orders
from models.value.buyers import Buyers, buyers_of, came_of, known_by
from models.value.buying import Buying, BuyingModel
from models.value.histories import Reals

YEAR = 364.0
"""Days back to the same weeks: a year in whole weeks."""
BLOCKS = 4
"""Parts of a past window: how differently they were missed says how little their mean is worth."""
WHOLE = 0.8
"""The part of a year that stands for all of it."""
Positive = Annotated[float, Meta(gt=0)]


@dataclass(frozen=True)
class Level:
    """Factors on what the buying models say of the shop's total.

    orders, value: with which they are multiplied; season: the part of `value` that the same weeks last year gave;
    season_known: whether there were such weeks.
    """

    orders: float = 1.0
    value: float = 1.0
    season: float = 1.0
    season_known: bool = False


@dataclass(frozen=True)
class Season:
    """How strongly the models' misses are believed.

    Chosen a priori but for `usual`, which the first 39 weeks of CDNOW and Online Retail II before 2011-03 are at ease
    with.
    """

    usual: Positive = 0.2  # a buying model's own miss, as a logarithm: what wavers more than this is hardly believed
    orders: Positive = 50.0  # orders of a window that halve the belief in what they say
    most: Positive = 1.5  # a correction is at most this, as a logarithm


@dataclass
class Past:
    """The shop's orders, and the buying models at moments before their end, each fitted once.

    As the fits are kept, one night asks for the same moments again and again at the cost of one.
    """

    orders: Orders
    spec: Buying

    def __post_init__(self) -> None:
        self._fitted: dict[int, tuple[Buyers, BuyingModel]] = {}
        self.span = float(self.orders.age.max(initial=0))

    def at(self, days: float) -> tuple[Buyers, BuyingModel]:
        """Who had bought so many days ago, and the models of them. Needs an order before."""
        key = round(days)
        if key not in self._fitted:
            buyers = buyers_of(known_by(self.orders, days))
            self._fitted[key] = buyers, self.spec.fit(buyers)
        return self._fitted[key]


def level_of(past: Past, moment: float, horizon: float, spec: Season) -> Level:
    """The level of the `horizon` days after the moment `moment` days ago, from what happened before it alone."""
    span = past.span - moment
    window = min(horizon, span / 2)
    lately = _lately(past, moment, horizon, window, spec)
    back = YEAR * np.ceil(horizon / YEAR)
    sure = float(np.clip((span - back - horizon) / horizon, 0, 1))
    if sure == 0:
        orders, value = np.exp(lately)
        return Level(float(orders), float(value))
    year_ago = np.clip(_misses(past, moment + back, horizon, 1, spec)[0], -spec.most, spec.most)
    orders, value = np.exp(sure * year_ago + (1 - sure) * lately)
    return Level(float(orders), float(value), float(np.exp(sure * year_ago[1])), True)


def _lately(past: Past, moment: float, horizon: float, window: float, spec: Season) -> Reals:
    """float64 [2]: logarithms of the factors on (orders, value), from the windows of the newest year.

    The mean over their parts, shrunk the more the parts differ, as a season outlasts a part and not a window: who
    misses the autumn one way and the spring the other has a season, not a level. A year is not corrected by a part of
    one.
    """
    if horizon >= YEAR > window / WHOLE:
        return np.zeros(2)
    found: list[Reals] = []
    for number in range(1, max(int(YEAR / max(window, 1)), 1) + 1):
        back = moment + number * window
        if number > BLOCKS or past.span - back < window * 0.99 or window < 1:
            break
        found.append(_misses(past, back, window, BLOCKS, spec))
    if not found:
        return np.zeros(2)
    misses = np.concatenate(found)
    shrunk = spec.usual**2 / (spec.usual**2 + misses.var(axis=0, ddof=1) / len(found))
    return np.clip(shrunk * misses.mean(axis=0), -spec.most, spec.most)


def _misses(past: Past, back: float, horizon: float, blocks: int, spec: Season) -> Reals:
    """float64 [blocks, 2]: logarithms of what came over what was said, (orders, value), by part of the window after
    the moment `back` days ago; few orders say little."""
    buyers, model = past.at(back)
    said, had = np.zeros((blocks + 1, 2)), np.zeros((blocks + 1, 3))
    for block in range(1, blocks + 1):
        days = horizon * block / blocks
        outlook, came = model.outlook(buyers, days), came_of(buyers, past.orders, back, days)
        said[block] = outlook.orders.sum(), np.nansum(outlook.value)
        had[block] = came.orders.sum(), came.value.sum(), came.orders.sum()
    said, had = np.diff(said, axis=0), np.diff(had, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        miss = np.log(np.maximum(had[:, :2], 1e-9) / said)
    worth = had[:, 2] / (had[:, 2] + spec.orders / blocks)
    return np.where(np.isfinite(miss) & (said > 0), miss, 0.0) * worth[:, None]
