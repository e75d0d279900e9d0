"""The recommenders: one row each. A row's place is its number in answers and bundles; add at the end, never reorder."""

from __future__ import annotations

from dataclasses import dataclass

from models.recommenders.popular import Popular, PopularModel
from models.recommenders.protocol import Model, Spec
from models.recommenders.rp3beta import Rp3beta, Rp3betaModel


@dataclass(frozen=True)
class Recommender:
    """spec: its defaults; model: what fitting it gives; reason: the code that an item carries on the wire."""

    name: str
    spec: Spec
    model: type[Model]
    reason: str
    meaning: str


RECOMMENDERS: tuple[Recommender, ...] = (
    Recommender("popular", Popular(), PopularModel, "popular", "what sells most now, shop-wide or in the country"),
    Recommender("rp3beta", Rp3beta(), Rp3betaModel, "customers_also_bought", "what customers of like taste bought"),
)
