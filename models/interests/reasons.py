"""Why a customer has an interest: how much of it they met, and how many times as often as the shop, as codes."""

from __future__ import annotations

import numpy as np

from models.customers.why import Why
from models.interests.interests import Found


def why(found: Found, customer: int) -> list[Why]:
    """One per interest of the customer, the strongest first.

    code `interest_bought`, or `interest_looked_at` where nothing of it was bought; says: interest, items (different),
    bought (of them), orders, share (of what the customer met, decayed), usual (the same of the shop), lift (shrunk),
    surely (its lower bound).
    """
    of = found.members
    rows: list[int] = np.flatnonzero(of.customer == customer).tolist()
    return [
        Why(
            "interest_bought" if of.bought[row] else "interest_looked_at",
            {
                "interest": found.name[int(of.interest[row])],
                "items": int(of.items[row]),
                "bought": int(of.bought[row]),
                "orders": int(of.orders[row]),
                "share": round(float(of.share[row]), 4),
                "usual": round(float(of.usual[row]), 4),
                "lift": round(float(of.lift[row]), 2),
                "surely": round(float(of.low[row]), 2),
            },
        )
        for row in rows
    ]
