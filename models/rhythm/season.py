"""How often customers came back: in the same weeks last year, and lately, against the year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.rhythm.visits import Visits

YEAR = 365
LATELY = 28
"""Days of "lately"."""
PRIOR = 10.0
"""Orders added as expected at the usual pace, against chance in small shops."""


@dataclass(frozen=True)
class Season:
    """again float64 [days + 1]: running sum over days, the newest first, of orders that were not a customer's first."""

    again: NDArray[np.float64]

    @staticmethod
    def of(visits: Visits) -> Season:
        """First orders are left out: how many customers are won says little of those who are. Cost: a pass over the
        visits."""
        days = visits.span
        newcomer = visits.first[:-1][np.diff(visits.first) > 0]
        again = np.bincount(visits.cell, minlength=days) - np.bincount(visits.cell[newcomer], minlength=days)
        return Season(np.concatenate(([0.0], np.cumsum(again, dtype=np.float64))))

    def ahead(self, days: int, begin: int, end: int) -> float:
        """Logarithm of how much more than in its year customers came back last year, in the days begin..end after the
        moment so many days ago; NaN where the moment has no full year behind it.

        What is counted lies before the moment, as end is at most a year.
        """
        if days + YEAR > len(self.again) - 1:
            return float("nan")
        return self._against_year(days, days + YEAR - end, days + YEAR - begin)

    def lately(self, days: int) -> float:
        """Logarithm of how much more than in its year customers came back in the weeks before the moment."""
        return self._against_year(days, days, days + LATELY)

    def _against_year(self, days: int, newest: int, oldest: int) -> float:
        known = min(len(self.again) - 1, days + YEAR)
        oldest = min(oldest, known)
        if oldest <= newest or known <= days:
            return 0.0
        usual = self._between(days, known) / (known - days) * (oldest - newest)
        return float(np.log((self._between(newest, oldest) + PRIOR) / (usual + PRIOR)))

    def _between(self, newest: int, oldest: int) -> float:
        return float(self.again[oldest] - self.again[newest])
