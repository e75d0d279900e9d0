"""The features of a pool: what the generators say of each pair, and what is known of customer, item and both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import Ints
from data.facts.facts import Facts
from models.ranker.customers import customer_table
from models.ranker.generators import Generator
from models.ranker.items import item_table
from models.ranker.pairs import Ties, compared, ties_of
from models.ranker.pool import Pool
from models.ranker.table import Columns, Table

COMPARED_OF_ITEM = ("price", "quantity", "first_age")
COMPARED_OF_CUSTOMER = ("usual_price", "price_spread", "pieces", "silent_for", "known_for", "gap")


@dataclass(frozen=True)
class Known:
    """What one moment's facts tell of every item, customer and pair of them."""

    item: Table
    customer: Table
    ties: Ties

    @staticmethod
    def of(facts: Facts) -> Known:
        """Cost: some sixty passes over the lines."""
        return Known(item_table(facts), customer_table(facts), ties_of(facts))

    def features(self, rows: Sequence[Generator], pool: Pool, customer: Ints) -> Table:
        """[pairs, features]; rows: whose votes the pool holds; customer int32 [rows]: whom each row of it means."""
        whose = customer[pool.row]
        between = self._between(pool, whose)
        votes = _votes(rows, pool)
        names = (*votes, *between, *(f"item_{n}" for n in self.item.names), *(f"own_{n}" for n in self.customer.names))
        values = np.empty((pool.pairs, len(names)), dtype=np.float32)
        for at, column in enumerate((*votes.values(), *between.values())):
            values[:, at] = column
        first = len(votes) + len(between)
        values[:, first : first + len(self.item.names)] = self.item.values[pool.item]
        values[:, first + len(self.item.names) :] = self.customer.values[whose]
        return Table(names, values)

    def _between(self, pool: Pool, whose: Ints) -> Columns:
        item = {name: self.item.column(name)[pool.item] for name in COMPARED_OF_ITEM}
        customer = {name: self.customer.column(name)[whose] for name in COMPARED_OF_CUSTOMER}
        return compared(item, customer) | self.ties.columns(whose, pool.item)


def _votes(rows: Sequence[Generator], pool: Pool) -> Columns:
    """Each generator's score, that against the best of the customer, and the place; how many generators agree."""
    found: Columns = {}
    for number, generator in enumerate(rows):
        found[f"{generator.name}_score"] = pool.score[number]
        found[f"{generator.name}_share"] = pool.share[number]
        found[f"{generator.name}_place"] = pool.place[number]
    return found | {"named_by": (~np.isnan(pool.place)).sum(axis=0)}
