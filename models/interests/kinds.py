"""What an interest can be, from the catalogue: a category at any depth, a brand, a tag, a price band."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.arrays import Ints, Ragged
from data.facts.facts import Items, Labels

FEWEST = 3
"""Items below which something is no interest: there must be something left to find."""
MOST = 300
"""Interests of one kind: the ones with most items sold."""
BANDS = 5
"""Price bands, of as many items sold each."""
PATH = " > "


@dataclass(frozen=True)
class Kind:
    """The interests of one kind. of_item: item -> interests; name of each, which says the kind where it is no category
    or topic."""

    kind: str
    of_item: Ragged
    name: tuple[str, ...]


def categories(items: Items, sold: NDArray[np.float64]) -> Kind:
    """Each category with all below it, named by its path."""
    paths = list(items.category.name)
    above = [[PATH.join(path.split(PATH)[: depth + 1]) for depth in range(path.count(PATH) + 1)] for path in paths]
    names = sorted({name for each in above for name in each if name})
    number = {name: place for place, name in enumerate(names)}
    held = [[number[name] for name in each if name] for each in above]
    of_code = Ragged(
        np.concatenate(([0], np.cumsum([len(each) for each in held]))).astype(np.int64),
        np.array([place for each in held for place in each], dtype=np.int32),
    )
    return _kept("category", of_code.take(items.category.code), names, sold)


def brands(items: Items, sold: NDArray[np.float64]) -> Kind:
    """Each brand."""
    return _kept("brand", _held(items.brand), [f"brand {name}" for name in items.brand.name], sold)


def tags(items: Items, sold: NDArray[np.float64]) -> Kind:
    """Each tag."""
    return _kept("tag", items.tags, [f"tag {name}" for name in items.tag_name], sold)


def price_bands(items: Items, sold: NDArray[np.float64]) -> Kind:
    """BANDS bands of which each holds as much of what is sold; fewer where prices are few."""
    known = np.flatnonzero(~np.isnan(items.price) & (items.price > 0) & (sold > 0))
    order = known[np.argsort(items.price[known], kind="stable")]
    part = np.cumsum(sold[order]) / max(float(sold[order].sum()), 1e-12)
    at = np.searchsorted(part, np.arange(1, BANDS) / BANDS) if len(order) else order
    cuts: list[float] = np.unique(items.price[order[at]]).tolist()
    code = np.full(items.count, -1, dtype=np.int32)
    code[known] = np.searchsorted(np.array(cuts, dtype=np.float32), items.price[known], side="left")
    name = [_band(low, high) for low, high in zip([None, *cuts], [*cuts, None], strict=True)]
    return _kept("price", _held(Labels(code, items.brand.name)), name, sold)


KINDS: tuple[tuple[str, Callable[[Items, NDArray[np.float64]], Kind]], ...] = (
    ("category", categories),
    ("brand", brands),
    ("tag", tags),
    ("price", price_bands),
)
"""From the catalogue; learned topics stand in for categories and tags where it has neither."""


def told(kind: Kind, sold: NDArray[np.float64]) -> float:
    """The part of what is sold that has an interest of the kind."""
    has = np.diff(kind.of_item.offsets) > 0
    return float(sold[has].sum() / max(float(sold.sum()), 1e-12))


def _band(low: float | None, high: float | None) -> str:
    if low is None:
        return "any price" if high is None else f"price up to {high:.2f}"
    return f"price above {low:.2f}" if high is None else f"price {low:.2f} to {high:.2f}"


def _held(labels: Labels) -> Ragged:
    one = np.array([labels.code >= 0], dtype=np.int64).ravel()
    return Ragged(np.concatenate(([0], np.cumsum(one))).astype(np.int64), labels.code[labels.code >= 0])


def _kept(kind: str, of_item: Ragged, names: list[str], sold: NDArray[np.float64]) -> Kind:
    """Only interests with FEWEST items sold, and of them the MOST that sell most."""
    row, at = of_item.spread(np.arange(of_item.rows))
    value: Ints = of_item.values[at]
    selling = sold[row] > 0
    count = np.bincount(value[selling], minlength=len(names))
    much = np.bincount(value, sold[row], len(names))
    good = np.flatnonzero((count >= FEWEST) & (count < np.count_nonzero(sold)))
    good = np.sort(good[np.argsort(-much[good], kind="stable")[:MOST]])
    kept: list[int] = good.tolist()
    number = np.full(len(names), -1, dtype=np.int32)
    number[good] = np.arange(len(good))
    stays = number[value] >= 0
    return Kind(kind, Ragged.of(row[stays], number[value[stays]], of_item.rows), tuple(names[each] for each in kept))
