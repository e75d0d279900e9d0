"""Scores by the shop's own quantiles."""

from __future__ import annotations

import numpy as np

from data.arrays import Bools, Floats, Ints


def scored(values: Floats, among: Bools, steps: int) -> Ints:
    """int32 [values]: 1 (lowest) to `steps` by the quantile of the value among those asked for; 0 for all others.

    Equal values share the middle of their places, so equal values have equal scores, and where all are equal all stand
    in the middle. NaN has 0. Cost: one sort.
    """
    asked = among & ~np.isnan(values)
    held = values[asked]
    ordered = np.sort(held)
    middle = np.searchsorted(ordered, held, "left") + np.searchsorted(ordered, held, "right")
    found = np.zeros(len(values), dtype=np.int32)
    found[asked] = 1 + np.minimum(middle * steps // max(2 * len(held), 1), steps - 1)
    return found
