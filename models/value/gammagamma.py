"""Gamma-Gamma: what an order of a customer comes to, from those there were and from what others spend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from msgspec import Meta

from models.value.histories import Reals
from models.value.likelihood import maximised
from models.value.special import ln_gamma


@dataclass(frozen=True)
class GammaGammaModel:
    """Values of a customer's orders are Gamma(p, v), v differs between customers as Gamma(q, gamma); q is above 1."""

    p: float
    q: float
    gamma: float

    def log_likelihood(self, orders: Reals, mean: Reals) -> Reals:
        """float64 [buyers]: of so many orders, 1 at least, with such a mean, above 0. Fader and Hardie (2013),
        "The Gamma-Gamma Model of Monetary Value", equation 1a."""
        x, p, q = orders, self.p, self.q
        shape = ln_gamma(p * x + q) - ln_gamma(p * x) - ln_gamma(q)
        scale = q * np.log(self.gamma) + p * x * np.log(x * mean) - np.log(mean)
        return np.asarray(shape + scale - (p * x + q) * np.log(self.gamma + x * mean), dtype=np.float64)

    def expected(self, orders: Reals, mean: Reals) -> Reals:
        """float64 [buyers]: what an order will come to, equation 5; of 0 orders the mean of all customers."""
        return self.p * (self.gamma + orders * mean) / (self.p * orders + self.q - 1)


@dataclass(frozen=True)
class GammaGamma:
    """Fader and Hardie (2013). Cost: under a second at `most` buyers."""

    strength: Annotated[float, Meta(gt=0)] = 30.0  # buyers' worth of belief against leaving the usual shape
    most: Annotated[int, Meta(ge=1)] = 5_000  # buyers that are looked at, at even distances over their means

    def fit(self, orders: Reals, mean: Reals) -> GammaGammaModel:
        """By maximum likelihood over buyers with orders and a mean above 0, float64 [buyers]. Needs one such."""
        rows = np.flatnonzero((orders >= 1) & (mean > 0))
        rows = rows[np.lexsort((orders[rows], mean[rows]))]
        step = max(len(rows) / self.most, 1.0)
        rows = rows[((np.arange(int(len(rows) / step)) + 0.5) * step).astype(np.int64)]
        x, m = orders[rows], mean[rows]
        belief = np.log([4.0, 2.0, float(np.exp(np.log(m).mean())) / 2])
        found = maximised(
            lambda at: float(_model(at).log_likelihood(x, m).sum()), belief, float(len(rows)), self.strength
        )
        return _model(found)


def _model(at: Reals) -> GammaGammaModel:
    """The second is the logarithm of q - 1: without it there would be no mean."""
    p, above, gamma = (float(value) for value in np.exp(at))
    return GammaGammaModel(p, 1 + above, gamma)
