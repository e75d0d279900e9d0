"""Pareto/NBD: orders at a steady rate until the customer leaves, which he may at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from msgspec import Meta

from models.value.histories import Histories, Reals, grouped
from models.value.likelihood import likelihood_of, maximised
from models.value.special import ln_gamma

NODES: Final = 24
"""Of the quadrature; ten digits agree with 2F1 over the parameters that shops have."""
LARGE: Final = 600.0
"""The logarithm that a row's largest power is brought down to: exp overflows at 709."""
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(NODES)


@dataclass(frozen=True)
class ParetoNbdModel:
    """Rates of ordering are Gamma(r, alpha), of leaving Gamma(s, beta); alpha, beta in the histories' unit of time."""

    r: float
    alpha: float
    s: float
    beta: float

    def log_likelihood(self, of: Histories) -> Reals:
        """float64 [buyers]. Schmittlein, Morrison and Colombo (1987); Fader and Hardie (2005), "A Note on Deriving the
        Pareto/NBD Model", equation 17. Cost: 24 powers per buyer."""
        stayed, left = self._ways(of)
        start = self.r * np.log(self.alpha) + self.s * np.log(self.beta) - ln_gamma(self.r)
        return np.asarray(start + ln_gamma(self.r + of.frequency) + np.logaddexp(stayed, left), dtype=np.float64)

    def active(self, of: Histories) -> Reals:
        """float64 [buyers]: the chance that a customer has not left."""
        stayed, left = self._ways(of)
        return np.exp(stayed - np.logaddexp(stayed, left))

    def expected(self, of: Histories, time: float) -> Reals:
        """float64 [buyers]: orders expected in the next `time`, equation 41 of the note; smooth where s is 1."""
        rate = (self.r + of.frequency) * (self.beta + of.tenure) / (self.alpha + of.tenure)
        grown = np.log((self.beta + of.tenure + time) / (self.beta + of.tenure))
        more = self.s - 1
        lived = grown if abs(more) < 1e-9 else -np.expm1(-more * grown) / more
        return self.active(of) * rate * lived

    def _ways(self, of: Histories) -> tuple[Reals, Reals]:
        """Logarithms of how likely it is (still there, left since the newest order), up to a factor they share.

        Who left at a moment m after the newest order weighs s (beta + m)^-(s+1) (alpha + m)^-(r+x). Their integral is
        a difference of two 2F1 of nearly equal size; over y = ((alpha + m) / (alpha + recency))^-(r+s+x) it is that of
        ((alpha + m) / (beta + m))^(s+1), which is flat, so that few points of Gauss and Legendre do.
        """
        shape, s = self.r + of.frequency, self.s
        stayed = -shape * np.log(self.alpha + of.tenure) - s * np.log(self.beta + of.tenure)
        least = np.exp(-(shape + s) * np.log((self.alpha + of.tenure) / (self.alpha + of.recency)))
        half = (1 - least)[:, None] / 2
        m = (self.alpha + of.recency)[:, None] * (1 + half * (POINTS - 1)) ** (-1 / (shape + s))[:, None] - self.alpha
        steep = (s + 1) * np.log((self.alpha + m) / (self.beta + m))
        far = steep.max(axis=1, initial=LARGE) - LARGE
        height = np.exp(steep - far[:, None]) @ WEIGHTS * half[:, 0]
        left = np.log(np.maximum(height, 1e-300) * s / (shape + s)) - (shape + s) * np.log(self.alpha + of.recency)
        return stayed, left + np.where(height > 0, far, 0)


@dataclass(frozen=True)
class ParetoNbd:
    """Schmittlein, Morrison and Colombo (1987), "Counting Your Customers". Cost: some seconds at `most` histories."""

    strength: Annotated[float, Meta(gt=0)] = 30.0  # buyers' worth of belief against leaving the usual shape
    most: Annotated[int, Meta(ge=1)] = 2_000  # different histories that are looked at

    def fit(self, histories: Histories) -> ParetoNbdModel:
        """By maximum likelihood; with few buyers near the usual shape. Needs a buyer."""
        data = grouped(histories, self.most)
        belief = np.log([0.5, data.usual_tenure / 3, 0.6, data.usual_tenure / 3])
        found = maximised(lambda at: likelihood_of(_model(at), data), belief, data.buyers, self.strength)
        return _model(found)


def _model(at: Reals) -> ParetoNbdModel:
    return ParetoNbdModel(*(float(value) for value in np.exp(at)))
