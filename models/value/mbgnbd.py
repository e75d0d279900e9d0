"""MBG/NBD: as BG/NBD, but a customer may leave after the first order already."""

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
class MbgNbdModel:
    """Rates are Gamma(r, alpha), alpha in the histories' unit of time; chances to leave after an order Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, of: Histories) -> Reals:
        """float64 [buyers]. Batislam, Denizel and Filiztekin (2007), equation 4."""
        x, r = of.frequency, self.r
        stayed = ln_beta(self.a, self.b + x + 1) - (r + x) * np.log(self.alpha + of.tenure)
        left = ln_beta(self.a + 1, self.b + x) - (r + x) * np.log(self.alpha + of.recency)
        start = r * np.log(self.alpha) - ln_gamma(r) - ln_beta(self.a, self.b)
        return np.asarray(start + ln_gamma(r + x) + np.logaddexp(stayed, left), dtype=np.float64)

    def active(self, of: Histories) -> Reals:
        """float64 [buyers]: the chance that a customer has not left."""
        x = of.frequency
        longer = (self.r + x) * np.log((self.alpha + of.tenure) / (self.alpha + of.recency))
        odds = np.exp(np.minimum(np.log(self.a / (self.b + x)) + longer, 700))
        return np.asarray(1 / (1 + odds), dtype=np.float64)

    def expected(self, of: Histories, time: float) -> Reals:
        """float64 [buyers]: orders expected in the next `time`."""
        shape, rate = self.r + of.frequency, self.alpha + of.tenure
        return self.active(of) * expected_of_the_active(shape, rate, self.a, self.b + of.frequency + 1, time)


@dataclass(frozen=True)
class MbgNbd:
    """Batislam, Denizel and Filiztekin (2007); Hoppe and Wagner (2007). Cost: under a second."""

    strength: Annotated[float, Meta(gt=0)] = 30.0  # buyers' worth of belief against leaving the usual shape
    most: Annotated[int, Meta(ge=1)] = 5_000  # different histories that are looked at

    def fit(self, histories: Histories) -> MbgNbdModel:
        """By maximum likelihood; with few buyers near the usual shape. Needs a buyer."""
        data = grouped(histories, self.most)
        belief = np.log([0.5, data.usual_tenure / 4, 0.8, 2.4])
        found = maximised(lambda at: likelihood_of(_model(at), data), belief, data.buyers, self.strength)
        return _model(found)


def _model(at: Reals) -> MbgNbdModel:
    return MbgNbdModel(*(float(value) for value in np.exp(at)))
