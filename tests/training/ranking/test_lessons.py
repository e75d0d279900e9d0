"""What past windows teach: nothing of what comes after them, each window once, and only where there is enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import duckdb
import numpy as np
import pytest

from data.facts.engine import facts_at
from models.ranker.ranker import RankerModel
from tests.training.ranking.worlds import HORIZON, SMALL, Counted, four_tastes, lessons_of, recipe_for
from tests.worlds import Did, T, add_events
from training.ranking import lessons as school

CUT = T - timedelta(days=7)


def learned(lessons: Counted, cut: datetime = CUT) -> RankerModel | None:
    """What the small ranker learns for the cut."""
    return lessons.ranker(recipe_for(), cut, HORIZON)


def trees(con: duckdb.DuckDBPyConnection) -> str:
    """The ranker as text."""
    model = learned(lessons_of(con))
    assert model is not None
    return model.boosters[0].model_to_string()


def test_what_happens_after_the_cut_teaches_nothing() -> None:
    con = four_tastes()
    before = trees(con)
    add_events(con, [Did(customer, "purchase", 3, 2, order=9000 + customer) for customer in range(40)])
    assert trees(con) == before
    add_events(con, [Did(customer, "purchase", 3, 8, order=9100 + customer) for customer in range(40)])
    assert trees(con) != before


def test_what_is_bought_in_the_windows_is_learned_to_be_likely() -> None:
    model = learned(lessons_of(four_tastes()))
    assert model is not None
    assert next(iter(model.weights())).startswith(("walk", "regression", "visits", "went", "goes", "taste"))


def test_too_little_teaches_nothing() -> None:
    lessons = lessons_of(four_tastes())
    assert lessons.ranker(recipe_for(ranker=replace(SMALL, least=100_000)), CUT, HORIZON) is None
    assert lessons.ranker(recipe_for(), CUT, HORIZON) is not None


def test_before_anything_happened_there_is_nothing_to_learn() -> None:
    assert learned(lessons_of(four_tastes()), T - timedelta(days=80)) is None


def test_a_window_is_looked_at_once_for_all_cuts() -> None:
    con = four_tastes()
    shared, cuts = lessons_of(con), [CUT, CUT - HORIZON / 2, CUT]
    apart = [lessons_of(con) for _ in cuts]
    for cut, alone in zip(cuts, apart, strict=True):
        learned(shared, cut)
        learned(alone, cut)
    assert len(set(shared.looked)) == len(shared.looked)
    assert set(shared.looked) == {window for alone in apart for window in alone.looked}
    assert len(shared.looked) < len(apart[0].looked) + len(apart[1].looked)


def test_windows_are_looked_at_newest_first_and_end_by_the_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(school, "LITTLE", 0)
    lessons = lessons_of(four_tastes())
    learned(lessons)
    assert len(lessons.looked) == SMALL.windows
    assert lessons.looked[0][0] + lessons.looked[0][1] == CUT
    assert all(newer[0] == older[0] + older[1] for newer, older in pairwise(lessons.looked))


def test_no_older_window_is_looked_at_once_there_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(school, "LITTLE", 0)
    lessons = lessons_of(four_tastes())
    assert lessons.ranker(recipe_for(ranker=replace(SMALL, enough=1)), CUT, HORIZON) is not None
    assert len(lessons.looked) == 1


def test_where_there_is_little_windows_between_the_others_teach_too() -> None:
    lessons = lessons_of(four_tastes())
    learned(lessons)
    assert {window for _, window in lessons.looked} == {HORIZON / 2}
    assert sorted(CUT - moment for moment, _ in lessons.looked) == [HORIZON / 2, HORIZON * 3 / 4, HORIZON]


@pytest.mark.parametrize(("ago", "days"), [(0, 14), (41, 14), (50, 9.5)])
def test_a_young_shop_learns_from_windows_as_long_as_its_past_allows(ago: int, days: float) -> None:
    past = facts_at(four_tastes(), T - timedelta(days=ago), past=True)
    assert school.teaching(past, HORIZON) / timedelta(days=1) == pytest.approx(days, abs=0.5)


def test_all_that_was_bought_teaches_and_a_share_of_the_rest() -> None:
    few = _looked_at(0.2)
    everything = _looked_at(1.0)
    assert few.bought.sum() == everything.bought.sum() > 20
    assert (~few.bought).sum() == pytest.approx(0.2 * (~everything.bought).sum(), rel=0.2)
    assert len(few.features.values) == len(few.bought)


def test_what_is_bought_again_is_no_example() -> None:
    con = four_tastes()
    again = "SELECT customer, min(item) FROM event WHERE t < ? GROUP BY customer"
    owned = con.execute(again, [(CUT - HORIZON).replace(tzinfo=None)]).fetchall()
    before = _looked_at(1.0, con)
    add_events(con, [Did(customer, "purchase", item, 10, order=9000 + customer) for customer, item in owned])
    after = _looked_at(1.0, con)
    assert after.bought.sum() == before.bought.sum()
    np.testing.assert_array_equal(after.features.values, before.features.values)


def _looked_at(share: float, con: duckdb.DuckDBPyConnection | None = None) -> school.Examples:
    lessons = lessons_of(con or four_tastes())
    found = lessons._look(replace(SMALL, share=share), recipe_for(), CUT - HORIZON, HORIZON, None)
    assert found is not None
    return found
