"""Moments of the past: what is kept is computed once, what is not is let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pytest

from data.groups import Groups
from models.bundle.bundle import bundle_of
from models.ranker.generators import GENERATORS
from models.ranker.ranker import Ranker
from models.ranker.stand import Stand
from models.ranker.table import Table
from models.recommenders.covisitation import Covisitation
from models.recommenders.ease import Ease
from models.recommenders.protocol import Spec
from models.recommenders.rp3beta import Rp3beta
from tests.models.shops import ShopShape, random_shop
from tests.training.ranking.worlds import HORIZON, SMALL, four_tastes, lessons_of, recipe_for
from tests.worlds import T
from training.fitting import fit_models
from training.ranking import lessons as school
from training.ranking.generating import fit_generators
from training.recipe import Recipe
from training.settings import NightSettings

CUT = T - timedelta(days=7)


def test_a_moment_that_is_kept_is_looked_at_and_fitted_once() -> None:
    moments = lessons_of(four_tastes()).moments
    moments.keep(CUT, None)
    facts = moments.facts(CUT)
    models = moments.generators(recipe_for(), facts, {})
    assert moments.facts(CUT) is facts
    assert moments.generators(recipe_for(), facts, {}) is models
    other = recipe_for()
    other = replace(other, specs=other.specs | {"rp3beta": Rp3beta(alpha=0.9)})
    assert moments.generators(other, facts, {}) is not models


def test_other_moments_are_let_go_and_so_is_what_is_kept_no_more() -> None:
    moments = lessons_of(four_tastes()).moments
    moments.keep(CUT)
    facts, other = moments.facts(CUT), moments.facts(CUT - HORIZON)
    models = moments.generators(recipe_for(), facts, {})
    assert moments.facts(CUT - HORIZON) is not other
    moments.keep(CUT - HORIZON)
    assert moments.facts(CUT) is not facts
    assert moments.generators(recipe_for(), facts, {}) is not models


def test_generators_are_fitted_ahead_only_where_they_stay() -> None:
    moments = lessons_of(four_tastes()).moments
    facts = moments.facts(CUT)
    assert moments.ahead(recipe_for(), facts, {}) is None
    moments.keep(CUT)
    ahead = moments.ahead(recipe_for(), facts, {})
    assert ahead is not None
    assert ahead() is moments.generators(recipe_for(), facts, {})


def test_a_generator_takes_the_shops_own_model_where_that_names_the_same() -> None:
    facts, recipe = random_shop(ShopShape(1, 30, 20, 200)), recipe_for()
    recipe = replace(recipe, specs=recipe.specs | {"rp3beta": Rp3beta(half_life=20)})
    own = fit_models({name: recipe.specs[name] for name in ("covisitation", "rp3beta")}, facts, 1)
    found = fit_generators(recipe, facts, 1, own)
    assert set(found) == {row.name for row in GENERATORS}
    assert found["visits"] is own["covisitation"]
    assert found["walk_weeks"] is own["rp3beta"]
    assert found["walk_week"] is not own["rp3beta"]


@pytest.mark.parametrize("spec", [Rp3beta(), Ease(), Covisitation()], ids=["rp3beta", "ease", "covisitation"])
def test_a_table_without_counts_names_the_same(spec: Spec) -> None:
    facts, rng = random_shop(ShopShape(1, 30, 20, 200)), np.random.default_rng(1)
    assert isinstance(spec, Rp3beta | Ease | Covisitation)
    counted, plain = (each.fit(facts, rng).neighbours for each in (spec, replace(spec, counted=False)))
    assert counted.count.any()
    assert not plain.count.any()
    for name in ("offsets", "item", "weight"):
        np.testing.assert_array_equal(getattr(counted, name), getattr(plain, name))


def with_counts(spec: Any) -> Any:
    """The spec of a table of pairs, which are counted."""
    return replace(spec, counted=True)


def test_nobody_asks_a_generator_how_often_pairs_were_counted() -> None:
    facts, recipe = random_shop(ShopShape(2, 30, 20, 200)), recipe_for()
    whole = {name: with_counts(spec) for name, spec in recipe.specs.items() if hasattr(spec, "counted")}
    models = fit_generators(recipe, facts, 1, {})
    assert whole
    counted = {row.name: fit_models({row.name: with_counts(row.spec(recipe.specs))}, facts, 1)[row.name]
               for row in GENERATORS if row.recommender in whole}  # fmt: skip
    stands = [Stand.of(facts, bundle_of(facts, {}, recipe.policy), each) for each in (models, models | counted)]
    everybody = np.arange(20, dtype=np.int32)
    pools = [stand.features(stand.pool(everybody, SMALL), everybody).values for stand in stands]
    np.testing.assert_array_equal(pools[0], pools[1])


def test_windows_looked_at_together_teach_as_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(school, "LITTLE", 0)
    ranker = replace(SMALL, windows=4)
    together, alone = lessons_of(four_tastes()), lessons_of(four_tastes())
    found = together._examples(ranker, recipe_for(), CUT, HORIZON, None)
    monkeypatch.setattr(school, "AT_ONCE", 1)
    expected = alone._examples(ranker, recipe_for(), CUT, HORIZON, None)
    assert found is not None
    assert expected is not None
    np.testing.assert_array_equal(found.features.values, expected.features.values)
    np.testing.assert_array_equal(found.bought, expected.bought)


class Holding(school.Lessons):
    """Lessons whose windows, newest first, hold so many purchases each."""

    held = (10, 50, 10, 20)

    def _look(
        self, ranker: Ranker, recipe: Recipe, moment: datetime, window: timedelta, lines: int | None, at_once: int = 1
    ) -> school.Examples | None:
        bought = self.held[(CUT - moment) // window]
        return school.Examples(Table(("any",), np.zeros((bought, 1), dtype=np.float32)), np.ones(bought, dtype=bool))


@pytest.mark.parametrize(("enough", "taught"), [(5, [10]), (60, [10, 50]), (61, [10, 50, 10]), (99, [10, 50, 10, 20])])
def test_no_window_older_than_enough_teaches_though_two_are_looked_at_together(enough: int, taught: list[int]) -> None:
    lessons = Holding(duckdb.connect(), Groups(), NightSettings())
    moments = iter([CUT - number * HORIZON for number in range(4)])
    found = lessons._windows(replace(SMALL, enough=enough), recipe_for(), moments, HORIZON, None)
    assert [int(each.bought.sum()) for each in found] == taught
