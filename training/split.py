"""Where the past is cut, so that what came after can be held against what would have been shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST_SPAN = 14
"""Days of data below which nothing is rehearsed."""
SHORTEST_TUNING = timedelta(days=7)
"""A tuning window of fewer days tells little, unless the horizon is as short."""
FULL_SPAN = 56
"""Days of data below which the horizon shrinks to a quarter of them."""


@dataclass(frozen=True)
class Split:
    """Fit on t < cut, tested on cut <= t < end; where there is enough past, tuned on tuning_cut <= t < cut.

    The tuning window is as long as the test window; under two horizons of past it is a third of that past.
    """

    tuning_cut: datetime | None
    cut: datetime
    end: datetime

    @property
    def horizon(self) -> timedelta:
        return self.end - self.cut


def split_at(as_of: datetime, span_days: float, horizon_days: int) -> Split | None:
    """The split of a span that ends at as_of; None where it is too short to rehearse."""
    if span_days < SHORTEST_SPAN:
        return None
    days = min(horizon_days, span_days // 2) if span_days >= FULL_SPAN else int(span_days / 4)
    return _split(as_of, timedelta(days=days), span_days)


def origins_of(as_of: datetime, span_days: float, horizon_days: int, count: int) -> tuple[Split, ...]:
    """At most `count` splits, the newest first, each a horizon before the one that follows it.

    All have the horizon of the newest; one that would leave less than a horizon to learn from is left out.
    """
    newest = split_at(as_of, span_days, horizon_days)
    if newest is None:
        return ()
    days = newest.horizon.days
    reached = min(count, int(span_days / days) - 1)
    return tuple(
        _split(as_of - back * newest.horizon, newest.horizon, span_days - back * days) for back in range(reached)
    )


def _split(end: datetime, horizon: timedelta, span_days: float) -> Split:
    cut, past = end - horizon, span_days - horizon.days
    tuning = horizon if past >= 2 * horizon.days else timedelta(days=int(past / 3))
    return Split(cut - tuning if tuning >= min(horizon, SHORTEST_TUNING) else None, cut, end)
