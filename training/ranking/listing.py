"""A bundle with the lists that a ranker orders."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.arrays import Ints
from data.facts.facts import Facts
from models.bundle.bundle import Bundle, Lists
from models.decision.lists import DEPTH, lists_of, with_history
from models.decision.sourced import Sourced
from models.decision.sources import Batch
from models.ranker.chance import Chance
from models.ranker.ranker import RankerModel
from models.ranker.stand import Stand
from models.ranker.table import Table
from models.recommenders.protocol import Model
from training.ranking.lessons import Lessons, teaching
from training.recipe import Recipe
from training.split import Split

ALWAYS = 1
"""What a list says its depth is: it holds candidates alone, so one that has too little left is scored live."""
SILENT = 730.0
"""Days without an event after which nobody's taste is ranked: what sells in their country is shown."""


def awake(bundle: Bundle) -> Ints:
    """int32: customers with a history that is not too old."""
    history, known = bundle.history, with_history(bundle)
    newest = history.age[history.items.offsets[known]]
    return known[newest <= SILENT]


def tonights_ranker(
    lessons: Lessons, recipe: Recipe, cut: Split, known: Facts, models: dict[str, Model]
) -> RankerModel | None:
    """What orders the lists of the facts at the end; of all moments only that one stays in memory."""
    moments = lessons.moments
    moments.keep(cut.cut, cut.end)
    ahead = moments.ahead(recipe, known, models)
    ranker = lessons.ranker(recipe, cut.end, teaching(known, cut.horizon), meanwhile=ahead)
    moments.keep(cut.end)
    return ranker


def with_ranked_lists(
    bundle: Bundle,
    facts: Facts,
    recipe: Recipe,
    ranker: RankerModel,
    customer: Ints,
    lessons: Lessons,
    chance: Chance | None = None,
) -> Bundle:
    """The lists of those of `customer` (ascending) who are awake; the others have none. Scores are chances among those
    who buy; with `chance` among all.

    Cost: the generators that the bundle does not hold, their candidates, and trees x candidates.
    """
    stand = Stand.of(facts, bundle, lessons.moments.generators(recipe, facts, bundle.models))

    def ordered(batch: Batch) -> Sourced:
        return stand.ordered(batch, ranker, DEPTH)

    lists = lists_of(bundle, ordered, np.intersect1d(customer, awake(bundle)), ALWAYS)
    return replace(bundle, lists=_likely(lists, chance, stand.known.customer) if chance else lists)


def _likely(lists: Lists, chance: Chance, customer: Table) -> Lists:
    row = np.repeat(np.arange(lists.items.rows), np.diff(lists.items.offsets))
    return replace(lists, score=chance.of(lists.score, row, customer), likely=True)
