"""What is known of a pair (item, neighbour) at a moment, one column per signal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.arrays import Floats, Longs
from data.facts.facts import Facts
from models.baskets import orders
from models.neighbours import Neighbours
from models.pairs import products_at
from models.sparse import Csr, over, row_sums, scaled
from models.together.selling import ASKED, NAMED, selling

LATELY = 20.0
"""Days until an order counts half in the confidence of late: assortments change with the season."""
ADDED = 2.0
"""Orders added to an item's own, against chance in rare items."""
LEAST = 1e-3

Columns = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Signals:
    """All that the signals of a table's pairs need: late confidence float32 [pairs], columns of items, texts."""

    table: Neighbours
    late: Floats
    items: Columns
    texts: Csr

    @staticmethod
    def of(facts: Facts, table: Neighbours, texts: Csr) -> Signals:
        """texts: CSR [items, terms], rows of length 1 or 0. Cost: one product of recent orders, and twenty counts."""
        return Signals(table, _late(facts, table), selling(facts), texts)

    @staticmethod
    def row_of(table: Neighbours) -> Longs:
        """The item of every pair."""
        return np.repeat(np.arange(len(table.held)), np.diff(table.offsets))

    def columns(self, first: int, last: int) -> Columns:
        """Of the pairs first..last of the table; logarithms where ratios matter."""
        pair, table = slice(first, last), self.table
        item, other = self.row_of(table)[pair], table.item[pair]
        found = _counts(table, item, pair) | {
            "weight": np.log(table.weight[pair] + LEAST),
            "late": np.log(self.late[pair] + LEAST),
            "alike": self._alike(item, other),
        }
        found |= {f"named_{name}": self.items[name][other] for name in NAMED}
        found |= {f"asked_{name}": self.items[name][item] for name in ASKED}
        newer = self.items["age"][item] - self.items["age"][other]
        dearer = np.nan_to_num(self.items["price"][other] - self.items["price"][item])
        return found | {"newer": np.maximum(newer, 0), "older": np.maximum(-newer, 0),
                        "dearer": dearer, "price_apart": np.abs(dearer)}  # fmt: skip

    def matrix(self, first: int, last: int) -> Floats:
        """float32 [pairs, signals], `weight` first."""
        found = self.columns(first, last)
        names = ["weight", *(name for name in found if name != "weight")]
        return np.stack([np.nan_to_num(found[name]).astype(np.float32) for name in names], axis=1)

    def _alike(self, item: Longs, other: NDArray[np.int32]) -> NDArray[np.float64]:
        """Cosine of the texts."""
        if not self.texts.shape[1] or not len(item):
            return np.zeros(len(item))
        return row_sums(self.texts[item].multiply(self.texts[other]).tocsr())


def earlier(facts: Facts, days: float) -> Facts:
    """The lines of `days` ago and older, their ages counted from then."""
    lines = facts.lines
    kept = np.flatnonzero(lines.age > days)
    return replace(facts, lines=replace(
        lines, customer=lines.customer[kept], item=lines.item[kept], kind=lines.kind[kept],
        age=lines.age[kept] - np.float32(days), order=lines.order[kept], session=lines.session[kept],
        quantity=lines.quantity[kept], price=lines.price[kept],
    ))  # fmt: skip


def _counts(table: Neighbours, item: Longs, pair: slice) -> Columns:
    """Buyers of both, against those of each and against chance."""
    both = table.count[pair].astype(np.float64)
    one, other = table.held[item].astype(np.float64), table.held[table.item[pair]].astype(np.float64)
    return {
        "both": np.log1p(both),
        "of_asked": np.log(both / (one + 2) + LEAST), "of_named": np.log(both / (other + 2) + LEAST),
        "jaccard": np.log(both / np.maximum(one + other - both, 1) + LEAST),
        "lift": np.log(both * table.total / np.maximum(one * other, 1) + 0.1),
    }  # fmt: skip


def _late(facts: Facts, table: Neighbours) -> Floats:
    """Confidence of the last weeks, small orders counting more."""
    held, age, _ = orders(facts)
    recent = np.flatnonzero(age <= 8 * LATELY)
    held, worth = held[recent], np.exp2(-age[recent].astype(np.float64) / LATELY)
    weighed = scaled(held, worth * over(row_sums(held) - 1, 0.5), np.ones(int(held.shape[1])))
    seen = held.T @ worth + ADDED
    return (products_at(held.T.tocsr(), weighed, table) / seen[Signals.row_of(table)]).astype(np.float32)
