"""What the members of each segment of a past night did in the days after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import Bools
from data.facts.facts import CustomerFacts, Orders
from models.customers.table import CustomerTable
from models.segments import SEGMENTS


@dataclass(frozen=True)
class Followed:
    """A segment over all cuts: member-nights, how many of them ordered in the days after, and what it came to net (NaN
    where the shop has no prices)."""

    id: str
    members: int
    ordered: int
    net: float

    def plus(self, other: Followed) -> Followed:
        """Both cuts together."""
        return Followed(self.id, self.members + other.members, self.ordered + other.ordered, self.net + other.net)


def followed(known: CustomerFacts, table: CustomerTable, after: Orders) -> list[Followed]:
    """All whom the shop knew that night, every segment in the order of the table, and the warmth of who had no order.

    after: the orders of the days that came.
    """
    count = known.facts.customers.count
    there = ~np.isnan(known.facts.customers.first_age)
    ordered = np.bincount(after.customer, minlength=count) > 0
    priced = ~np.isnan(after.net)
    net = np.bincount(after.customer[priced], after.net[priced], count)
    if not priced.any():
        net = np.full(count, np.nan)
    groups: dict[str, Bools] = {"all": there}
    groups |= {row.id: row.members(table, count) & there for row in SEGMENTS}
    new = groups["lifecycle:prospect"]
    groups |= {f"{row.id}, no order yet": groups[row.id] & new for row in SEGMENTS if row.kind == "warmth"}
    return [
        Followed(name, int(members.sum()), int(ordered[members].sum()), float(net[members].sum()))
        for name, members in groups.items()
    ]
