"""What is known of a customer and an item together: looks at it, the share of its category and brand, its price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools, Floats, Ints, Longs
from data.columns import CART, FAVOURITE, VIEW
from data.facts.facts import Facts, Labels
from models.ranker.table import Columns
from models.recommenders.worth import Worth, decay

LEAST_SPREAD = 0.2
HALF_LIFE = 60.0
"""Days until an event counts half in the share of a category or brand."""


@dataclass(frozen=True)
class Sums:
    """Sums over the pairs (customer, thing) that have any: key int64 ascending, customer * things + thing."""

    key: Longs
    value: Floats
    things: int

    @staticmethod
    def of(customer: Ints, thing: Ints, value: Floats, things: int) -> Sums:
        """Cost: one sort."""
        key, place = np.unique(customer.astype(np.int64) * things + thing, return_inverse=True)
        return Sums(key, np.bincount(place, value, len(key)).astype(np.float32), things)

    def at(self, customer: Ints, thing: Ints) -> Floats:
        """float32 [pairs], 0 where there was none."""
        if not len(self.key):
            return np.zeros(len(thing), dtype=np.float32)
        wanted = customer.astype(np.int64) * self.things + thing
        place = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.where(self.key[place] == wanted, self.value[place], 0).astype(np.float32)


@dataclass(frozen=True)
class Ties:
    """Everything about pairs that a shop tells of, by the name of its column."""

    seen: dict[str, Sums]
    shares: dict[str, tuple[Sums, Floats, Ints]]

    def columns(self, customer: Ints, item: Ints) -> Columns:
        """A value per pair."""
        found: Columns = {name: sums.at(customer, item) for name, sums in self.seen.items()}
        for name, (sums, total, code) in self.shares.items():
            found[name] = sums.at(customer, code[item]) / np.maximum(total[customer], 1e-9)
        return found


def ties_of(facts: Facts) -> Ties:
    """Cost: a sort of the lines for each thing that the shop tells of."""
    lines, items = facts.lines, facts.items
    known = lines.customer >= 0
    seen: dict[str, Sums] = {}
    for name, kind in (("seen", VIEW), ("in_cart", CART), ("marked", FAVOURITE)):
        for days in (7.0, HALF_LIFE):
            at = np.flatnonzero(known & (lines.kind == kind))
            if len(at):
                worth = decay(lines.age[at], days).astype(np.float32)
                seen[f"{name}_{days:.0f}"] = Sums.of(lines.customer[at], lines.item[at], worth, items.count)
    labels = {"category_share": items.category, "brand_share": items.brand}
    shares = {name: _share(facts, known, label) for name, label in labels.items() if (label.code >= 0).any()}
    return Ties(seen, shares)


def _share(facts: Facts, known: Bools, labels: Labels) -> tuple[Sums, Floats, Ints]:
    """What a customer's events with a label are worth, of all of them; things without a label share the last code."""
    lines, things = facts.lines, len(labels.name) + 1
    code = np.where(labels.code >= 0, labels.code, things - 1).astype(np.int32)
    at = np.flatnonzero(known)
    worth = (decay(lines.age[at], HALF_LIFE) * Worth().of(lines.kind[at])).astype(np.float32)
    total = np.bincount(lines.customer[at], worth, facts.customers.count).astype(np.float32)
    return Sums.of(lines.customer[at], code[lines.item[at]], worth, things), total, code


def compared(item: Columns, customer: Columns) -> Columns:
    """The item's price and pieces against the customer's usual ones, its age against the customer's silence."""
    dearer = item["price"] - customer["usual_price"]
    return {
        "dearer": dearer,
        "dearer_for_them": dearer / np.maximum(customer["price_spread"], LEAST_SPREAD),
        "pieces_apart": item["quantity"] - customer["pieces"],
        "came_since": customer["silent_for"] - item["first_age"],
        "chances": (customer["known_for"] - item["first_age"]) / np.maximum(customer["gap"], 1),
    }
