"""Which way of foretelling the next order kept its word best: all are tried on the newest weeks, unseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats, Longs
from models.metrics.reliability import Reliability, reliability_of
from models.rhythm.hazards import lessons
from models.rhythm.next_order import EDGES, HORIZONS, next_order_of
from models.rhythm.settings import GAPS, METHODS, RhythmSettings
from models.rhythm.signals import History

LEAST = 50
"""Customers who came and who did not in the newest weeks, below which the shop's gaps decide untried."""

MOST = 100_000
"""Customers on whom the ways are judged at most, drawn."""


@dataclass(frozen=True)
class Tried:
    """days: of the window; brier: mean squared error of the chances, by method, a figure per horizon that fits into
    the window; method: the least on average, the simpler one where equal; reliability: of its longest horizon up to
    30 days."""

    method: str
    days: int
    horizons: tuple[int, ...]
    brier: dict[str, tuple[float, ...]]
    reliability: Reliability | None


def tried(history: History, settings: RhythmSettings, seed: int) -> Tried:
    """Each method fitted on what lies before the newest window, and held against what came in it.

    The window is 90 days, or a third of the past where that is shorter. Cost: two fits on half the rows.
    """
    days = min(HORIZONS[-1], history.visits.span // 3)
    horizons = tuple(horizon for horizon in HORIZONS if horizon <= days)
    if not horizons:
        return Tried(GAPS, days, (), {}, None)
    past = earlier(history, days)
    customer = _drawn(past.known(0), seed)
    following = history.visits.next(days, history.visits.counted(days))[customer]
    came = {horizon: (following > 0) & (following <= horizon) for horizon in horizons}
    if min(came[horizons[-1]].sum(), (~came[horizons[-1]]).sum()) < LEAST:
        return Tried(GAPS, days, horizons, {}, None)
    taught = lessons(past, settings.moments, max(settings.rows // 2, 1), np.random.default_rng(seed))
    models = {name: next_order_of(past, name, settings, seed, taught) for name in METHODS}
    chances = {name: _chances(model.stays_away(past, customer)) for name, model in models.items()}
    brier = {name: tuple(_brier(said[h], came[h]) for h in horizons) for name, said in chances.items()}
    best = min(METHODS, key=lambda name: (np.mean(brier[name]), METHODS.index(name)))
    shown = max(horizon for horizon in horizons if horizon <= max(30, horizons[0]))
    return Tried(best, days, horizons, brier, reliability_of(chances[best][shown], came[shown]))


def earlier(history: History, days: int) -> History:
    """The history as it was so many days earlier."""
    looks = history.looks.before(days) if history.looks else None
    return History.of(history.visits.before(days), looks)


def chosen(history: History, settings: RhythmSettings, seed: int) -> tuple[str, Tried]:
    """(the method that the settings name, else the best one, what was tried)."""
    found = tried(history, settings, seed)
    return (found.method if settings.method == "chosen" else settings.method), found


def _chances(away: Floats) -> dict[int, Floats]:
    """By horizon, float32 [customers]."""
    return {horizon: 1 - away[:, EDGES.index(horizon)] for horizon in HORIZONS}


def _drawn(customer: Longs, seed: int) -> Longs:
    """Ascending."""
    if len(customer) <= MOST:
        return customer
    return np.sort(np.random.default_rng(seed).choice(customer, MOST, replace=False))


def _brier(said: Floats, came: Bools) -> float:
    return float(np.mean((said - came) ** 2))
