"""What is known of a customer at a moment that foretells the next order: one column per signal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Longs
from models.rhythm.season import Season
from models.rhythm.visits import PRIOR, Vector, Visits, usual_gap

OWN = (
    "silent", "due", "once_silent", "again_due", "orders", "once", "gap", "unsteady", "tenure", "value", "orders_30",
    "orders_90", "orders_365",
)  # fmt: skip
LOOKED = ("looked_7", "looked_30", "looked_since", "not_looked")
SEASON = ("season_ahead", "season_known", "lately")
FORGOTTEN = 365.0
"""Days since the last look where there is none."""
SPREAD_PRIOR = 3.0
"""Gaps of the shop's spread added to a customer's own."""


@dataclass(frozen=True)
class History:
    """Orders and looks, with the running sums that make signals of any moment cheap.

    usual: logarithm of the shop's gap; spread: variance of all gaps' logarithms; worth: the shop's usual order.
    """

    visits: Visits
    looks: Visits | None
    season: Season
    log_gap: Vector
    log_gap_squared: Vector
    value: Vector
    usual: float
    spread: float
    worth: float

    @staticmethod
    def of(visits: Visits, looks: Visits | None) -> History:
        """looks: None where the shop tells of none. Cost: some passes over the visits."""
        gaps = visits.log_gaps()
        _, days = visits.gaps()
        paid = visits.value[visits.value > 0]
        return History(
            visits, looks if looks is not None and len(looks.cell) else None, Season.of(visits), visits.running(gaps),
            visits.running(gaps**2), visits.running(visits.value), float(np.log(usual_gap(visits))),
            float(np.log(days).var()) if len(days) else 1.0, float(np.median(paid)) if len(paid) else 1.0,
        )  # fmt: skip

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of `table`."""
        return OWN + (LOOKED if self.looks else ())

    def known(self, days: int) -> Longs:
        """Customers with an order before the moment so many days ago, ascending."""
        return np.flatnonzero(self.visits.counted(days) > 0)

    def table(self, days: int, customer: Longs, counted: Longs) -> Floats:
        """float32 [customers asked about, names] at the moment so many days ago; each had an order before it.

        counted: `visits.counted(days)`.
        """
        columns = self._own(days, customer, counted)
        if self.looks:
            columns |= _looked(self.looks, days, customer, self._last(customer, counted))
        return np.stack([columns[name].astype(np.float32) for name in self.names], axis=1)

    def seasonal(self, days: int, begin: int, end: int) -> tuple[float, float, float]:
        """SEASON for the days begin..end after the moment so many days ago."""
        ahead = self.season.ahead(days, begin, end)
        return (0.0, 0.0, self.season.lately(days)) if np.isnan(ahead) else (ahead, 1.0, self.season.lately(days))

    def silent(self, days: int, customer: Longs, counted: Longs) -> Vector:
        """float64: days from each one's last order to the moment."""
        return self._last(customer, counted) - days + 0.5

    def gap(self, customer: Longs, counted: Longs) -> Vector:
        """float64: logarithm of each one's usual gap, leaning on the shop's."""
        first, last = self.visits.first[customer], self.visits.first[customer] + counted[customer] - 1
        total = self.log_gap[last + 1] - self.log_gap[first]
        return (total + PRIOR * self.usual) / (counted[customer] - 1 + PRIOR)

    def looked_since(self, days: int, customer: Longs, counted: Longs) -> Longs:
        """int64: each one's days with a look after the last order, up to the moment. There must be looks."""
        assert self.looks is not None
        last = self._last(customer, counted)
        return self.looks.counted_of(customer, days) - self.looks.counted_of(customer, last)

    def _last(self, customer: Longs, counted: Longs) -> Vector:
        """Cell of each one's last order before the moment."""
        return self.visits.cell[self.visits.first[customer] + counted[customer] - 1].astype(np.float64)

    def _own(self, days: int, customer: Longs, counted: Longs) -> dict[str, Vector]:
        visits, number = self.visits, counted[customer]
        first, last = visits.first[customer], visits.first[customer] + number - 1
        silent, gap, once = self.silent(days, customer, counted), self.gap(customer, counted), number == 1
        squares = self.log_gap_squared[last + 1] - self.log_gap_squared[first]
        around = squares + PRIOR * self.usual**2 + SPREAD_PRIOR * (self.spread + gap**2)
        variance = around / (number - 1 + PRIOR + SPREAD_PRIOR) - gap**2
        due, since = np.log(silent) - gap, np.log1p(silent)
        paid = (self.value[last + 1] - self.value[first]) / number
        found = {
            "silent": since, "due": due, "once_silent": since * once, "again_due": due * ~once,
            "orders": np.log(number), "once": once, "gap": gap, "unsteady": np.sqrt(np.maximum(variance, 0)),
            "tenure": np.log1p(visits.cell[first] - days + 0.5),
            "value": np.log(np.maximum(paid, 0) / self.worth + 0.01),
        }  # fmt: skip
        for length in (30, 90, 365):
            found[f"orders_{length}"] = np.log1p(number - visits.counted_of(customer, days + length))
        return found


def _looked(looks: Visits, days: int, customer: Longs, last: Vector) -> dict[str, Vector]:
    counted = looks.counted_of(customer, days)
    at = looks.first[customer] + counted - 1
    ever = counted > 0
    ago = np.full(len(customer), FORGOTTEN)
    ago[ever] = looks.cell[at[ever]] - days + 0.5
    since = counted - looks.counted_of(customer, last)
    return {
        "looked_7": np.log1p(counted - looks.counted_of(customer, days + 7)),
        "looked_30": np.log1p(counted - looks.counted_of(customer, days + 30)),
        "looked_since": np.log1p(since), "not_looked": np.log1p(np.minimum(ago, FORGOTTEN)),
    }  # fmt: skip
