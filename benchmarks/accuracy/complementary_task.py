"""The complementary task from the night's tables to the figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy.comparing import OURS, OWN, Figures, System, answers_of, compared, tuning_window
from benchmarks.accuracy.complementary import STRATEGY, VARIANTS, complementary_cases, decided
from benchmarks.accuracy.item_questions import ItemQuestions
from benchmarks.accuracy.pair_peers import PAIR_PEERS
from data.arrays import Ints
from data.facts.engine import facts_at
from data.facts.facts import Facts
from models.bundle.bundle import Bundle, bundle_of
from models.decision.placements import STRATEGY_OF
from training.fitting import fit_models
from training.night import Night
from training.recipe import recipe_of
from training.split import Split

FALLBACK = "popular"
Tell = Callable[[str], None]
SAID = {"A": "all that was ordered beside the item", "B": "what the customer had not bought before"}


def complementary_task(night: Night, splits: Sequence[Split], work: Path, tell: Tell) -> dict[str, Sequence[Figures]]:
    """Tables by title: both variants, then both over small orders only."""
    asked = [_questions(night, split) for split in splits]
    windows = [tuning_window(split) for split in splits]
    before = [_questions(night, window) if window else None for window in windows]
    bundles = [our_bundle(night, questions[0].facts) for questions in asked]
    tables: dict[str, Sequence[Figures]] = {}
    for at, variant in enumerate(VARIANTS):
        grounds, tuning = [each[at] for each in asked], [each[at] if each else None for each in before]
        systems = [_ours(bundles, grounds), *answers_of(PAIR_PEERS, grounds, tuning, work, tell)]
        tables[f"{variant}, {SAID[variant]}"] = compared(grounds, systems)
        small = [ground.cases.small for ground in grounds]
        tables[f"{variant}, orders of two to five items"] = compared(grounds, systems, small)
    return tables


def our_bundle(night: Night, facts: Facts) -> Bundle:
    """What `decide` needs for the complementary strategy; what it leaves open is filled with best sellers."""
    recipe = recipe_of(night.shop)
    asked = {*STRATEGY_OF[STRATEGY].sources, FALLBACK}
    models = fit_models(
        {name: spec for name, spec in recipe.specs.items() if name in asked}, facts, night.settings.seed
    )
    return bundle_of(facts, models, replace(recipe.policy, personal=FALLBACK))


def _questions(night: Night, split: Split) -> list[ItemQuestions]:
    """Those of the split's window, in each variant."""
    facts = facts_at(night.con, split.cut, night.lessons.groups, past=True)
    cases = complementary_cases(night.con, facts, split.cut, split.end, night.settings.seed)
    return [ItemQuestions(facts, cases, variant) for variant in VARIANTS]


def _ours(bundles: Sequence[Bundle], grounds: Sequence[ItemQuestions]) -> System:
    seconds: list[float] = []
    lists: list[Ints] = []
    for bundle, ground in zip(bundles, grounds, strict=True):
        began = time.perf_counter()
        lists.append(decided(bundle, ground.cases, ground.variant))
        seconds.append(time.perf_counter() - began)
    return System(OURS, OWN, ({},) * len(lists), tuple(seconds), tuple(lists))
