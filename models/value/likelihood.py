"""The parameters under which the data are most likely, and a belief that decides where there are hardly any data."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from models.value.histories import Grouped, Histories, Reals

SPREAD = 1.5
"""How far from the belief, in logarithms, a parameter may be without surprise."""
REACH = 9.0
"""How far it may be at all: where the data say infinity (all customers alike), the search ends here."""


class Likelihood(Protocol):
    """A model of when customers order."""

    def log_likelihood(self, of: Histories) -> Reals:
        """float64 [buyers]."""
        ...


def likelihood_of(model: Likelihood, data: Grouped) -> float:
    """Of all buyers together, a logarithm."""
    return float(data.weight @ model.log_likelihood(data.histories))


def maximised(loglik: Callable[[Reals], float], belief: Reals, buyers: float, strength: float) -> Reals:
    """Logarithms of the parameters that maximise `loglik` (a sum over buyers) less a penalty for leaving `belief`.

    The penalty weighs strength / buyers: it decides for a handful, and with thousands the third digit does not move.
    Cost: some hundred likelihoods (L-BFGS, gradient by differences).
    """
    weight = strength / max(buyers, 1.0)

    def cost(at: Reals) -> float:
        away = float((((at - belief) / SPREAD) ** 2).sum()) / 2
        found = (loglik(at) - weight * away) / max(buyers, 1.0)
        return -found if np.isfinite(found) else 1e10

    optimize: Any = import_module("scipy.optimize")
    bounds = [(middle - REACH, middle + REACH) for middle in belief]
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-7}
    found = optimize.minimize(cost, belief, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x, dtype=np.float64)
