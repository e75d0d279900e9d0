"""How many come back for another order, and when: those whose time has not yet come are not counted as gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from models.customers.gaps import OrderDays
from models.customers.waiting import Vector, Waiting, waiting

SURE: Final = 1.959964
"""Standard errors on each side of a 95 % interval."""


@dataclass(frozen=True)
class Again:
    """Of the `customers` with that many order days, the share that had one more within `days`, with a 95 % interval."""

    order_days: int
    customers: int
    share: float
    low: float
    high: float
    days: float


def repeat_curve(days: OrderDays, most: int = 6, within: float = 365.0) -> list[Again]:
    """Of those with one order day how many have a second, of those how many a third, and so on up to `most`.

    By Kaplan and Meier over the waits, those that have not ended included, at `within` days, or at the longest wait of
    any customer where that is shorter. Stops where nobody has so many order days.
    """
    found: list[Again] = []
    for count in range(1, most + 1):
        waits = waits_after(days, count)
        if not waits.n:
            break
        by = min(within, float(days.age.max()))
        share, error = waits.by(by), waits.error_by(by)
        low, high = max(share - SURE * error, 0.0), min(share + SURE * error, 1.0)
        found.append(Again(count, waits.n, share, low, high, by))
    return found


def waits_after(days: OrderDays, count: int) -> Waiting:
    """Days from the order day of that number (1: the first) to the next one."""
    closed, waits = days.nth == count, days.counts == count
    open_since = days.age[days.offsets[1:][waits] - 1]
    waited = np.concatenate((days.gap[closed], open_since))
    return waiting(waited.astype(np.float32), np.arange(len(waited)) < closed.sum())


def curve_points(waits: Waiting, most: int = 200) -> tuple[Vector, Vector, Vector, Vector]:
    """(days, share, low, high) of at most so many steps of the curve, with a 95 % interval: what is drawn."""
    at = np.unique(np.linspace(0, max(len(waits.at) - 1, 0), min(most, len(waits.at))).astype(np.int64))
    share, spread = waits.share[at], SURE * waits.error[at]
    return waits.at[at], share, np.maximum(share - spread, 0), np.minimum(share + spread, 1)
