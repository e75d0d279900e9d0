"""Why a customer has an interest: how much of it they met, and how many times as often as the shop, as codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import ABSENT, Ints
from data.strings import Strings
from models.customers.table import CustomerTable
from models.customers.why import Why
from models.interests.evidence import Cells
from models.interests.interests import Found
from models.interests.topics import Named
from models.matching import carried

TOPIC = "topic"


@dataclass(frozen=True)
class Taste:
    """members: what speaks for each membership of the column `interest`, parallel to its values. topic int32 [items]:
    the learned topic of each item, -1 none; topic_name of each: so that names stay from night to night."""

    members: Cells
    topic: Ints
    topic_name: Strings

    def named(self, of: Strings, to: Strings) -> Named:
        """The topics of the items numbered as in `of`, for items numbered as in `to`."""
        return Named(carried(self.topic, of, to), tuple(self.topic_name))


def taste_of(found: Found) -> Taste:
    """What is kept of the interests of a night."""
    topics, total = found.count.get(TOPIC, 0), sum(found.count.values())
    items = found.of_item.rows
    row, at = found.of_item.spread(np.arange(items))
    code = found.of_item.values[at] - (total - topics)  # topics come last
    learned = code >= 0
    topic = np.full(items, ABSENT, dtype=np.int32)
    topic[row[learned]] = code[learned]
    return Taste(found.members, topic, Strings.of(list(found.name)[total - topics :]))


def why(taste: Taste, table: CustomerTable, customer: int) -> list[Why]:
    """One per interest of the customer, the strongest first.

    code `interest_bought`, or `interest_looked_at` where nothing of it was bought; says: interest, items (different),
    bought (of them), orders, share (of what the customer met, decayed), usual (the same of the shop), lift (shrunk),
    surely (its lower bound).
    """
    if "interest" not in table.memberships:
        return []
    held, of = table.memberships["interest"], taste.members
    begin, end = held.held.offsets[customer : customer + 2].tolist()
    return [
        Why(
            "interest_bought" if of.bought[row] else "interest_looked_at",
            {
                "interest": held.name[int(of.interest[row])],
                "items": int(of.items[row]),
                "bought": int(of.bought[row]),
                "orders": int(of.orders[row]),
                "share": float(of.share[row]),
                "usual": float(of.usual[row]),
                "lift": float(of.lift[row]),
                "surely": float(of.low[row]),
            },
        )
        for row in range(begin, end)
    ]
