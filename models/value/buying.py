"""How often and for how much buyers will order, by the three buying models together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Protocol

import numpy as np
from msgspec import Meta

from data.arrays import Longs
from models.value.bgnbd import BgNbd
from models.value.buyers import Buyers
from models.value.gammagamma import GammaGamma, GammaGammaModel
from models.value.histories import WEEK, Histories, Reals
from models.value.mbgnbd import MbgNbd
from models.value.paretonbd import ParetoNbd


class Family(Protocol):
    """A fitted buying model."""

    def log_likelihood(self, of: Histories) -> Reals: ...
    def active(self, of: Histories) -> Reals: ...
    def expected(self, of: Histories, time: float) -> Reals: ...


@dataclass(frozen=True)
class Outlook:
    """What is expected of each buyer within a horizon, float64 [buyers]: orders, the chance of any, the net value (NaN
    where the shop has no prices)."""

    orders: Reals
    chance: Reals
    value: Reals

    @property
    def each(self) -> Reals:
        """float64 [buyers]: the value, given that there is any order."""
        return self.value / np.maximum(self.chance, 1e-12)


@dataclass(frozen=True)
class BuyingModel:
    """families: their mean is what is said; value: None where the shop has no prices."""

    families: tuple[Family, ...]
    value: GammaGammaModel | None

    def active(self, of: Histories) -> Reals:
        """float64 [buyers]: the chance that a customer still buys here."""
        some, row = _different(of)
        return np.mean([family.active(some) for family in self.families], axis=0)[row]

    def outlook(self, buyers: Buyers, days: float) -> Outlook:
        """What is expected within so many days. Cost: that of the histories that differ.

        The chance of no order is the likelihood of the history with the horizon's silence after it over that of the
        history.
        """
        some, row = _different(buyers.histories)
        time = days / WEEK
        orders = np.mean([family.expected(some, time) for family in self.families], axis=0)
        quiet = [family.log_likelihood(some.later(time)) - family.log_likelihood(some) for family in self.families]
        chance = np.clip(1 - np.exp(quiet).mean(axis=0), 1e-9, 1 - 1e-9)
        return Outlook(orders[row], chance[row], orders[row] * self.order_value(buyers))

    def order_value(self, buyers: Buyers) -> Reals:
        """float64 [buyers]: what an order will come to."""
        if self.value is None:
            return np.full(buyers.count, np.nan)
        return self.value.expected(buyers.orders, np.nan_to_num(buyers.mean))


@dataclass(frozen=True)
class Buying:
    """No family is right, and their mean misses less than any that could be picked beforehand (Clemen 1989).

    Cost: three seconds, whatever the size of the shop.
    """

    strength: Annotated[float, Meta(gt=0)] = 30.0  # buyers' worth of belief in the usual shape of shops

    def fit(self, buyers: Buyers) -> BuyingModel:
        """By maximum likelihood. Needs a buyer."""
        specs = BgNbd(self.strength), MbgNbd(self.strength), ParetoNbd(self.strength)
        families = tuple(spec.fit(buyers.histories) for spec in specs)
        priced = (buyers.orders >= 1) & (np.nan_to_num(buyers.mean) > 0)
        worth = GammaGamma(self.strength)
        value = worth.fit(buyers.orders, np.nan_to_num(buyers.mean)) if priced.any() else None
        return BuyingModel(families, value)


def _different(of: Histories) -> tuple[Histories, Longs]:
    """(the histories that occur, the position of each buyer's among them)."""
    columns = of.tenure, of.recency, of.frequency
    order = np.lexsort(columns)
    new = np.ones(len(order), dtype=bool)
    if len(order):
        new[1:] = np.any([column[order[1:]] != column[order[:-1]] for column in columns], axis=0)
    row = np.empty(len(order), dtype=np.int64)
    row[order] = np.cumsum(new) - 1
    return of.take(order[new]), row
