"""Who is compared at an origin: the recipe that the night would have chosen there, and what it chose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from training.recipe import Recipe, with_personal
from training.rehearsal.rehearse import POPULAR, TONIGHT
from training.settings import Alternative


def compared(recipe: Recipe, alternatives: Sequence[Alternative], tried: list[dict[str, Any]]) -> dict[str, Recipe]:
    """`tonight` first, then each recommender of the alternatives in the settings that did best in the trials.

    tried: label and headline metric of each (None where it was not tried: then the first stands). Popularity is no part
    of it: it is compared anyway.
    """
    single = replace(recipe, ranker=None)
    figure = {each["label"]: each["headline"] or 0.0 for each in tried}
    best: dict[str, Recipe] = {}
    for alternative in alternatives:
        name, other = alternative.recommender, with_personal(single, alternative)
        if name not in best or figure.get(other.label, 0) > figure.get(best[name].label, 0):
            best[name] = other
    return {TONIGHT: recipe} | {name: other for name, other in best.items() if name != POPULAR}
