"""The same weeks last year."""

from __future__ import annotations

import numpy as np

from models.rhythm.season import Season
from models.rhythm.visits import visits_of
from tests.models.rhythm.worlds import TEA, known
from tests.worlds import Did


def a_year_with_a_rush(days: int) -> Season:
    """One order a day of a customer who has ordered before; ten a day in the days 335..364 before T."""
    events = [Did(0, "purchase", TEA, days + 0.5, order=0)]
    number = 1
    for age in range(days):
        for customer in range(10 if 335 <= age < 365 else 1):
            events.append(Did(customer, "purchase", TEA, age + 0.5, order=number))
            number += 1
    return Season.of(visits_of(known(10, events).orders, 10))


def test_a_rush_a_year_ago_is_expected_in_its_days_and_not_after_them() -> None:
    season = a_year_with_a_rush(400)
    assert np.exp(season.ahead(0, 0, 30)) > 4
    assert season.ahead(0, 30, 60) < 0


def test_without_a_year_before_the_moment_nothing_is_said_of_the_season() -> None:
    season = a_year_with_a_rush(370)
    assert np.isnan(season.ahead(30, 0, 30))
    assert not np.isnan(season.ahead(0, 0, 30))


def test_lately_is_against_the_year() -> None:
    busy = [Did(0, "purchase", TEA, age + 0.5, order=age) for age in range(28)]
    slow = [Did(0, "purchase", TEA, age + 0.5, order=age) for age in range(30, 300, 10)]
    assert Season.of(visits_of(known(1, [*busy, *slow]).orders, 1)).lately(0) > 0.5
