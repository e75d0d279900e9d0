"""RP3beta (Paudel et al. 2017): a walk of three steps over customers and items, popular ends held back."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from benchmarks.accuracy.past import Past, Scores, liked, over, taught, times
from benchmarks.accuracy.trials import Settings


def fit(past: Past, settings: Settings) -> Scores:
    """The chance of the way item - customer - item, over the end's number of customers to the power beta.

    It may come back to where it began: what was looked at and not bought can be bought.
    """
    rows = taught(past, settings)
    to_item = sparse.diags(over(rows.sum(axis=1))) @ rows
    to_customer = sparse.diags(over(rows.sum(axis=0))) @ rows.T
    customers = np.bincount(taught(past, {**settings, "half_life": None}).indices, minlength=past.items)
    walk = to_customer @ to_item @ sparse.diags(over(customers) ** settings["beta"])
    return times(liked(past, settings), walk.tocsr())
