"""What brought first-time buyers back: which first items, after how many days, and for what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Floats, Ints, Longs, Ragged, distinct
from data.columns import PURCHASE
from data.facts.facts import CustomerFacts
from models.best import strongest
from models.rhythm.settings import RhythmSettings
from models.rhythm.visits import Vector, Visits, visits_of
from models.sparse import matrix, rows_of

CURVE_DAYS = 365
"""Days of the curve."""
FEW = 5
"""Customers who bought an item second after an item first, from which the two go together."""
CHANCE = 5.0
"""Customers added to what chance expects, so that rare items do not lead."""
NEXT = 10
"""Items kept as what a second order contained."""
BASKET = 50
"""Items of an order that are looked at, the first ones by number; a wholesaler's order says nothing of one item."""


@dataclass(frozen=True)
class Shares:
    """Of those whose first order held the thing (item or category) and who have had the days to come back: buyers,
    back int32: how many there are, and how many did; share float32: shrunk; lift float32: share against the shop's."""

    buyers: Ints
    back: Ints
    share: Floats
    lift: Floats


@dataclass(frozen=True)
class SecondOrders:
    """days: within which a second order counts; buyers, back, share: of the shop.

    by_item: a row per item; by_category: a row per name of the catalogue's category labels. curve float32
    [CURVE_DAYS + 1]: share with a second order by each day after the first (Kaplan & Meier 1958), NaN where nobody has
    been watched so long. then: item -> items that second orders held when the first held it, the highest lift first;
    then_lift, then_count parallel to its values. first_item int32 [customers]: of those who ordered once, the item of
    that order that brought back most; -1 for everybody else.
    """

    days: float
    buyers: int
    back: int
    share: float
    by_item: Shares
    by_category: Shares
    curve: Floats
    then: Ragged
    then_lift: Floats
    then_count: Ints
    first_item: Ints


def second_orders(known: CustomerFacts, settings: RhythmSettings) -> SecondOrders:
    """From the first and second visit of every customer; a customer older than the data looks like a new one.

    An item's share leans on its category's by `second_prior` buyers, the category's on the shop's. Cost: some passes
    over the purchases, and one product of first and second orders.
    """
    visits = visits_of(known.orders, known.facts.customers.count)
    number = np.diff(visits.first)
    first, second = _cells(visits, number, 0), _cells(visits, number, 1)
    watched = (number > 0) & (first >= settings.second_days)
    back = watched & (number > 1) & (first - second <= settings.second_days)
    items = known.facts.items
    customer, item = _basket(known, first)
    share = float((back.sum() + 0.5) / (watched.sum() + 1)) if watched.any() else float("nan")
    category = items.category.code
    sort_of = np.where(category >= 0, category, len(items.category.name))
    kind = _distinct_pairs(customer, sort_of[item], len(items.category.name) + 1)
    kinds = len(items.category.name) + 1
    by_kind = _shares(*kind, watched, back, np.full(kinds, share), share, settings.second_prior)
    above = by_kind.share.astype(np.float64)
    above[-1] = share
    by_item = _shares(customer, item, watched, back, above[sort_of], share, settings.second_prior)
    then, lift, count = _then(known, (customer, item), second, number)
    return SecondOrders(
        settings.second_days, int(watched.sum()), int(back.sum()), share, by_item,
        Shares(by_kind.buyers[:-1], by_kind.back[:-1], by_kind.share[:-1], by_kind.lift[:-1]),
        _curve(first, second, number), then, lift, count, _best_first(customer, item, number, by_item.share),
    )  # fmt: skip


def _cells(visits: Visits, number: Longs, which: int) -> Longs:
    """int64 [customers]: days before as_of of each one's first (0) or second (1) visit; -1 where there is none."""
    found = np.full(visits.customers, -1, dtype=np.int64)
    there = number > which
    found[there] = visits.cell[visits.first[:-1][there] + which]
    return found


def _basket(known: CustomerFacts, cell: Longs) -> tuple[Longs, Longs]:
    """(customer, item) of what each bought on the day so many days ago, once each, by customer; at most BASKET."""
    lines = known.facts.lines
    bought = np.flatnonzero((lines.kind == PURCHASE) & (lines.customer >= 0))
    that_day = np.floor(lines.age[bought]).astype(np.int64) == cell[lines.customer[bought]]
    bought = bought[that_day]
    customer, item = _distinct_pairs(
        lines.customer[bought].astype(np.int64), lines.item[bought].astype(np.int64), max(known.facts.items.count, 1)
    )
    held = np.bincount(customer, minlength=len(cell))
    kept = np.arange(len(customer)) - (np.cumsum(held) - held)[customer] < BASKET
    return customer[kept], item[kept]


def _distinct_pairs(customer: Longs, thing: Longs, things: int) -> tuple[Longs, Longs]:
    return np.divmod(distinct(customer * things + thing), things)


def _shares(
    customer: Longs, thing: Longs, watched: np.ndarray, back: np.ndarray, above: Vector, shop: float, prior: float
) -> Shares:
    """above float64 [things]: the share that each leans on."""
    buyers = np.bincount(thing[watched[customer]], minlength=len(above))
    came = np.bincount(thing[back[customer]], minlength=len(above))
    share = (came + prior * above) / (buyers + prior)
    return Shares(
        buyers.astype(np.int32), came.astype(np.int32), share.astype(np.float32), (share / shop).astype(np.float32)
    )


def _curve(first: Longs, second: Longs, number: Longs) -> Floats:
    known = number > 0
    again = number[known] > 1
    length = np.where(again, first[known] - second[known], first[known])
    length = np.minimum(length, CURVE_DAYS + 1)
    came = np.bincount(length[again], minlength=CURVE_DAYS + 2)[: CURVE_DAYS + 1]
    risk = np.cumsum(np.bincount(length, minlength=CURVE_DAYS + 2)[::-1])[::-1][: CURVE_DAYS + 1]
    stays = np.cumprod(1 - came / np.maximum(risk, 1))
    return np.where(risk > 0, 1 - stays, np.nan).astype(np.float32)


def _then(
    known: CustomerFacts, first: tuple[Longs, Longs], second: Longs, number: Longs
) -> tuple[Ragged, Floats, Ints]:
    """(then, lift, count): how many times as often as in any second order."""
    items = known.facts.items.count
    shape = known.facts.customers.count, items
    customer, item = _basket(known, second)
    later = matrix(customer, item, np.ones(len(item)), shape)
    came = number[first[0]] > 1
    earlier = matrix(first[0][came], first[1][came], np.ones(int(came.sum())), shape)
    both = (earlier.T @ later).tocsr()
    both.sort_indices()
    row, other, count = rows_of(both), both.indices.astype(np.int64), both.data
    kept = np.flatnonzero((count >= FEW) & (row != other))
    row, other, count = row[kept], other[kept], count[kept]
    held, sold = np.asarray(earlier.sum(axis=0)).ravel(), np.asarray(later.sum(axis=0)).ravel()
    expected = held[row] * sold[other] / max(int((number > 1).sum()), 1)
    lift = ((count + CHANCE) / (expected + CHANCE)).astype(np.float32)
    best_row, best, best_lift = strongest(row, other, lift, max(items, 1), NEXT)
    order = np.lexsort((best, -best_lift, best_row))
    best_row, best, best_lift = best_row[order], best[order], best_lift[order]
    place = np.searchsorted(row * items + other, best_row * items + best)
    return Ragged.of(best_row, best.astype(np.int32), items), best_lift, count[place].astype(np.int32)


def _best_first(customer: Longs, item: Longs, number: Longs, share: Floats) -> Ints:
    """int32 [customers]; the lowest item number where several brought back equally many."""
    found = np.full(len(number), -1, dtype=np.int32)
    once = np.flatnonzero(number[customer] == 1)
    order = once[np.lexsort((-item[once], share[item[once]], customer[once]))]
    found[customer[order]] = item[order]  # the best comes last and stays
    return found
