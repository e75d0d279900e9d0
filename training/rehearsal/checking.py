"""What every list must fulfil, counted apart from the code that makes lists."""

from __future__ import annotations

import numpy as np

from data.arrays import ABSENT, Ints, Longs, distinct
from models.bundle.bundle import Bundle


class BrokenListError(Exception):
    """A list shows what it must not, or is shorter than it could be: a fault of ours, never of the data."""


def eligible(bundle: Bundle, customer: Ints) -> Longs:
    """How many items a list could hold: one per family in stock, neither bought nor in the basket."""
    stocked = np.zeros(bundle.families, dtype=bool)
    stocked[bundle.items.family[bundle.in_stock]] = True
    keys = left_out(bundle, customer)
    gone = keys[stocked[keys % max(bundle.families, 1)]] // max(bundle.families, 1)
    return int(stocked.sum()) - np.bincount(gone, minlength=len(customer))


def check_lists(bundle: Bundle, customer: Ints, item: Ints) -> None:
    """No family twice, none that was bought or lies in the basket, min(n, eligible) items: item int32 [rows, n].

    Raises BrokenListError.
    """
    row, place = np.nonzero(item != ABSENT)
    key = row * bundle.families + bundle.items.family[item[row, place]]
    _, first = np.unique(key, return_index=True)
    again = np.ones(len(key), dtype=bool)
    again[first] = False
    gone = np.append(left_out(bundle, customer), ABSENT)
    at = np.minimum(np.searchsorted(gone[:-1], key), len(gone) - 1)
    long_enough = np.minimum(eligible(bundle, customer), item.shape[1])
    _refuse(customer, row[again], "names an item twice")
    _refuse(customer, row[gone[at] == key], "names a bought item")
    _refuse(customer, np.flatnonzero(np.bincount(row, minlength=len(customer)) != long_enough), "has a wrong length")


def left_out(bundle: Bundle, customer: Ints) -> Longs:
    """Keys row * families + family of what the customers own or have in the basket, ascending."""
    owner, at = bundle.owned.spread(customer)
    holder, there = bundle.basket.spread(customer)
    bought = owner * bundle.families + bundle.owned.values[at]
    in_basket = holder * bundle.families + bundle.items.family[bundle.basket.values[there]]
    return distinct(np.concatenate((bought, in_basket)))


def _refuse(customer: Ints, rows: Longs, fault: str) -> None:
    if len(rows):
        many = len(distinct(rows))
        raise BrokenListError(f"the list of customer number {customer[rows[0]]} {fault}; {many:,} such lists")
