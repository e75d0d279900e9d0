"""The generators by recipe: the shop's settings, and each generator's own."""

from __future__ import annotations

from data.facts.facts import Facts
from models.ranker.generators import generators_for
from models.recommenders.protocol import Model, Spec
from training.fitting import AT_ONCE, fit_models
from training.recipe import Recipe


def generator_specs(recipe: Recipe, customers: int) -> dict[str, Spec]:
    """By name of the generator, of those that a shop of so many customers can afford."""
    return {row.name: row.spec(recipe.specs) for row in generators_for(customers)}


def fit_generators(
    recipe: Recipe, facts: Facts, seed: int, models: dict[str, Model], at_once: int = AT_ONCE
) -> dict[str, Model]:
    """By name of the generator; `models`, by recommender, are fitted by the recipe on the same facts already."""
    specs = generator_specs(recipe, facts.customers.count)
    same = {
        row.name: models[row.recommender]
        for row in generators_for(facts.customers.count)
        if row.recommender in models and row.like(recipe.specs[row.recommender])
    }
    missing = {name: spec for name, spec in specs.items() if name not in same}
    return same | fit_models(missing, facts, seed, at_once)
