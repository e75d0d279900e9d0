"""Trials are bounded without tearing anything apart, and where nothing can be tried the first alternative stands."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from data.arrays import Longs, Ragged
from data.groups import Groups
from data.settings import Settings
from models.metrics.replay import Targets
from tests.models.shops import ShopShape, random_shop
from training.ranking.lessons import Lessons
from training.recipe import recipe_of
from training.rehearsal.cases import Cases
from training.rehearsal.choosing import choose
from training.rehearsal.thinning import thinned
from training.settings import Alternative, NightSettings

FACTS = random_shop(ShopShape(seed=2, items=50, customers=200, lines=4000))
ASKED = np.array([3, 50, 199], dtype=np.int32)


def cases() -> Cases:
    """Three customers of whom nothing else matters here."""
    none: Longs = np.zeros(3, dtype=np.int64)
    nothing = Targets(Ragged(np.zeros(4, dtype=np.int64), np.empty(0, dtype=np.int32)), np.empty(0, dtype=np.float32))
    return Cases(ASKED, none, nothing, nothing, nothing, nothing)


def test_few_lines_are_left_as_they_are() -> None:
    assert thinned(FACTS, cases().customer, most=4000, seed=1) is FACTS


def test_many_lines_are_thinned_to_about_what_is_allowed() -> None:
    assert len(thinned(FACTS, cases().customer, most=1000, seed=1).lines.age) == pytest.approx(1000, rel=0.2)


def test_who_is_asked_about_keeps_every_line() -> None:
    few = thinned(FACTS, cases().customer, most=500, seed=1).lines
    for customer in ASKED:
        assert (few.customer == customer).sum() == (FACTS.lines.customer == customer).sum() > 0


def test_others_are_kept_whole_or_not_at_all() -> None:
    few = thinned(FACTS, cases().customer, most=1000, seed=1).lines
    before = np.bincount(FACTS.lines.customer[FACTS.lines.customer >= 0], minlength=200)
    after = np.bincount(few.customer[few.customer >= 0], minlength=200)
    assert set(np.unique(after[after != before])) == {0}


def test_a_guests_order_is_kept_whole_or_not_at_all() -> None:
    few, all_ = thinned(FACTS, cases().customer, most=1000, seed=1).lines, FACTS.lines
    guests = all_.order[(all_.customer == -1) & (all_.order >= 0)]
    for order in np.unique(guests):
        assert (few.order == order).sum() in (0, (all_.order == order).sum())


def test_the_same_seed_keeps_the_same_lines() -> None:
    once, again = (thinned(FACTS, cases().customer, most=1000, seed=1).lines for _ in range(2))
    assert np.array_equal(once.item, again.item)
    assert np.array_equal(once.age, again.age)


def test_without_a_window_the_first_alternative_stands_untried() -> None:
    settings = NightSettings(alternatives=(Alternative("popular"), Alternative("rp3beta")))
    con = duckdb.connect()
    choice = choose(None, recipe_of(Settings()), settings, Lessons(con, Groups(), settings))
    assert choice.recipe.policy.personal == "popular"
    assert [(each.label, each.chosen) for each in choice.tried] == [("popular", True)]
