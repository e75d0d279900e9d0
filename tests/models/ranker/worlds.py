"""Generators that say what they are told to, a shop of six events, and examples of which it is known what decides."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from data.arrays import Floats, Ints
from data.facts.facts import Facts
from models.bundle.bundle import bundle_of
from models.bundle.policy import Policy
from models.candidates import Asked, Candidates, Permit
from models.ranker.generators import GENERATORS, generators_for
from models.ranker.pool import Pool, pool_of
from models.ranker.ranker import Examples
from models.ranker.stand import Stand
from models.ranker.table import Table
from models.recommenders import RECOMMENDERS
from models.recommenders.protocol import Model
from tests.models.recommenders.worlds import anything, asked, checkerboard
from tests.worlds import Did, Thing, world

KETTLE, MUG, TEA = range(3)
ANN, BOB, CID = range(3)
Said = tuple[int, float, int]
"""item, score, anchor."""


@dataclass(frozen=True)
class Says:
    """Names the given items for each row, whatever is asked."""

    rows: tuple[tuple[Said, ...], ...]

    def candidates(self, asked: Asked, permit: Permit, depth: int) -> Candidates:
        """What it was told."""
        said = [(row, *each) for row, named in enumerate(self.rows) for each in named]
        row, item, score, anchor = zip(*said, strict=True) if said else ((), (), (), ())
        return Candidates(
            np.array(row, np.int32), np.array(item, np.int32), np.array(score, np.float32), np.array(anchor, np.int32)
        )

    def evidence(self, anchor: Ints, item: Ints) -> tuple[Ints, Floats]:
        """None."""
        return np.zeros(len(item), np.int32), np.full(len(item), np.nan, np.float32)


def pool_said(*by_generator: tuple[tuple[Said, ...], ...], most: int = 100) -> Pool:
    """The pool of two customers where the first generators say this, a row per customer, and the others nothing."""
    shop = checkerboard()
    models: dict[str, Model] = {row.name: Says(()) for row in GENERATORS}
    models |= {row.name: Says(said) for row, said in zip(GENERATORS, by_generator, strict=False)}
    return pool_of(GENERATORS, models, asked(shop, [0, 1]), anything(shop), most)


def stand_of(shop: Facts) -> Stand:
    """Every generator fitted on the shop, as it ships."""
    specs = {row.name: row.spec for row in RECOMMENDERS}
    rows = generators_for(shop.customers.count)
    models = {row.name: row.spec(specs).fit(shop, np.random.default_rng(0)) for row in rows}
    return Stand.of(shop, bundle_of(shop, {}, Policy()), models)


def a_shop_of_six_events() -> duckdb.DuckDBPyConnection:
    """Ann bought a kettle with a mug, then three teas; Bob a kettle, and looked at tea; Cid only looked at a mug."""
    return world(
        items=[Thing("kettle", category="kitchen", price=32.0), Thing("mug", category="table"), Thing("tea")],
        customers=["ann", "bob", "cid"],
        events=[
            Did(ANN, "purchase", KETTLE, 20, order=1, price=30.0),
            Did(ANN, "purchase", MUG, 20, order=1, price=8.0),
            Did(ANN, "purchase", TEA, 5, order=2, quantity=3, price=4.0),
            Did(BOB, "purchase", KETTLE, 10, order=3, price=30.0),
            Did(BOB, "view", TEA, 3, session=1),
            Did(CID, "view", MUG, 2, session=2),
        ],
    )


def where_the_first_column_decides(pairs: int = 3000, seed: int = 0) -> Examples:
    """Three columns of noise; bought is what is above 0.8 in the first."""
    values = np.random.default_rng(seed).random((pairs, 3)).astype(np.float32)
    return Examples(Table(("decides", "noise", "hiss"), values), values[:, 0] > 0.8)


RARE, OFTEN = 0.02, 0.2
"""How often a pair of either half is bought in the world below."""


def everybody_and_a_tenth_of_the_refusals(pairs: int = 30_000) -> tuple[Table, Examples]:
    """All pairs, and the examples: all that were bought and every tenth other. One column says which half it is."""
    rng = np.random.default_rng(1)
    half = rng.integers(0, 2, pairs)
    bought = rng.random(pairs) < np.where(half, OFTEN, RARE)
    everything = Table(("half",), half[:, None].astype(np.float32))
    kept = bought | (rng.random(pairs) < 0.1)
    return everything, Examples(Table(("half",), everything.values[kept]), bought[kept])
