"""Which items pass a filter, found from the facets: the cost is that of the items that pass, not of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np

from data.arrays import Ints
from data.errors import InputError
from models.bundle.bundle import Bundle
from models.bundle.facets import path_of
from models.bundle.policy import Filter

REMEMBERED = 1_000_000
"""Item numbers that a bundle's remembered filters may hold together: 4 MB."""


def passing(bundle: Bundle, asked: Filter, in_stock: bool) -> Ints:
    """Listed items (in stock, unless told otherwise) that fulfil the filter, ascending, int32.

    Remembered on the bundle, and gone with it: a shop asks the same few filters all day. Raises InputError for an
    unknown theme.
    """
    key = (asked, in_stock)
    found = bundle.remembered.get(key)
    if found is None:
        found = _passing(bundle, asked, in_stock)
        if sum(map(len, list(bundle.remembered.values()))) + len(found) > REMEMBERED:
            bundle.remembered.clear()
        bundle.remembered[key] = found
    return found


def _passing(bundle: Bundle, asked: Filter, in_stock: bool) -> Ints:
    allowed = bundle.in_stock if in_stock else bundle.items.listed
    parts = sorted(_parts(bundle, asked), key=len)
    items = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), parts)
    return items[allowed[items]].astype(np.int32)


def _parts(bundle: Bundle, asked: Filter) -> list[Ints]:
    facets = bundle.facets
    parts: list[Ints] = []
    if asked.category:
        parts.append(facets.category.items_of(tuple(path_of(path) for path in asked.category)))
    if asked.brand:
        parts.append(facets.brand.items_of(asked.brand))
    if asked.tag:
        parts.append(facets.tag.items_of(asked.tag))
    if asked.price_min is not None or asked.price_max is not None:
        parts.append(_priced(bundle, asked.price_min, asked.price_max))
    if asked.theme is not None:
        parts.extend(_parts(bundle, _theme(bundle, asked.theme)))
    return parts or [np.arange(bundle.items.count, dtype=np.int32)]


def _theme(bundle: Bundle, name: str) -> Filter:
    themes = bundle.policy.themes
    if name not in themes:
        raise InputError("theme", f"no theme '{name}'; there are {', '.join(sorted(themes)) or 'none'}")
    return replace(themes[name], theme=None)


def _priced(bundle: Bundle, low: float | None, high: float | None) -> Ints:
    by_price = bundle.facets.by_price
    prices = bundle.items.price
    first = 0 if low is None else _first_above(by_price, prices, low, "left")
    last = len(by_price) if high is None else _first_above(by_price, prices, high, "right")
    return np.sort(by_price[first:last])


def _first_above(by_price: Ints, prices: np.ndarray, bound: float, side: str) -> int:
    """Binary search through the order by price, without gathering all prices."""
    low, high = 0, len(by_price)
    while low < high:
        middle = (low + high) // 2
        price = float(prices[by_price[middle]])
        if price < bound or (side == "right" and price == bound):
            low = middle + 1
        else:
            high = middle
    return low
