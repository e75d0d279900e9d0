"""The value of every buyer within a horizon, as it can be said at a moment from what was known by then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.facts.facts import Touches
from models.value.buyers import buyers_of, came_of, known_by
from models.value.buying import BuyingModel, Outlook
from models.value.features import Known, features
from models.value.learned import Lesson, TwoPart, TwoPartModel, joined, level_that_was, levelled, raised_to
from models.value.season import Level, Past, Season, level_of
from models.value.spread import Spread, SpreadModel

BUYING, LEARNED = "buying models", "two-part model"
SHORTEST = 7.0
"""Days of a window below which it teaches nothing."""


@dataclass(frozen=True)
class Way:
    """One way to say it, learned from what was known at a moment. It lives for the night alone."""

    name: str  # BUYING or LEARNED
    horizon: float  # days that it speaks of
    window: float  # days that it was taught with
    model: BuyingModel
    level: Level
    spread: SpreadModel
    learned: TwoPartModel | None = None
    trust: float = 1.0

    def outlook(self, known: Known) -> Outlook:
        """Of everybody who has bought. Cost: that of different histories, and the trees of the learned model."""
        base = self.model.outlook(known.buyers, self.horizon)
        word = levelled(base, self.level)
        if self.learned is not None:
            near = base if self.window == self.horizon else self.model.outlook(known.buyers, self.window)
            word = trusted(self.learned.outlook(features(known, near, self.window), word), word, self.trust)
        return word


@dataclass(frozen=True)
class Forecasting:
    """How value is forecast; `trust` was chosen on Online Retail II's three windows from 2011-03 and is at ease with
    the one before them."""

    season: Season
    learned: TwoPart
    spread: Spread
    trust: float  # 0: values are the buying models', 1: the learned model's

    def ways(self, past: Past, touches: Touches, moment: float, horizon: float, seed: int) -> list[Way]:
        """The buying models, then the learned one where there is enough to learn from; `moment` days before the end of
        `past`, horizon in days. Needs a buyer by then.

        Cost: the fits of `Past`, some passes over the orders for each past window, and LightGBM's.
        """
        _, model = past.at(moment)
        window = min(horizon, (past.span - moment) / 2)
        level = level_of(past, moment, horizon, self.season)
        lessons = self._lessons(past, touches, moment, window, model)
        found = [Way(BUYING, horizon, window, model, level, self._spread(lessons, None))]
        learned = self.learned.fit(joined(lessons), seed) if lessons else None
        if learned is not None:
            spread = self._spread(lessons, learned)
            found.append(Way(LEARNED, horizon, window, model, level, spread, learned, self.trust))
        return found

    def _lessons(self, past: Past, touches: Touches, moment: float, window: float, model: BuyingModel) -> list[Lesson]:
        """Windows a third of their length apart; as much must lie before each."""
        rows = self.learned.rows // self.learned.windows
        found: list[Lesson] = []
        for number in range(self.learned.windows if window >= SHORTEST else 0):
            back = moment + window * (1 + number / 3)
            orders = known_by(past.orders, back)
            if not len(orders.age) or past.span - back < 0.9 * window:
                break
            found.append(_lesson(past, Known(buyers_of(orders), orders, touches, back), model, window, rows))
        return found

    def _spread(self, lessons: list[Lesson], learned: TwoPartModel | None) -> SpreadModel:
        said, had = [np.empty(0)], [np.empty(0)]
        for lesson in lessons:
            word = lesson.outlook
            if learned is not None:
                word = trusted(learned.outlook(lesson.features, word), word, self.trust)
            kept = lesson.paid & (word.each > 0)
            said.append(word.each[kept])
            had.append(lesson.value[kept])
        return self.spread.fit(np.concatenate(said), np.concatenate(had))


def trusted(learned: Outlook, base: Outlook, trust: float) -> Outlook:
    """Chances as learned, values part of the way, both at the level of `base`: past windows teach who differs from
    whom, the level is the season's matter."""
    value = learned.value**trust * base.value ** (1 - trust)
    value = value * (base.value.sum() / max(value.sum(), 1e-12))
    orders = learned.orders * (base.orders.sum() / max(learned.orders.sum(), 1e-12))
    return Outlook(orders, raised_to(learned.chance, float(base.chance.sum())), value)


def _lesson(past: Past, known: Known, model: BuyingModel, window: float, rows: int) -> Lesson:
    """The buyers of a past moment at the level that their window had; of many, at even distances."""
    outlook = model.outlook(known.buyers, window)
    value = came_of(known.buyers, past.orders, known.days, window).value
    brought = levelled(outlook, level_that_was(outlook, value))
    kept = np.arange(0, known.buyers.count, max(int(np.ceil(known.buyers.count / rows)), 1))
    few = Outlook(brought.orders[kept], brought.chance[kept], brought.value[kept])
    return Lesson(features(known, outlook, window)[kept], few, value[kept])
