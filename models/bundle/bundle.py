"""Everything that a night learned, as one value: what `decide` decides from, in the rehearsal and in the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from data.arrays import Bools, Bytes, Floats, Ints, Ragged
from data.columns import CART, FAVOURITE, PURCHASE, VIEW
from data.facts.facts import Customers, Facts, Items, Lines
from data.stores.rows import NOTHING_READ, Mark
from models.audiences.audience import Standing
from models.bundle.facets import Facets, facets_of
from models.bundle.index import Index
from models.bundle.policy import Filter, Policy
from models.customers.evidence import Evidence
from models.customers.table import CustomerTable
from models.recommenders.protocol import Model

HISTORY_DEPTH = 128
ARRIVED, FEW = 28.0, 5
"""What is a new item: days since it was first seen, and purchases, counted over the same four weeks."""
TASTE_KINDS = (VIEW, CART, FAVOURITE, PURCHASE)


@dataclass(frozen=True)
class History:
    """customer -> distinct (item, kind), newest first, at most HISTORY_DEPTH; age (days) and kind run parallel to
    items.values."""

    items: Ragged
    age: Floats
    kind: Bytes


@dataclass(frozen=True)
class Lists:
    """Precomputed personal lists: row = customer, best first, already without what last night's exclusions forbid.

    item int32, score float32, slot uint8 (position of the anchor in the customer's history, NO_SLOT none), source uint8
    (position in RECOMMENDERS of the one whose reason stands behind the entry), parallel.
    A row shorter than `depth` is all that the model had to say. likely: whether a score is P(the customer buys the item
    within the horizon of the night).
    """

    items: Ragged
    score: Floats
    slot: Bytes
    source: Bytes
    depth: int
    likely: bool = False


NO_SLOT = 255


@dataclass(frozen=True, eq=False)
class Bundle:
    """See house of its parts: Items, Customers and the ragged rows are those of the facts at `as_of`.

    described: who the customers are, None where the night did not say; evidence: what stands behind
    it; audiences: how each of the shop's own stands; mark: how far the night had read the event store.
    """

    id: str
    as_of: str
    items: Items
    customers: Customers
    owned: Ragged
    basket: Ragged
    last_order: Ragged
    history: History
    item_index: Index
    customer_index: Index
    facets: Facets
    models: dict[str, Model]
    lists: Lists | None
    policy: Policy
    described: CustomerTable | None = None
    evidence: Evidence | None = None
    audiences: tuple[Standing, ...] = ()
    mark: Mark = NOTHING_READ

    @cached_property
    def families(self) -> int:
        return int(self.items.family.max(initial=-1)) + 1

    @cached_property
    def in_stock(self) -> Bools:
        """bool [items]: listed and in stock, what is shown unless a query says otherwise."""
        return self.items.listed & self.items.in_stock

    @cached_property
    def arrived(self) -> Ints:
        """int32, ascending: items in stock that arrived within ARRIVED days, and were bought less than FEW times."""
        fresh = np.flatnonzero(self.in_stock & (self.items.first_age <= ARRIVED)).astype(np.int32)
        if "popular" not in self.models:
            return fresh
        return fresh[self.models["popular"].evidence(fresh, fresh)[0] < FEW]

    @cached_property
    def variants(self) -> bool:
        """Whether any family holds more than one item."""
        return self.families < self.items.count

    @cached_property
    def categorised(self) -> bool:
        """Whether the shop's items have categories."""
        return bool((self.items.category.code >= 0).any())

    @cached_property
    def remembered(self) -> dict[tuple[Filter, bool], Ints]:
        """What filters asked before let pass; kept by `models.decision.filters`."""
        return {}

    @cached_property
    def strangers(self) -> dict[Any, Any]:
        """What those get of whom nothing is known; kept by `models.decision.strangers`."""
        return {}

    def item_numbers(self, ids: Sequence[str]) -> Ints:
        """int32, -1 for an id that the shop does not know."""
        return self.item_index.numbers(ids, self.items.id)

    def customer_numbers(self, ids: Sequence[str]) -> Ints:
        """int32, -1 for an id that the shop does not know."""
        return self.customer_index.numbers(ids, self.customers.id)

    def item_number(self, id_: str) -> int:
        return int(self.item_numbers([id_])[0])

    def customer_number(self, id_: str) -> int:
        return int(self.customer_numbers([id_])[0])


def bundle_of(facts: Facts, models: dict[str, Model], policy: Policy, bundle_id: str = "") -> Bundle:
    """A bundle without precomputed lists (`lists.py` adds them). Cost: two sorts of the lines."""
    return Bundle(
        bundle_id, facts.as_of, facts.items, facts.customers, facts.owned, facts.basket, facts.last_order,
        history_of(facts.lines, facts.customers.count, facts.items.count), Index.of(facts.items.id),
        Index.of(facts.customers.id), facets_of(facts.items), models, None, policy,
    )  # fmt: skip


def history_of(lines: Lines, customers: int, items: int) -> History:
    """The newest line of every (customer, item, kind) that tells of taste; guests have no history."""
    telling = np.flatnonzero((lines.customer >= 0) & np.isin(lines.kind, TASTE_KINDS))[::-1]
    pair = lines.customer[telling].astype(np.int64) * items + lines.item[telling]
    _, newest = np.unique(pair * 256 + lines.kind[telling], return_index=True)
    kept = telling[newest]
    kept = kept[np.lexsort((lines.item[kept], lines.age[kept], lines.customer[kept]))]
    row = lines.customer[kept]
    starts = np.searchsorted(row, np.arange(customers))
    kept = kept[np.arange(len(row)) - starts[row] < HISTORY_DEPTH]
    held = Ragged.of(lines.customer[kept], lines.item[kept], customers)
    return History(held, lines.age[kept], lines.kind[kept])
