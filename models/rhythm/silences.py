"""The silences between purchases of the same thing by the same customer, and how long they usually are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.arrays import Bools, Longs
from data.facts.facts import Facts
from models.recommenders.habits import Habits, Vector, pair_days
from models.rhythm.curve import Curve, curve_from, stage_of

STILL = 50.0
"""Gaps added that say nothing of the size of the purchase before them."""


@dataclass(frozen=True)
class Silences:
    """Of every pair (customer, family) by key, and in it every day of purchase, oldest first.

    first int64 [pairs + 1]; number: which purchase of the pair each is; gap: the usual gap as known by then, longer
    after a big purchase; length: days until the next one, or as_of; ended: by a purchase.
    """

    first: Longs
    number: Longs
    gap: Vector
    length: Vector
    ended: Bools

    def curve(self) -> Curve:
        """How their lengths are spread, against the usual gap."""
        return curve_from(stage_of(self.number), self.length / self.gap, self.ended)


def by_family(facts: Facts) -> Facts:
    """The same lines, each family under its lowest item number; a quantity is what the packs held, an age whole days
    begun."""
    items = facts.items
    lowest = np.full(int(items.family.max(initial=-1)) + 1, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(lowest, items.family, np.arange(items.count, dtype=np.int32))
    pack = np.nan_to_num(items.pack_units, nan=1.0)
    lines = facts.lines
    size = np.maximum(lines.quantity * pack[lines.item], np.finfo(np.float32).tiny).astype(np.float32)
    item = lowest[items.family[lines.item]]
    return replace(facts, lines=replace(lines, item=item, quantity=size, age=np.ceil(lines.age)))


def silences_of(merged: Facts, habits: Habits, prior: float) -> Silences:
    """merged: facts `by_family`; prior: gaps of the item added to the pair's own. Cost: a sort of the purchases."""
    items = max(len(habits.gap), 1)
    _, day, size = pair_days(merged.lines, items)
    first = np.concatenate(([0], np.cumsum(habits.own_times.astype(np.int64) + 1)))
    owner = np.repeat(np.arange(len(habits.own)), np.diff(first))
    item = (habits.own % items)[owner]
    number = np.arange(len(day)) - first[owner] + 1
    usual = (day[first[owner]] - day + prior * habits.gap[item]) / (number - 1 + prior)
    ended = np.arange(len(day)) + 1 < first[owner + 1]
    length = np.maximum(day - np.where(ended, np.append(day[1:], 0)[: len(day)], 0), 0.5).astype(np.float64)
    usual = np.maximum(usual.astype(np.float64), 0.5)
    bigger = _bigger(np.log(size.astype(np.float64)), item, first[owner], number, items, prior)
    pull = _pull(bigger, number, np.log(length / usual), ended)
    return Silences(first, number, usual * np.exp(pull * bigger), length, ended)


def _bigger(size: Vector, item: Longs, first: Longs, number: Longs, items: int, prior: float) -> Vector:
    """float64: logarithm of what was bought against what the customer bought of it before, leaning on all customers."""
    usual = np.bincount(item, size, items) / np.maximum(np.bincount(item, minlength=items), 1)
    total = np.concatenate(([0.0], np.cumsum(size)))
    before = total[:-1] - total[first]
    return size - (before + prior * usual[item]) / (number - 1 + prior)


def _pull(bigger: Vector, number: Longs, later: Vector, ended: Bools) -> float:
    """0..1: how much later the next purchase comes after a bigger one, in logarithms, where it is not the first."""
    used = ended & (number > 1)
    if not used.any():
        return 0.0
    size, late = bigger[used] - bigger[used].mean(), later[used] - later[used].mean()
    return float(np.clip(size @ late / (size @ size + STILL), 0, 1))
