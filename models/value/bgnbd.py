"""BG/NBD: orders at a steady rate until the customer leaves, which he may after every repeat order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from msgspec import Meta

from models.value.dropout import expected_of_the_active
from models.value.histories import Histories, Reals, grouped
from models.value.likelihood import likelihood_of, maximised
from models.value.special import ln_beta, ln_gamma


@dataclass(frozen=True)
class BgNbdModel:
    """Rates are Gamma(r, alpha), alpha in the histories' unit of time; chances to leave after an order Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, of: Histories) -> Reals:
        """float64 [buyers]. Fader, Hardie and Lee (2005), equation 6. Cost: no more than logarithms."""
        x, r = of.frequency, self.r
        stayed = ln_beta(self.a, self.b + x) - (r + x) * np.log(self.alpha + of.tenure)
        left = ln_beta(self.a + 1, self.b + np.maximum(x, 1) - 1) - (r + x) * np.log(self.alpha + of.recency)
        either = np.logaddexp(stayed, np.where(x > 0, left, -np.inf))
        start = r * np.log(self.alpha) - ln_gamma(r) - ln_beta(self.a, self.b)
        return np.asarray(start + ln_gamma(r + x) + either, dtype=np.float64)

    def active(self, of: Histories) -> Reals:
        """float64 [buyers]: the chance that a customer has not left; 1 where there was no repeat order."""
        x = of.frequency
        longer = (self.r + x) * np.log((self.alpha + of.tenure) / (self.alpha + of.recency))
        odds = np.exp(np.minimum(np.log(self.a / (self.b + np.maximum(x, 1) - 1)) + longer, 700))
        return np.where(x > 0, 1 / (1 + odds), 1.0)

    def expected(self, of: Histories, time: float) -> Reals:
        """float64 [buyers]: orders expected in the next `time`, equation 10."""
        shape, rate = self.r + of.frequency, self.alpha + of.tenure
        return self.active(of) * expected_of_the_active(shape, rate, self.a, self.b + of.frequency, time)


@dataclass(frozen=True)
class BgNbd:
    """Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way. Cost: under a second."""

    strength: Annotated[float, Meta(gt=0)] = 30.0  # buyers' worth of belief against leaving the usual shape
    most: Annotated[int, Meta(ge=1)] = 5_000  # different histories that are looked at

    def fit(self, histories: Histories) -> BgNbdModel:
        """By maximum likelihood; with few buyers near the usual shape. Needs a buyer."""
        data = grouped(histories, self.most)
        belief = np.log([0.5, data.usual_tenure / 4, 0.8, 2.4])
        found = maximised(lambda at: likelihood_of(_model(at), data), belief, data.buyers, self.strength)
        return _model(found)


def _model(at: Reals) -> BgNbdModel:
    return BgNbdModel(*(float(value) for value in np.exp(at)))
