"""The shop's level: what the same weeks last year, and the newest windows, say of what the models will miss."""

from __future__ import annotations

import numpy as np
import pytest

from models.value.buyers import buyers_of, came_of, known_by, taken
from models.value.buying import Buying
from models.value.season import Level, Past, Season, level_of
from tests.models.value.worlds import a_shop_with_a_christmas, a_steady_shop


def test_a_steady_shop_is_left_as_it_is() -> None:
    level = level_of(Past(a_steady_shop(days=700), Buying()), 0, 90, Season())
    assert level.orders == pytest.approx(1, abs=0.12)
    assert level.value == pytest.approx(1, abs=0.12)
    assert level.season_known


def test_the_weeks_before_christmas_are_raised_as_they_were_last_year() -> None:
    placed = a_shop_with_a_christmas(days=740)
    cut = 91.0
    past = Past(known_by(placed, cut), Buying())
    level = level_of(past, 0, 90, Season())
    buyers, model = past.at(0)
    came = came_of(buyers, placed, cut, 90)
    alone = model.outlook(buyers, 90).orders.sum() / came.orders.sum()
    assert alone < 0.7
    assert alone * level.orders == pytest.approx(1, abs=0.15)
    assert level.season > 1.3


def test_a_year_is_not_corrected_by_the_half_of_one_in_which_christmas_was() -> None:
    young = Past(a_shop_with_a_christmas(days=360), Buying())
    assert level_of(young, 0, 365, Season()) == Level()
    assert level_of(young, 0, 180, Season()) != Level()


def test_what_happens_after_the_moment_does_not_reach_its_level() -> None:
    placed = a_shop_with_a_christmas(days=740)
    then = level_of(Past(known_by(placed, 91), Buying()), 0, 90, Season())
    assert level_of(Past(placed, Buying()), 91, 90, Season()) == then


def test_a_shop_of_a_week_and_one_order_know_no_level() -> None:
    for days in (7, 1):
        placed = a_steady_shop(days=days)
        assert level_of(Past(placed, Buying()), 0, 90, Season()).season_known is False
    one = known_by(a_steady_shop(days=100), 0)
    assert buyers_of(one).count > 1
    alone = Past(taken(one, np.arange(1)), Buying())
    assert level_of(alone, 0, 90, Season()) == Level()
