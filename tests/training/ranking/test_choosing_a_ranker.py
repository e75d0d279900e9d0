"""The ranker stands behind the lists only where it did better on the tuning window than the best recommender alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from data.groups import Groups
from models.ranker.ranker import Ranker, RankerModel
from tests.training.ranking.worlds import SMALL, four_tastes, lessons_of, likes, recipe_for
from tests.worlds import T
from training.ranking.lessons import Lessons
from training.recipe import Recipe
from training.rehearsal.choosing import Choice, choose
from training.settings import Alternative, NightSettings
from training.split import Split

SPLIT = Split(T - timedelta(days=28), T - timedelta(days=14), T)
ALTERNATIVES = (Alternative("popular"), Alternative("rp3beta", {"half_life": 60.0}))


@dataclass
class Taught(Lessons):
    """Hands out what it was given, for the cut that was asked about."""

    model: RankerModel | None = None
    cut: datetime | None = None
    horizon: timedelta | None = None

    def ranker(
        self,
        recipe: Recipe,
        cut: datetime,
        horizon: timedelta,
        lines: int | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> RankerModel | None:
        self.cut, self.horizon = cut, horizon
        return self.model


def chosen(model: RankerModel | None, ranker: Ranker | None = SMALL, split: Split = SPLIT) -> tuple[Choice, Taught]:
    """What is chosen in the shop of four tastes where the past has taught this ranker."""
    con, settings = four_tastes(), NightSettings(alternatives=ALTERNATIVES)
    lessons = Taught(con, Groups(), settings, model=model)
    recipe = replace(recipe_for(), ranker=ranker)
    return choose(split, recipe, settings, lessons), lessons


def test_a_ranker_that_knows_better_is_taken_and_tried_over_the_best_recommender() -> None:
    choice, _ = chosen(likes("regression_score"))
    assert [each.label for each in choice.tried][-1] == "ranked, else rp3beta(half_life=60.0)"
    assert [each.chosen for each in choice.tried] == [False, False, True]
    assert choice.tried[2].headline > choice.tried[1].headline > choice.tried[0].headline
    assert (choice.recipe.ranker, choice.recipe.policy.personal) == (SMALL, "rp3beta")


def test_a_ranker_that_knows_less_is_left() -> None:
    choice, _ = chosen(likes("regression_score", sign=-1))
    assert [each.chosen for each in choice.tried] == [False, True, False]
    assert choice.tried[2].headline < choice.tried[1].headline
    assert (choice.recipe.ranker, choice.recipe.policy.personal) == (None, "rp3beta")


def test_where_the_past_teaches_nothing_the_best_recommender_stands_alone() -> None:
    choice, _ = chosen(None)
    assert np.isnan(choice.tried[-1].headline)
    assert (choice.recipe.ranker, choice.recipe.policy.personal) == (None, "rp3beta")


def test_a_recipe_without_a_ranker_tries_none() -> None:
    choice, lessons = chosen(likes("regression_score"), ranker=None)
    assert len(choice.tried) == 2
    assert lessons.cut is None


def test_what_is_tried_was_taught_by_windows_before_the_tuning_window() -> None:
    assert chosen(likes("regression_score"))[1].cut == SPLIT.tuning_cut


@pytest.mark.parametrize("days", [14, 9])
def test_what_is_tried_on_a_short_window_is_taught_by_windows_as_short(days: int) -> None:
    short = replace(SPLIT, tuning_cut=SPLIT.cut - timedelta(days=days))
    assert chosen(likes("regression_score"), split=short)[1].horizon == timedelta(days=days)


@pytest.mark.parametrize("split", [None, replace(SPLIT, tuning_cut=None)], ids=["no window", "no tuning window"])
def test_without_a_window_to_try_it_on_nothing_is_ranked(split: Split | None) -> None:
    con, settings = four_tastes(), NightSettings(alternatives=ALTERNATIVES)
    choice = choose(split, recipe_for(), settings, lessons_of(con))
    assert choice.recipe.ranker is None
    assert [each.label for each in choice.tried] == ["popular"]
