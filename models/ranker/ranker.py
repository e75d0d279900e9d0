"""The order that past windows teach: gradient-boosted trees over the features of a pair."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Annotated, Any

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from data.arrays import Bools, Floats
from models.ranker.table import Table

Count = Annotated[int, Meta(ge=1)]
LITTLE = 5_000
"""Purchases below which little teaches."""
MANY, FEW = 50_000, 100
"""Customers above which at most FEW candidates of each are ranked."""
SELLS = "item_sold_30"
"""The logarithm of a month's sales."""
LEAST = 1e-12
"""The order goes on where nothing is likely."""
AT_ONCE = 2
"""Members learned at a time, each on one thread: the trees depend on their number, and threads that wait cost most."""


@dataclass(frozen=True)
class Examples:
    """Pairs at past moments, of those that were not bought a share. bought bool [pairs]: within the window after it."""

    features: Table
    bought: Bools

    @staticmethod
    def joined(parts: list[Examples]) -> Examples:
        """All of them, under every column that any of them has."""
        names = tuple(dict.fromkeys(name for part in parts for name in part.features.names))
        values = np.concatenate([part.features.under(names).values for part in parts])
        bought = np.concatenate([part.bought for part in parts])
        return Examples(Table(names, values), bought)


@dataclass(frozen=True)
class RankerModel:
    """boosters: LightGBM models of the same examples under different seeds; they live for the night alone.

    spec: how they were learned.
    """

    boosters: tuple[Any, ...]
    names: tuple[str, ...]
    spec: Ranker

    def chances(self, features: Table) -> NDArray[np.float64]:
        """float64 [pairs]: P(bought within the window), for a customer who buys anything in it."""
        values = features.under(self.names).values
        raw = [booster.predict(values, raw_score=True, num_threads=1) for booster in self.boosters]
        odds = np.exp(np.mean(raw, axis=0)) * self.spec.share
        return odds / (1 + odds)

    def held_back(self, chance: NDArray[np.float64], features: Table) -> Floats:
        """float32 [pairs], above 0: what the order goes by, the chances with best sellers held back."""
        even = np.exp(-self.spec.evenness * features.column(SELLS))
        return np.maximum(chance * even, LEAST).astype(np.float32)

    def weights(self) -> dict[str, float]:
        """Share of the gain that each feature brought, the largest first."""
        gain = np.mean([booster.feature_importance("gain") for booster in self.boosters], axis=0)
        share = gain / max(gain.sum(), 1e-30)
        return {self.names[at]: float(share[at]) for at in np.argsort(-share, kind="stable")}


@dataclass(frozen=True)
class Ranker:
    """LightGBM (Ke et al. 2017), binary. What few purchases teach is kept simple: leaves grow with the evidence.

    Cost: trees x pairs x features, for each member.
    """

    windows: Count = 8  # past windows that teach, at most
    enough: Count = 40_000  # purchases among the candidates after which no older window is looked at
    least: Count = 100  # purchases below which nothing is learned
    candidates: Count = 250  # of a customer at most
    share: Annotated[float, Meta(gt=0, le=1)] = 0.3  # of the candidates not bought that teach
    members: Count = 3  # models averaged; where little teaches, three times as many, where enough does, one
    trees: Count = 200  # of each; where little teaches, half of them
    rate: Annotated[float, Meta(gt=0, le=1)] = 0.07  # what each tree corrects
    leaves: Annotated[int, Meta(ge=2)] = 31  # of a tree at most
    per_leaf: Count = 250  # purchases that every further leaf needs
    pairs: Count = 100  # examples that a leaf holds at least
    evenness: Annotated[float, Meta(ge=0)] = 0.08  # how strongly what sells most is held back, so that more is shown

    def fit(self, examples: Examples, rng: np.random.Generator) -> RankerModel:
        """Deterministic. Needs purchases and pairs that were not bought, of these a `share` of all there were."""
        members, _ = self.effort(int(examples.bought.sum()))
        seeds = [int(rng.integers(2**31)) for _ in range(members)]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            boosters = tuple(threads.map(partial(self._member, examples), seeds))
        return RankerModel(boosters, examples.features.names, self)

    def _member(self, examples: Examples, seed: int) -> Any:
        lightgbm: Any = import_module("lightgbm")
        settings = self._settings(examples, seed)
        data = lightgbm.Dataset(examples.features.values, examples.bought, params=settings)
        return lightgbm.train(settings, data, self.effort(int(examples.bought.sum()))[1])

    def _settings(self, examples: Examples, seed: int) -> dict[str, Any]:
        bought = int(examples.bought.sum())
        return {
            "objective": "binary", "learning_rate": self.rate, "num_leaves": self.size(bought),
            "min_data_in_leaf": min(self.pairs, max(len(examples.bought) // 100, 5)), "feature_fraction": 0.3,
            "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127, "seed": seed,
            "num_threads": 1, "deterministic": True, "force_row_wise": True, "verbosity": -1,
        }  # fmt: skip

    def most(self, customers: int) -> int:
        """Candidates of each, in a shop of so many."""
        return min(self.candidates, FEW) if customers > MANY else self.candidates

    def effort(self, bought: int) -> tuple[int, int]:
        """(members, trees): of few purchases a tree learns much by chance, so that many short models are averaged; of
        enough one model is as sure as several, and its lists cost a part of theirs."""
        if bought < LITTLE:
            return 3 * self.members, max(self.trees // 2, 1)
        return (1 if bought >= self.enough else self.members), self.trees

    def size(self, bought: int) -> int:
        """Leaves that so many purchases are enough for."""
        return int(np.clip(bought // self.per_leaf, 4, self.leaves))
