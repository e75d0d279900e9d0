"""How long people wait before they come back, those who have not come back yet included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Waiting:
    """By when which share had come back: at float64 [steps] rising, share float64 [steps] rising, and the standard
    error of the share; n is the number of waits, returns of those that ended."""

    at: Vector
    share: Vector
    error: Vector
    n: int
    returns: int

    def by(self, time: float) -> float:
        """The share that had come back by then."""
        at = int(np.searchsorted(self.at, time, side="right"))
        return float(self.share[at - 1]) if at else 0.0

    def error_by(self, time: float) -> float:
        """The standard error of that."""
        at = int(np.searchsorted(self.at, time, side="right"))
        return float(self.error[at - 1]) if at else 0.0

    def when(self, share: float) -> float:
        """By when that share of those who come back at all had done so; NaN where nobody did."""
        if not self.returns:
            return float("nan")
        asked = share * float(self.share[-1]) * (1 - 1e-12)  # the whole of it must not be missed by a rounding
        return float(self.at[int(np.searchsorted(self.share, asked))])


def waiting(waited: Floats, ended: Bools, weight: Vector | None = None) -> Waiting:
    """The curve of Kaplan and Meier (1958) over waits, of which some have not ended; Greenwood's error.

    weight: of each wait, 1 without; what is not a number is left out. Cost: one sort of the waits.
    """
    known = np.isfinite(waited)
    by = np.argsort(waited[known], kind="stable")
    time, came = waited[known][by].astype(np.float64), ended[known][by]
    heavy = np.ones(len(by)) if weight is None else weight[known][by]
    starts = np.flatnonzero(np.concatenate(([True], time[1:] != time[:-1]))) if len(by) else np.zeros(0, np.int64)
    if not len(starts):
        return Waiting(np.zeros(0), np.zeros(0), np.zeros(0), 0, 0)
    all_of, back = np.add.reduceat(heavy, starts), np.add.reduceat(heavy * came, starts)
    risk = np.maximum(np.cumsum(all_of[::-1])[::-1], 1e-12)
    left: Vector = np.cumprod(1 - np.minimum(back / risk, 1), dtype=np.float64)
    spread: Vector = np.cumsum(back / np.maximum(risk * (risk - back), 1e-12), dtype=np.float64)
    error = left * np.sqrt(spread)
    at = back > 0
    return Waiting(time[starts][at], (1 - left)[at], error[at], len(by), int(came.sum()))
