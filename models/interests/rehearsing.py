"""What the last weeks say of interests learned before them: how many topics, and how much evidence a member needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools, Floats, Longs, Ragged, distinct
from data.columns import PURCHASE
from data.facts.facts import Facts, Lines
from models.interests.evidence import Cells, Met, cells, met
from models.interests.topics import COUNTS, foretold, split
from models.interests.vectors import Vectors

WEEKS_DAYS = 28
"""Days of the past that are held out: what an interest should say something about."""
SHORTEST_DAYS = 56
"""Days of data below which nothing is held out."""
CUSTOMERS = 50_000
"""Customers up to which all are asked; of more as many are drawn."""
BARS = (1.0, 1.25, 1.5, 1.75, 2.0)
"""Lower bounds of a lift that are tried."""
HITS = 30
"""Members who bought, of all interests of a kind, below which a bar is not judged."""
LEAN = 2.0
"""Buyers to be expected, as whose worth the figure of its kind speaks for an interest before any of its own."""


@dataclass(frozen=True)
class Past:
    """The facts as they were, as far as lines tell; what customers met until then; what they bought after that was new
    to them."""

    facts: Facts
    met: Met
    later: Met


def past_of(facts: Facts, half_life: float, left_out: Bools | None, rng: np.random.Generator) -> Past | None:
    """The lines cut WEEKS_DAYS before as_of; None where there are too few days."""
    lines = facts.lines
    if not len(lines.age) or lines.age.max() < SHORTEST_DAYS:
        return None
    asked = np.append(rng.permutation(facts.customers.count) < CUSTOMERS, True)  # guests, -1, teach too
    kept = asked[lines.customer] if left_out is None else asked[lines.customer] & ~left_out
    before = kept & (lines.age > WEEKS_DAYS)
    old = _lines(lines, np.flatnonzero(before), WEEKS_DAYS)
    new = _lines(lines, np.flatnonzero(kept & ~before & (lines.kind == PURCHASE)), 0)
    items = facts.items.count
    had, bought = met(old, items, half_life), met(new, items, half_life)
    known = np.isin(bought.customer, had.customer)
    unknown = ~np.isin(_pair(bought, items), _pair(had, items))
    return Past(replace(facts, lines=old), had, _some(bought, np.flatnonzero(known & unknown)))


def best_count(past: Past, of: Vectors, rng: np.random.Generator) -> int:
    """The finest number of topics that foretells what was bought later as well as the best, within one standard error
    of the difference: narrow topics are the more useful ones where they are no guess."""
    counts = [count for count in COUNTS if count <= max(len(of.item) // 30, COUNTS[0])]
    gains = [foretold(of, split(of, count, rng), past.met, past.later, past.facts) for count in counts]
    if not len(gains[0]):
        return counts[0]
    best = max(gains, key=lambda each: float(each.mean()))
    good = [count for count, gain in zip(counts, gains, strict=True) if _as_good(gain - best)]
    return max(good)


def _as_good(less: np.ndarray) -> bool:
    return float(less.mean()) >= -float(less.std()) / max(len(less), 1) ** 0.5


def best_bars(past: Past, of_item: Ragged, interests: int, rule: Rule, times: float) -> Floats:
    """float32 [interests]: the lowest bar whose members bought new items of it `times` as often as the shop did, inf
    where no bar does: such an interest is nobody's.

    The figure of an interest leans on that of all of its kind (Gamma-Poisson): few members say little. rule.bar for all
    where at no bar enough members bought to tell.
    """
    found = cells(past.met, of_item, past.facts.customers.count, interests)
    bars, judged = np.full(interests, np.inf, dtype=np.float32), False
    for bar in sorted(BARS, reverse=True):
        bought, expected = as_often(past, of_item, interests, found.where(rule.members(found, bar)))
        if bought.sum() >= HITS:
            usual = bought.sum() / expected.sum()
            bars[(bought + LEAN * usual) / (expected + LEAN) >= times] = bar
            judged = True
    return bars if judged else np.full(interests, rule.bar, dtype=np.float32)


def as_often(past: Past, of_item: Ragged, interests: int, members: Cells) -> tuple[Longs, NDArray[np.float64]]:
    """[interests]: how many members bought something new of their interest, and how many would have if they had done so
    as often as all customers who had met anything before."""
    pair, at = of_item.spread(past.later.item)
    key = np.unique(past.later.customer[pair].astype(np.int64) * interests + of_item.values[at])
    rate = np.bincount(key % max(interests, 1), minlength=interests) / max(len(distinct(past.met.customer)), 1)
    did = np.isin(members.customer.astype(np.int64) * interests + members.interest, key)
    bought = np.bincount(members.interest[did], minlength=interests)
    return bought, rate * np.bincount(members.interest, minlength=interests)


@dataclass(frozen=True)
class Rule:
    """When an interest is a customer's: so many different items, in so many orders, and a lift surely above a bar."""

    items: int
    orders: int
    bar: float

    def members(self, of: Cells, bar: float | Floats) -> Bools:
        """bool [cells]; bar: of each cell, or of all."""
        return (of.items >= self.items) & (of.orders >= self.orders) & (of.low >= bar)


def _lines(lines: Lines, at: Longs, days: float) -> Lines:
    taken = Lines(*(getattr(lines, name)[at] for name in lines.__dataclass_fields__))
    return replace(taken, age=taken.age - np.float32(days))


def _some(of: Met, at: Longs) -> Met:
    return Met(*(getattr(of, name)[at] for name in of.__dataclass_fields__))


def _pair(of: Met, items: int) -> Longs:
    return of.customer.astype(np.int64) * items + of.item
