"""Surveys: what became of everybody's lists, also theirs who stayed away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb
import numpy as np
import pytest

from models.bundle.bundle import bundle_of
from models.ranker.chance import chance_of
from tests.training.ranking.worlds import HORIZON, four_tastes, lessons_of, recipe_for
from tests.worlds import T
from training.ranking import surveying
from training.ranking.listing import with_ranked_lists
from training.ranking.surveying import reliability, survey
from training.split import Split

SPLIT = Split(T - 2 * HORIZON, T - HORIZON, T)
CUSTOMERS = 160


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """Every second customer buys nothing any more in the last six weeks."""
    con = four_tastes(CUSTOMERS)
    con.execute("DELETE FROM event WHERE customer % 2 = 1 AND t > ?", [(T - timedelta(days=42)).replace(tzinfo=None)])
    return con


def test_those_who_stayed_away_are_asked_too(con: duckdb.DuckDBPyConnection) -> None:
    found = survey(lessons_of(con), recipe_for(), SPLIT.cut, HORIZON)
    assert found is not None
    assert len(np.unique(found.row)) == len(found.customer.values) == CUSTOMERS
    came = np.unique(found.row[found.bought])
    assert 50 < len(came) <= CUSTOMERS / 2
    assert not (came % 2).any()


def test_a_chance_is_higher_for_who_still_comes_and_stands_in_the_lists(con: duckdb.DuckDBPyConnection) -> None:
    lessons, recipe = lessons_of(con), recipe_for()
    newest = survey(lessons, recipe, SPLIT.cut, HORIZON)
    assert newest is not None
    chance, kept = chance_of(newest, 1), reliability(lessons, recipe, SPLIT, newest)
    assert chance is not None
    assert kept is not None
    assert kept.expected == pytest.approx(kept.bought, rel=0.5)
    assert kept.brier < kept.flat
    facts = lessons.moments.facts(SPLIT.end)
    ranker = lessons.ranker(recipe, SPLIT.end, HORIZON)
    assert ranker is not None
    everybody = np.arange(CUSTOMERS, dtype=np.int32)
    lists = with_ranked_lists(
        bundle_of(facts, {}, recipe.policy), facts, recipe, ranker, everybody, lessons, chance
    ).lists
    assert lists is not None
    assert lists.likely
    first = lists.score[lists.items.offsets[:-1]]
    assert first[::2].mean() > 3 * first[1::2].mean()


def test_no_more_customers_are_asked_than_there_is_room_for(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveying, "PAIRS", 400 * 60)
    found = survey(lessons_of(con), recipe_for(), SPLIT.cut, HORIZON)
    assert found is not None
    assert len(found.customer.values) == 60


def test_a_shorter_tuning_window_tells_no_chance_of_a_whole_horizon(con: duckdb.DuckDBPyConnection) -> None:
    lessons, recipe = lessons_of(con), recipe_for()
    newest = survey(lessons, recipe, SPLIT.cut, HORIZON)
    short = replace(SPLIT, tuning_cut=SPLIT.cut - HORIZON + timedelta(days=1))
    assert reliability(lessons, recipe, SPLIT, newest) is not None
    assert reliability(lessons, recipe, short, newest) is None


def test_without_a_ranker_nothing_is_said(con: duckdb.DuckDBPyConnection) -> None:
    recipe = recipe_for(ranker=None)
    assert survey(lessons_of(con), recipe, SPLIT.cut, HORIZON) is None
    assert reliability(lessons_of(con), recipe, SPLIT, None) is None
