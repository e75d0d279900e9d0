"""What lists at a past moment came to, over all customers who had one: what a ranker's word is worth, and whether
chances keep theirs."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import numpy as np

from data.arrays import Ints, Longs, distinct
from data.facts.engine import window_purchases
from models.bundle.bundle import bundle_of
from models.metrics.reliability import Reliability, reliability_of
from models.ranker.chance import Survey, chance_of
from models.ranker.customers import customer_table
from training.ranking.lessons import Lessons, teaching
from training.ranking.listing import awake, with_ranked_lists
from training.recipe import Recipe
from training.rehearsal.thinning import thinned
from training.split import Split

PAIRS = 600_000
"""Candidates scored for a survey at most: with 300 of each customer, 2,000 customers."""


def reliability(lessons: Lessons, recipe: Recipe, split: Split, newest: Survey | None) -> Reliability | None:
    """How the chance that the tuning window told kept its word in the held-out one, which it had not seen; None where
    too little was bought to tell, or the tuning window is the shorter. newest: what became of the lists at the cut.

    Cost: that of a survey before the tuning window.
    """
    if newest is None or split.tuning_cut is None or split.cut - split.tuning_cut < split.horizon:
        return None
    before = survey(lessons, recipe, split.tuning_cut, split.horizon, thin=True)
    told = chance_of(before, lessons.settings.seed) if before else None
    return reliability_of(told.of(newest.score, newest.row, newest.customer), newest.bought) if told else None


def survey(lessons: Lessons, recipe: Recipe, moment: datetime, horizon: timedelta, thin: bool = False) -> Survey | None:
    """The lists of a seeded sample of customers as the ranker of the moment orders them, and what was bought of them
    within the horizon; None where nothing can be ranked there. thin: as the trial of the alternatives learned.

    Cost: at most PAIRS candidates scored, and the generators of the moment.
    """
    if recipe.ranker is None:
        return None
    settings = lessons.settings
    facts = lessons.moments.facts(moment)
    bare = bundle_of(facts, {}, recipe.policy)
    asked = _sampled(awake(bare), PAIRS // recipe.ranker.most(facts.customers.count), settings.seed)
    few = thinned(facts, asked, settings.tuning_lines, settings.seed) if thin else facts
    lines = settings.tuning_lines if few is not facts else None
    ranker = lessons.ranker(recipe, moment, teaching(facts, horizon), lines)
    if ranker is None or not len(asked):
        return None
    lists = with_ranked_lists(bare, few, recipe, ranker, asked, lessons).lists
    assert lists is not None
    row, at = lists.items.spread(asked)
    pair = (asked[row].astype(np.int64) << 32) | lists.items.values[at]
    bought = np.isin(pair, _bought_in(lessons.con, moment, moment + horizon))
    table = customer_table(facts)
    return Survey(lists.score[at], row, bought, table.rows(asked))


def _bought_in(con: duckdb.DuckDBPyConnection, start: datetime, end: datetime) -> Longs:
    """customer << 32 | item of every purchase in [start, end) by a known customer, once each."""
    customer, item, _, _ = window_purchases(con, start, end)
    return distinct((customer.astype(np.int64) << 32) | item)


def _sampled(customer: Ints, most: int, seed: int) -> Ints:
    """Ascending."""
    if len(customer) <= most:
        return customer
    return np.sort(np.random.default_rng(seed).choice(customer, most, replace=False))
