"""Who is compared at an origin."""

from __future__ import annotations

from data.settings import Settings
from training.evaluating.systems import compared
from training.recipe import recipe_of, with_personal
from training.settings import Alternative

SLOW, FAST = Alternative("rp3beta", {"half_life": 60.0}), Alternative("rp3beta", {"half_life": 3.0})
BLEND, POPULAR = Alternative("blend"), Alternative("popular")
RECIPE = with_personal(recipe_of(Settings()), BLEND)


def test_each_recommender_stands_in_the_settings_that_did_best() -> None:
    tried = [
        {"label": "rp3beta(half_life=60.0)", "headline": 0.1},
        {"label": "rp3beta(half_life=3.0)", "headline": 0.2},
        {"label": "blend", "headline": 0.3},
        {"label": "popular", "headline": 0.05},
    ]
    found = compared(RECIPE, (SLOW, FAST, BLEND, POPULAR), tried)
    assert {name: recipe.label for name, recipe in found.items()} == {
        "tonight": "ranked, else blend",
        "rp3beta": "rp3beta(half_life=3.0)",
        "blend": "blend",
    }
    assert next(iter(found)) == "tonight"


def test_untried_the_first_settings_stand() -> None:
    found = compared(RECIPE, (SLOW, FAST), [{"label": "rp3beta(half_life=60.0)", "headline": None}])
    assert found["rp3beta"].label == "rp3beta(half_life=60.0)"
