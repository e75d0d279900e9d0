"""When what a customer buys again is due: too early, due, overdue, or unlikely to come again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Longs, Ragged
from data.columns import PURCHASE
from data.facts.facts import Facts
from models.best import best_per_row
from models.recommenders.buy_again import BuyAgain
from models.recommenders.habits import Bought, Habits, habits_of
from models.recommenders.returning import bought_within, odds, span_of, weights_of
from models.rhythm.curve import Curve, stage_of
from models.rhythm.regression import Logit, chance, regression
from models.rhythm.settings import RhythmSettings
from models.rhythm.silences import Silences, by_family, silences_of
from models.together.signals import earlier

STATUS = ("too_early", "due", "overdue", "unlikely")
"""By code: the silence is shorter than nine in ten of those that a purchase ended, among them, longer than nine in
ten; not shorter, and both less likely to be bought than not, and than what customers of the shop have bought is on
average."""
TOO_EARLY, DUE, OVERDUE, UNLIKELY = range(4)
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
EVEN = 0.5
"""A chance that is no less than this is not called unlikely, however sure a shop's customers are to come back."""
MANY = 5
"""Customers who bought an item again, or any one item of its kind, from which it is one that many rebuy."""
BACK = 3.0
"""Usual gaps within which a customer comes back for an item at all; a longer silence is an end more often than not."""
STILL = 50.0
"""Pairs added that say that the silences kept their word."""
LEAST = 20
"""Pairs that came in the newest weeks, and that did not, from which it is told whether the silences kept their word."""


@dataclass(frozen=True)
class Due:
    """What each customer has bought that is bought again, the likeliest to come first.

    held: customer -> item int32, of a family the variant bought last; parallel to its values: due_in float32: days from
    as_of until half of those who come have come, counted from the last purchase, below 0 where that is past; low, high:
    the same for one and nine in ten; chance: P(bought within `days`); status: position in STATUS; silent: days since
    the last purchase; gap: usual days between two; times int32: days on which it was bought.
    """

    held: Ragged
    due_in: Floats
    low: Floats
    high: Floats
    chance: Floats
    status: Bytes
    silent: Floats
    gap: Floats
    times: Ints
    days: float


def due_of(facts: Facts, settings: RhythmSettings, rng: np.random.Generator) -> Due:
    """Pairs bought at least twice, or whose item or kind MANY have bought again; at most `due_items` of a customer.

    A pair's gap leans on its item's, that on its kind's (policy group, else category), that on the shop's; variants of
    one family are one, by what their packs hold. The chance is that of `buy_again`, learned from the newest weeks;
    where these teach too little, from the lengths of all silences. Cost: four sorts of the purchases, three
    regressions.
    """
    merged = by_family(facts)
    habits = _habits(merged, settings)
    pairs = habits.everything()
    silences = silences_of(merged, habits, settings.own_prior)
    curve = silences.curve()
    last = silences.first[1:] - 1
    chances = _chances(merged, habits, pairs, curve, silences, settings, rng)
    usual = min(float(chances.mean()), EVEN) if len(chances) else 0.0
    kept = np.flatnonzero((habits.own_times > 0) | _many_again(merged, habits)[pairs.item])
    kept = kept[_likeliest(pairs.row[kept], chances[kept], facts.customers.count, settings.due_items)]
    stage, gap, silent = stage_of(silences.number[last[kept]]), silences.gap[last[kept]], silences.length[last[kept]]
    low, middle, high = (curve.quantile(share, BACK)[stage] * gap - silent for share in (LOW, MIDDLE, HIGH))
    waiting = np.where(chances[kept] < usual, UNLIKELY, np.where(high < 0, OVERDUE, DUE))
    status = np.where(low > 0, TOO_EARLY, waiting).astype(np.uint8)
    return Due(
        Ragged.of(pairs.row[kept], _newest_variant(facts, habits)[kept], facts.customers.count),
        middle.astype(np.float32), low.astype(np.float32), high.astype(np.float32), chances[kept], status,
        silent.astype(np.float32), gap.astype(np.float32), silences.number[last[kept]].astype(np.int32),
        settings.due_days,
    )  # fmt: skip


def _habits(merged: Facts, settings: RhythmSettings) -> Habits:
    return habits_of(merged, settings.own_prior, settings.item_prior, _kinds(merged))


def _kinds(facts: Facts) -> Ints:
    """int32 [items]: the policy group, else the category; -1 where there is neither."""
    group, category = facts.items.group.code, facts.items.category.code
    beyond = np.int32(group.max(initial=-1) + 1)
    return np.where(group >= 0, group, np.where(category >= 0, category + beyond, -1)).astype(np.int32)


def _likeliest(row: Longs, chances: Floats, customers: int, depth: int) -> Longs:
    """Positions of the `depth` highest chances of every customer, by customer; row ascending."""
    offsets = np.searchsorted(row, np.arange(customers + 1))
    return best_per_row(offsets, np.maximum(chances, np.float32(1e-30)), depth)


def _many_again(merged: Facts, habits: Habits) -> Bools:
    """bool [items]."""
    kind = _kinds(merged)
    known = np.flatnonzero(kind >= 0)
    many = np.bincount(kind[known], habits.returned[known], int(kind.max(initial=-1)) + 1) >= MANY
    found = habits.returned >= MANY
    found[known] |= many[kind[known]]
    return found


def _chances(
    merged: Facts, habits: Habits, pairs: Bought, curve: Curve, silences: Silences, settings: RhythmSettings,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    usual = BuyAgain()

    def rhythm(of: Habits, bought: Bought) -> Floats:
        return of.rhythm(bought, usual.early, usual.late)

    weights = weights_of(merged, lambda past: _habits(past, settings), rhythm, rng, settings.due_days)
    if len(weights):
        return odds(habits, pairs, rhythm(habits, pairs), weights)
    told = _told(curve, silences, settings.due_days)
    word = _word(merged, settings)
    return told if word is None else chance(word.of(_log_odds(told))).astype(np.float32)


def _told(curve: Curve, silences: Silences, days: float) -> Floats:
    """float32 [pairs]: P(bought within the days), from the length of the last silence alone."""
    last = silences.first[1:] - 1
    gap, silent = silences.gap[last], silences.length[last]
    return 1 - curve.away(stage_of(silences.number[last]), silent / gap, (silent + days) / gap)


def _word(merged: Facts, settings: RhythmSettings) -> Logit | None:
    """How the silences alone kept their word in the newest weeks; None where too little came to tell."""
    days = span_of(merged, settings.due_days)
    past = earlier(merged, days)
    habits = _habits(past, settings)
    came = bought_within(merged, habits, days)
    if min(came.sum(), (~came).sum()) < LEAST:
        return None
    silences = silences_of(past, habits, settings.own_prior)
    told = _told(silences.curve(), silences, days)
    return regression(_log_odds(told), came, np.ones(1), np.array([STILL]))


def _log_odds(told: Floats) -> Floats:
    """float32 [pairs, 1]."""
    share = np.clip(told.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.log(share / (1 - share)).astype(np.float32)[:, None]


def _newest_variant(facts: Facts, habits: Habits) -> Ints:
    """int32 [pairs]: the item of the pair's family that was bought last."""
    lines = facts.lines
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
    merged = by_family(facts).lines.item[bought]
    key = lines.customer[bought].astype(np.int64) * max(facts.items.count, 1) + merged
    newest = np.zeros(len(habits.own), dtype=np.int32)
    newest[np.searchsorted(habits.own, key)] = lines.item[bought]  # oldest first: the last one stays
    return newest
