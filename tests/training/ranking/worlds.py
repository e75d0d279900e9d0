"""A shop of four tastes as cleaned tables, and rankers that look at one column alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import duckdb
import numpy as np
from numpy.typing import NDArray

from data.groups import Groups
from models.bundle.bundle import Bundle
from models.decision.placements import sources_of
from models.ranker.ranker import Examples, Ranker, RankerModel
from models.ranker.table import Table
from models.recommenders import RECOMMENDERS
from tests.models.shops import ShopShape, random_bundle, random_shop
from tests.worlds import Did, world
from training.ranking.lessons import Lessons
from training.ranking.listing import awake, with_ranked_lists
from training.recipe import Recipe
from training.settings import NightSettings

SMALL = Ranker(trees=5, members=1, windows=2, least=20, rate=0.3, candidates=400)
"""Learned in a moment."""
HORIZON = timedelta(days=14)


def four_tastes(customers: int = 40, days: int = 70) -> duckdb.DuckDBPyConnection:
    """Forty items, ten of each taste; a customer buys one new item of the own taste every seventh day."""
    rng = np.random.default_rng(5)
    events: list[Did] = []
    for customer in range(customers):
        wanted = rng.permutation(10) + 10 * (customer % 4)
        ago = np.arange(days - customer % 7, 0, -7) - rng.random()
        bought = zip(wanted.tolist(), ago.tolist(), strict=False)
        events += [
            Did(customer, "purchase", item, day, order=customer * 100 + number, price=5.0 + item)
            for number, (item, day) in enumerate(bought)
        ]
    return world([f"i{item:02}" for item in range(40)], [f"c{customer:02}" for customer in range(customers)], events)


def recipe_for(bundle: Bundle | None = None, personal: str = "rp3beta", ranker: Ranker | None = SMALL) -> Recipe:
    """Every recommender as it ships; the policy is the bundle's, where there is one."""
    policy = bundle.policy if bundle else replace(random_bundle(ShopShape(0, 1, 1, 0)).policy, personal=personal)
    return Recipe({row.name: row.spec for row in RECOMMENDERS}, policy, ranker)


@dataclass
class Counted(Lessons):
    """Lessons that note which windows were looked at, in their order."""

    looked: list[tuple[datetime, timedelta]] = field(default_factory=list[tuple[datetime, timedelta]])

    def _look(
        self, ranker: Ranker, recipe: Recipe, moment: datetime, window: timedelta, lines: int | None, at_once: int = 1
    ) -> Examples | None:
        self.looked.append((moment, window))
        return super()._look(ranker, recipe, moment, window, lines, at_once)


def lessons_of(con: duckdb.DuckDBPyConnection) -> Counted:
    """A night's lessons over the cleaned tables."""
    return Counted(con, Groups(), NightSettings())


@dataclass(frozen=True)
class Likes(RankerModel):
    """Finds likely what is high in one column (low where sign is -1), and nothing else out."""

    column: str
    sign: float

    def chances(self, features: Table) -> NDArray[np.float64]:
        """Between 0 and 1."""
        return 1 / (1 + np.exp(-self.sign * features.column(self.column).astype(np.float64)))


def likes(column: str, sign: float = 1) -> Likes:
    """A ranker that has learned this."""
    return Likes((), (), replace(SMALL, evenness=0.0), column, sign)


@cache
def ranked_bundle(shape: ShopShape, personal: str = "rp3beta", column: str = "item_share_30") -> Bundle:
    """A random shop with what a night would fit, everybody's candidates ordered by one column."""
    whole = random_bundle(shape, personal)
    models = {name: whole.models[name] for name in sources_of(personal)}
    bundle = replace(whole, models=models)
    lessons = Lessons(duckdb.connect(), Groups(), NightSettings())
    return with_ranked_lists(bundle, random_shop(shape), recipe_for(bundle), likes(column), awake(bundle), lessons)
