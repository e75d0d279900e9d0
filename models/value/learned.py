"""The learned two-part model: whether anything is bought, and for how much if so, on top of what the buying models say.

Both parts start from the buying models' word, brought to the window's level, and learn where single customers differ
from it: with little to learn from, little changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import numpy as np
from msgspec import Meta

from data.arrays import Bools
from models.value.buying import Outlook
from models.value.features import Table
from models.value.histories import Reals
from models.value.season import Level

TINY = 1e-9
"""How near a chance comes to 0 and to 1."""
STEPS = 20
Count = Annotated[int, Meta(ge=1)]


@dataclass(frozen=True)
class Lesson:
    """What buyers did in a past window: features [buyers, columns], what the buying models said at its level, and the
    net value that came, float64 [buyers]."""

    features: Table
    outlook: Outlook
    value: Reals

    @property
    def paid(self) -> Bools:
        """Whether anything was bought and kept."""
        return self.value > 0


@dataclass(frozen=True)
class TwoPartModel:
    """Boosters that correct the logarithm of the odds of buying, and that of the value of who buys."""

    whether: Any
    how_much: Any
    scale: float  # brings the mean of what is said to that of what came

    def outlook(self, features: Table, base: Outlook) -> Outlook:
        """What is expected, from what the buying models say at the window's level."""
        odds = logit(base.chance) + self.whether.predict(features, raw_score=True, num_threads=2)
        chance = np.clip(1 / (1 + np.exp(-odds)), TINY, 1 - TINY)
        each = base.each * np.exp(self.how_much.predict(features, raw_score=True, num_threads=2)) * self.scale
        rate = np.log1p(-chance) / np.log1p(-base.chance)
        return Outlook(base.orders * rate, chance, chance * each)


@dataclass(frozen=True)
class TwoPart:
    """LightGBM (Ke et al. 2017), binary and gamma. What few buyers teach is kept simple: leaves grow with them.

    Cost: trees x rows x features, twice.
    """

    windows: Count = 9  # past windows that teach, at most
    least: Count = 300  # who bought in them, below which nothing is learned
    rows: Count = 150_000  # buyers of all windows that teach, at most
    trees: Count = 60  # of each part
    rate: Annotated[float, Meta(gt=0, le=1)] = 0.04  # what each tree corrects
    leaves: Annotated[int, Meta(ge=2)] = 15  # of a tree at most
    per_leaf: Count = 200  # who bought, that every further leaf needs

    def fit(self, lesson: Lesson, seed: int) -> TwoPartModel | None:
        """Deterministic; None where too few bought, or all did."""
        paid = lesson.paid
        many = int(paid.sum())
        if many < self.least or many == len(paid) or not np.isfinite(lesson.outlook.value).all():
            return None
        whether = self._boosted("binary", lesson.features, paid, logit(lesson.outlook.chance), many, seed)
        each = lesson.outlook.each[paid]
        log = np.log(np.maximum(each, 1e-9))
        how_much = self._boosted("gamma", lesson.features[paid], lesson.value[paid], log, many, seed)
        said = each * np.exp(how_much.predict(lesson.features[paid], raw_score=True))
        return TwoPartModel(whether, how_much, float(lesson.value[paid].sum() / said.sum()))

    def _boosted(self, objective: str, features: Table, label: Any, start: Reals, many: int, seed: int) -> Any:
        lightgbm: Any = import_module("lightgbm")
        settings = {
            "objective": objective, "learning_rate": self.rate, "num_leaves": self.size(many), "lambda_l2": 10.0,
            "min_data_in_leaf": min(100, max(len(features) // 50, 5)), "feature_fraction": 0.4,
            "bagging_fraction": 0.7, "bagging_freq": 1, "max_bin": 63, "seed": seed, "num_threads": 1,
            "deterministic": True, "force_col_wise": True, "verbosity": -1, "boost_from_average": False,
        }  # fmt: skip
        data = lightgbm.Dataset(features, label.astype(np.float64), init_score=start, params=settings)
        return lightgbm.train(settings, data, self.trees)

    def size(self, many: int) -> int:
        """Leaves that so many who bought are enough for."""
        return int(np.clip(many // self.per_leaf, 3, self.leaves))


def levelled(outlook: Outlook, level: Level) -> Outlook:
    """What the buying models say, brought to the level of the window; a chance grows with the rate behind it."""
    chance = -np.expm1(np.log1p(-outlook.chance) * level.orders)
    return Outlook(outlook.orders * level.orders, np.clip(chance, TINY, 1 - TINY), outlook.value * level.value)


def level_that_was(outlook: Outlook, value: Reals) -> Level:
    """The level at which as many bought as did, and for as much; value float64 [buyers]: what came."""
    factor = _factor(outlook.chance, max(float((value > 0).sum()), 0.5))
    said = float(np.nansum(outlook.value))
    return Level(factor, max(float(value.sum()), 0.01 * said) / said if said > 0 else 1.0)


def raised_to(chance: Reals, total: float) -> Reals:
    """The chances with the rates behind them multiplied so that they sum to `total`, which is below their number."""
    rate = np.log1p(-np.clip(chance, TINY, 1 - TINY))
    return np.clip(-np.expm1(rate * _factor(chance, total)), TINY, 1 - TINY)


def _factor(chance: Reals, total: float) -> float:
    """On the rates, so that the chances sum to `total`; where that is all of them or nobody, some large or small one.

    Newton's steps on the logarithm, at most one each, meet it from any side: the sum is monotone in it.
    """
    rate, log = -np.log1p(-np.clip(chance, TINY, 1 - TINY)), 0.0
    for _ in range(STEPS):
        none = np.exp(-rate * np.exp(log))
        slope = float((rate * np.exp(log) * none).sum())
        log += float(np.clip((total - (1 - none).sum()) / max(slope, 1e-300), -1, 1))
    return float(np.exp(np.clip(log, -STEPS, STEPS)))


def logit(chance: Reals) -> Reals:
    return np.log(chance) - np.log1p(-chance)


def joined(lessons: list[Lesson]) -> Lesson:
    """All of them, one below the other."""
    outlook = Outlook(
        np.concatenate([each.outlook.orders for each in lessons]),
        np.concatenate([each.outlook.chance for each in lessons]),
        np.concatenate([each.outlook.value for each in lessons]),
    )
    return Lesson(
        np.concatenate([each.features for each in lessons]), outlook, np.concatenate([each.value for each in lessons])
    )
