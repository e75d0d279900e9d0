"""What is known of an item at a moment: how it sells, how that changes, its age, its price, its season."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.arrays import Bools
from data.columns import CART, PURCHASE, VIEW
from data.facts.facts import Facts, Lines
from models.ranker.table import Columns, Table
from models.recommenders.worth import sold_within

SPANS = (3, 7, 14, 30, 90, 365)
"""Days of sales looked at."""
TRENDS = ((3, 14), (7, 30), (7, 90), (14, 60), (30, 90), (30, 365))
"""(days now, days usual)."""
YEAR, SEASON = 365, 30
LEAST_RATE = 0.05
"""Sales a day added to both sides of a trend, against a rise from one to two."""

Counts = NDArray[np.float64]


def item_table(facts: Facts) -> Table:
    """[items, columns]. Cost: some thirty counts over the lines."""
    lines, items = facts.lines, facts.items
    bought = lines.kind == PURCHASE
    sold = {days: sold_within(lines, days, items.count).astype(np.float64) for days in {*SPANS, 60}}
    columns: Columns = {f"sold_{days}": np.log1p(sold[days]) for days in SPANS}
    columns |= {f"share_{days}": _share(sold[days]) for days in SPANS}
    columns |= {f"trend_{now}_{usual}": _trend(sold, now, usual) for now, usual in TRENDS}
    columns |= {"first_age": items.first_age, "last_sold_age": items.last_sold_age}
    columns |= {"price": np.log(np.maximum(items.price, 1e-3)), "quantity": _quantity(lines, bought, items.count)}
    return Table.of(columns | _season(lines, bought, items.count) | _newly(lines, bought, items.count) | _looks(facts))


def _counted(lines: Lines, which: Bools, items: int) -> Counts:
    return np.bincount(lines.item[which], minlength=items).astype(np.float64)


def _share(sold: Counts) -> Counts:
    """Logarithm of the share of all sales: what a season does to the whole shop is left out."""
    return np.log((sold + 0.5) / (sold.sum() + 0.5 * len(sold)))


def _trend(sold: dict[int, Counts], now: int, usual: int) -> Counts:
    return np.log((sold[now] / now + LEAST_RATE) / (sold[usual] / usual + LEAST_RATE))


def _quantity(lines: Lines, bought: Bools, items: int) -> Counts:
    """Logarithm of the pieces per purchase."""
    pieces = np.bincount(lines.item[bought], lines.quantity[bought], items)
    return np.log1p(np.maximum(pieces, 0) / np.maximum(_counted(lines, bought, items), 1))


def _season(lines: Lines, bought: Bools, items: int) -> Columns:
    """The weeks that lie ahead as they were a year ago, alone and against those before them."""
    ahead = _counted(lines, bought & (lines.age > YEAR - SEASON) & (lines.age <= YEAR), items)
    before = _counted(lines, bought & (lines.age > YEAR) & (lines.age <= YEAR + SEASON), items)
    return {"season_ahead": np.log1p(ahead), "season_rise": np.log((ahead + 1) / (before + 1))}


def _newly(lines: Lines, bought: Bools, items: int) -> Columns:
    """Customers who bought the item for the first time lately."""
    known = np.flatnonzero(bought & (lines.customer >= 0))
    pair = lines.customer[known].astype(np.int64) * items + lines.item[known]
    _, first = np.unique(pair, return_index=True)  # a customer's lines stand oldest first
    item, age = lines.item[known][first], lines.age[known][first]
    return {f"newly_{days}": np.log1p(np.bincount(item[age <= days], minlength=items)) for days in (7, 30, 90)}


def _looks(facts: Facts) -> Columns:
    """Looks and carts lately, where the shop tells of any."""
    lines, found = facts.lines, Columns()
    for name, kind in (("views", VIEW), ("carts", CART)):
        of_kind = lines.kind == kind
        if of_kind.any():
            for days in (3, 7, 30):
                found[f"{name}_{days}"] = np.log1p(_counted(lines, of_kind & (lines.age <= days), facts.items.count))
    return found
