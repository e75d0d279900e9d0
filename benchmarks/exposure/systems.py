"""The lists of one cut under each value of a setting: everything else, the learned ranker too, is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import ABSENT, Ints
from models.bundle.bundle import Bundle
from models.bundle.policy import Policy
from models.decision.query import Query
from models.metrics.replay import Replay, replay_of
from models.ranker.ranker import Ranker
from training import stages
from training.night import Night
from training.ranking.listing import with_ranked_lists
from training.recipe import Recipe
from training.rehearsal.checking import check_lists, eligible
from training.rehearsal.rehearse import TONIGHT, bundles_at
from training.rehearsal.replaying import shown_to
from training.rehearsal.scene import Scene, scene_at
from training.split import Split

TOP = 10
QUERY = Query(n=TOP)
EVENNESS, SHARE = "evenness", "category_share"
DEFAULTS = {EVENNESS: Ranker().evenness, SHARE: Policy().category_share}
TRIED = {EVENNESS: (0.0, 0.05, 0.08, 0.1, 0.15, 0.2), SHARE: (0.2, 0.4, 0.6, 1.0)}

Replays = dict[str, dict[float, Replay]]
"""By setting and value; a setting that moves nothing in this shop is not there."""


def replays_at(night: Night, split: Split) -> tuple[Scene, Replays]:
    """Rows are the headline's customers. Cost: a night's choice and fits, and the lists once for every value."""
    whole = scene_at(night.lessons.moments, split, night.settings.customers)
    scene = replace(whole, cases=whole.cases.part(whole.cases.headline))
    bundles = _bundles(night, scene, stages.choice(night, split))
    return scene, {name: _replays(scene, listed) for name, listed in bundles.items()}


def _bundles(night: Night, scene: Scene, recipe: Recipe) -> dict[str, dict[float, Bundle]]:
    """One origin's bundles by setting and value; the category's share is tried on lists of the default evenness."""
    lessons, split = night.lessons, scene.split
    plain = bundles_at(scene, {TONIGHT: replace(recipe, ranker=None)}, night.settings.seed, lessons)[TONIGHT]
    ranker = lessons.ranker(recipe, split.cut, split.horizon)
    found: dict[str, dict[float, Bundle]] = {}
    if ranker is not None:
        found[EVENNESS] = {
            value: with_ranked_lists(
                plain, scene.facts, recipe, replace(ranker, spec=replace(ranker.spec, evenness=value)),
                scene.cases.customer, lessons,
            )
            for value in TRIED[EVENNESS]
        }  # fmt: skip
        plain = found[EVENNESS][DEFAULTS[EVENNESS]]
    if plain.categorised:
        found[SHARE] = {
            value: replace(plain, policy=replace(plain.policy, category_share=value)) for value in TRIED[SHARE]
        }
    return found


def _replays(scene: Scene, bundles: dict[float, Bundle]) -> dict[float, Replay]:
    """TOP places of what each would have shown: a share is one of the places asked for. Raises BrokenListError."""
    customer, targets = scene.cases.customer, scene.cases.targets
    able = eligible(next(iter(bundles.values())), customer)
    found: dict[float, Replay] = {}
    for value, bundle in bundles.items():
        shown = shown_to(bundle, customer, QUERY)
        check_lists(bundle, customer, shown.item)
        found[value] = replay_of(shown.item, shown.fallback, shown.item, able, targets, scene.shelves)
    return found


def shown_in(replay: Replay) -> Ints:
    """The distinct items of the first TOP places, ascending."""
    first = replay.item[:, :TOP]
    return np.unique(first[first != ABSENT])
