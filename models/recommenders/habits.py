"""Who bought what, how often and when last: the rhythm of each pair, and what else foretells its next purchase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Ints, Longs, distinct
from data.columns import PURCHASE
from data.facts.facts import Facts, Lines
from models.candidates import Asked
from models.recommenders.worth import decay

Vector = NDArray[np.float64]
SALES = (3.0, 7.0, 30.0, 120.0)
"""Half-lives, in days, of an item's sales."""
OFTEN = 60.0
"""Half-life, in days, of a pair's own purchases."""
USUAL_GAP = 30.0
"""Days between two purchases in a shop where nothing was bought twice."""


@dataclass(frozen=True)
class Bought:
    """Pairs that customers of a batch have bought, by row, then item: row, customer, item int32, age float32 (days
    since the last purchase), at int64: position in `Habits.own`, -1 where it is not known there."""

    row: Longs
    customer: Ints
    item: Ints
    age: Floats
    at: Longs

    def take(self, kept: Longs | Bools) -> Bought:
        """Those at some positions, in their order."""
        return Bought(self.row[kept], self.customer[kept], self.item[kept], self.age[kept], self.at[kept])


@dataclass(frozen=True)
class Habits:
    """gap float32 [items]: days between two purchases of the item by one customer; again float32 [items]: the share of
    its buyers that came back for it; returned int32 [items]: how many did; sales float32 [items, SALES]: purchases,
    decayed; orders int32 [customers + 1]: days on which each bought, the last is nobody's.

    own: sorted keys customer * items + item of every pair bought; parallel to it own_gap, own_times (int32, days of
    purchase after the first), own_age (days since the last), own_often (days of purchase, decayed).
    """

    gap: Floats
    again: Floats
    returned: Ints
    sales: Floats
    orders: Ints
    own: Longs
    own_gap: Floats
    own_times: Ints
    own_age: Floats
    own_often: Floats

    def everything(self) -> Bought:
        """Every pair; its row is the customer."""
        customer, item = np.divmod(self.own, max(len(self.gap), 1))
        return Bought(
            customer, customer.astype(np.int32), item.astype(np.int32), self.own_age, np.arange(len(self.own))
        )

    def bought_by(self, asked: Asked) -> Bought:
        """What the customers asked about have bought: every pair known here, and purchases of the histories."""
        told = np.flatnonzero(asked.kind == PURCHASE)
        told_row = np.repeat(np.arange(asked.rows), np.diff(asked.history.offsets))[told]
        told_item = asked.history.values[told]
        told_at = self._position(asked.customer[told_row], told_item)
        known_row, known_at = self._held(asked.customer)
        row = np.concatenate((told_row, known_row))
        item = np.concatenate((told_item, (self.own[known_at] % max(len(self.gap), 1)).astype(np.int32)))
        age = np.concatenate((asked.age[told], self.own_age[known_at]))
        at = np.concatenate((told_at, known_at))
        _, first = np.unique(row * max(len(self.gap), 1) + item, return_index=True)  # what a history tells is newer
        return Bought(row, asked.customer[row], item, age, at).take(first)

    def rhythm(self, bought: Bought, early: float, late: float) -> Floats:
        """float32: the chance of another purchase times the due date's closeness, 1 on the day itself."""
        known, at = bought.at >= 0, bought.at
        gap, chance = self.gap[bought.item], self.again[bought.item]
        gap[known] = self.own_gap[at[known]]
        chance[known] = 1 - (1 - chance[known]) / (1 + self.own_times[at[known]])
        off = np.log(np.maximum(bought.age, 0.5) / gap)
        return (chance * np.exp(-0.5 * (off / np.where(off < 0, early, late)) ** 2)).astype(np.float32)

    def _held(self, customer: Ints) -> tuple[Longs, Longs]:
        """(position in customer, position in own) of every pair of these customers; -1 has none."""
        begin, end = (np.searchsorted(self.own, (customer.astype(np.int64) + n) * len(self.gap)) for n in (0, 1))
        lengths = np.where(customer >= 0, end - begin, 0)
        row = np.repeat(np.arange(len(customer)), lengths)
        return row, np.arange(len(row)) + np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)

    def _position(self, customer: Ints, item: Ints) -> Longs:
        """In own, -1 where the pair is not there."""
        key = customer.astype(np.int64) * len(self.gap) + item
        if not len(self.own):
            return np.full(len(key), -1)
        at = np.minimum(np.searchsorted(self.own, key), len(self.own) - 1)
        return np.where((customer >= 0) & (self.own[at] == key), at, -1)


def habits_of(facts: Facts, own_prior: float, item_prior: float, kind: Ints | None = None) -> Habits:
    """A pair's rhythm leans on the item's by own_prior gaps, the item's on the shop's by item_prior gaps (and buyers).

    kind int32 [items]: with it an item's gap leans on that of its kind, which leans on the shop's; -1 is of no kind.
    Cost: one sort of the purchases.
    """
    items = facts.items.count
    key, age, _ = pair_days(facts.lines, items)
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, dtype=np.int64)
    own, days = key[first], np.diff(np.append(first, len(key)))
    item, times = own % max(items, 1), days - 1
    span = age[first] - age[first + times]
    usual, again, returned = _items(item, span, times, items, item_prior, kind)
    often = np.add.reduceat(decay(age, OFTEN), first) if len(first) else age
    return Habits(
        usual, again, returned, _sales(facts.lines, items), _orders(key, age, items, facts.customers.count),
        own, _shrunk(span, times, usual[item], own_prior), times.astype(np.int32), age[first + times],
        often.astype(np.float32),
    )  # fmt: skip


def pair_days(lines: Lines, items: int) -> tuple[Longs, Floats, Floats]:
    """(key customer * items + item, whole days of age, pieces) of every day a pair was bought on, oldest first."""
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
    key = lines.customer[bought].astype(np.int64) * items + lines.item[bought]
    day = np.floor(lines.age[bought])
    order = np.argsort(key, kind="stable")  # lines come oldest first
    key, day = key[order], day[order]
    kept = np.concatenate(([True], (key[1:] != key[:-1]) | (day[1:] != day[:-1])))[: len(key)]
    begin = np.flatnonzero(kept)
    pieces = lines.quantity[bought][order]
    return key[begin], day[begin], np.add.reduceat(pieces, begin) if len(begin) else pieces


def _items(
    item: Longs, span: Floats, times: Longs, items: int, prior: float, kind: Ints | None
) -> tuple[Floats, Floats, Ints]:
    """(gap, again, returned) of every item from its pairs."""
    gaps = int(times.sum())
    shop = float(span.sum(dtype=np.float64)) / gaps if gaps else USUAL_GAP
    total, count = np.bincount(item, span, items), np.bincount(item, times, items)
    above = shop if kind is None else _of_kind(total, count, kind, shop, prior)
    usual = _shrunk(total, count, above, prior)
    returned = np.bincount(item[times > 0], minlength=items)
    share = float((times > 0).sum()) / max(len(item), 1)
    again = _shrunk(returned, np.bincount(item, minlength=items), share, prior)
    again[returned == 0] = 0  # what nobody ever bought twice is nobody's habit
    return usual, again, returned.astype(np.int32)


def _of_kind(total: Any, count: Any, kind: Ints, shop: float, prior: float) -> Floats:
    """float32 [items]: the gap of each one's kind; the last place is for those of none."""
    kinds = int(kind.max(initial=-1)) + 2
    place = np.where(kind < 0, kinds - 1, kind)
    found = _shrunk(np.bincount(place, total, kinds), np.bincount(place, count, kinds), shop, prior)
    found[-1] = shop
    return found[place]


def _sales(lines: Lines, items: int) -> Floats:
    bought = np.flatnonzero(lines.kind == PURCHASE)
    item, age = lines.item[bought], lines.age[bought]
    return np.stack([np.bincount(item, decay(age, days), items) for days in SALES], axis=1).astype(np.float32)


def _orders(key: Longs, age: Floats, items: int, customers: int) -> Ints:
    span = int(age.max(initial=0)) + 1
    days = distinct(key // max(items, 1) * span + age.astype(np.int64))
    return np.bincount(days // span, minlength=customers + 1).astype(np.int32)


def _shrunk(total: Any, count: Any, usual: Any, prior: float) -> Floats:
    """(total + prior x usual) / (count + prior), float32; prior 0 and nothing counted is the usual."""
    weight = np.maximum(prior, 1e-9)
    return ((total + weight * np.asarray(usual)) / (count + weight)).astype(np.float32)
