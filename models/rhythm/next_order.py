"""The next order of every customer: how likely within some weeks, and when, if it comes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from data.arrays import Floats, Longs
from data.facts.facts import CustomerFacts
from models.rhythm.curve import Curve, curve_of
from models.rhythm.hazards import Hazards, Lesson, hazards_of, lessons
from models.rhythm.settings import GAPS, TREES, RhythmSettings
from models.rhythm.signals import History
from models.rhythm.visits import looks_of, visits_of

HORIZONS = (7, 14, 30, 60, 90)
"""Days of the columns `order_<days>`."""
EDGES = (*HORIZONS, 180, 365)
"""Where the odds of an order are learned anew; the last is how far ahead the date of the next order is looked for."""
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
AT_ONCE = 500_000
"""Customers judged at once."""


@dataclass(frozen=True)
class NextOrder:
    """hazards: None where the shop's gaps alone decide. It lives for the night alone."""

    method: str
    curve: Curve
    hazards: Hazards | None

    def stays_away(self, history: History, customer: Longs) -> Floats:
        """float32 [customers, EDGES]: P(no order within so many days of the history's end), never rising.

        Stretches that nobody could teach go on as the shop's gaps do.
        """
        away = self.curve.stays_away(history, customer, EDGES)
        if self.hazards is None or not self.hazards.stretches:
            return away
        learned = self.hazards.stays_away(history, customer)
        known = learned.shape[1]
        later = away[:, known:] / np.maximum(away[:, known - 1 : known], np.finfo(np.float32).tiny)
        return np.concatenate((learned, learned[:, -1:] * later), axis=1).astype(np.float32)

    def told(self, history: History) -> tuple[Longs, Floats]:
        """(customers with an order, `stays_away` of each)."""
        customer = history.known(0)
        parts = [self.stays_away(history, part) for part in _parts(customer)]
        return customer, np.concatenate(parts) if parts else np.zeros((0, len(EDGES)), dtype=np.float32)


def history_of(known: CustomerFacts) -> History:
    """Orders and looks of the customers. Cost: some passes over both."""
    customers = known.facts.customers.count
    return History.of(visits_of(known.orders, customers), looks_of(known.touches, customers))


def next_order_of(
    history: History, method: str, settings: RhythmSettings, seed: int, taught: list[Lesson] | None = None
) -> NextOrder:
    """Fitted on everything in the history; method: one of METHODS; taught: the history's lessons, where they are known.

    Cost: a pass over the visits per moment; regressions and boosters on at most `settings.rows` rows a stretch.
    """
    curve = curve_of(history)
    if method == GAPS or not len(history.visits.cell):
        return NextOrder(GAPS, curve, None)
    if taught is None:
        taught = lessons(history, settings.moments, settings.rows, np.random.default_rng(seed))
    return NextOrder(method, curve, hazards_of(history, taught, EDGES, method == TREES, seed))


def quantile(away: Floats, share: float) -> Floats:
    """float32 [rows]: days until the given share has come of those who come within the last edge.

    away [rows, EDGES]; within a stretch as many come on each day. NaN where nobody comes.
    """
    whole = np.concatenate((np.ones((len(away), 1)), away.astype(np.float64)), axis=1)
    wanted = 1 - share * (1 - whole[:, -1])
    place = np.minimum((whole[:, 1:] > wanted[:, None]).sum(axis=1), len(EDGES) - 1)
    row = np.arange(len(away))
    before, after = whole[row, place], whole[row, place + 1]
    begin, length = np.array([0, *EDGES[:-1]])[place], np.array([b - a for a, b in pairwise((0, *EDGES))])[place]
    found = begin + length * np.clip((before - wanted) / np.maximum(before - after, 1e-30), 0, 1)
    found[whole[:, -1] >= 1] = np.nan
    return found.astype(np.float32)


def _parts(customer: Longs) -> list[Longs]:
    return [customer[start : start + AT_ONCE] for start in range(0, len(customer), AT_ONCE)]
