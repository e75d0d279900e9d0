"""The yardstick of the next order: the rate of customers alike in number of orders and in silence."""

from __future__ import annotations

import numpy as np

from benchmarks.customers.rhythm_origin import Origin
from data.arrays import Longs
from models.rhythm.visits import Visits

ORDERS = (2, 5, 10)
"""1, 2-4, 5-9, 10 and more orders."""
SILENT = (7, 14, 30, 60, 90, 180, 365)
"""Days since the last order."""
PRIOR = 2.0
"""Customers added to each group at the rate of all."""
MOMENTS = 24


def group_rates(origin: Origin, horizon: int, newest: bool) -> np.ndarray:
    """float64 [origin.customers]: the share of their group that ordered within the horizon.

    newest: in the last window of that length before the moment; else in all of 24 windows over the whole past.
    """
    visits = origin.visits
    past = [horizon] if newest else _moments(visits.span, horizon)
    groups = (len(ORDERS) + 1) * (len(SILENT) + 1)
    came, seen = np.zeros(groups), np.zeros(groups)
    for days in past:
        counted = visits.counted(days)
        customer = np.flatnonzero(counted > 0)
        following = visits.next(days, counted)[customer]
        group = _group(visits, customer, counted, days)
        came += np.bincount(group[(following > 0) & (following <= horizon)], minlength=groups)
        seen += np.bincount(group, minlength=groups)
    rate = (came + PRIOR * came.sum() / max(seen.sum(), 1)) / (seen + PRIOR)
    return rate[_group(visits, origin.customers, visits.counted(0), 0)]


def _moments(span: int, horizon: int) -> list[int]:
    return np.unique(np.linspace(horizon, max(0.9 * span, horizon), MOMENTS).astype(int)).tolist()


def _group(visits: Visits, customer: Longs, counted: Longs, days: int) -> Longs:
    silent = visits.cell[visits.first[customer] + counted[customer] - 1] - days
    return np.searchsorted(ORDERS, counted[customer], side="right") * (len(SILENT) + 1) + np.searchsorted(
        SILENT, silent, side="right"
    )
