"""Those of whom nothing is known, guests above all: they get the same list, so it is decided once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.bundle.bundle import Bundle
from models.decision.query import One, Query, Whom

REMEMBERED = 1_000
"""Lists that a bundle keeps."""


def remembered(bundle: Bundle, query: Query, whom: Whom, may_send: bool, decided: Callable[[], One]) -> One:
    """What `decided` answers; from memory where the one row of `whom` is a stranger who names no item and was shown
    none too recently."""
    if not _stranger(bundle, whom):
        return decided()
    country = bundle.customers.country.code
    customer = int(whom.customer[0])
    told = bundle.customers.attributes
    of_them = told.held.row(customer).tobytes() if told and customer >= 0 else b""
    key = (query, int(country[customer]) if customer >= 0 else -1, of_them)
    found: One | None = bundle.strangers.get(key)
    if found is None:
        if len(bundle.strangers) >= REMEMBERED:
            bundle.strangers.clear()
        found = bundle.strangers[key] = decided()
    return replace(found, may_send=may_send)


def _stranger(bundle: Bundle, whom: Whom) -> bool:
    """Whether neither the bundle nor the request says anything of them that a list depends on, but what the shop's
    table of customers says."""
    if whom.names[0]:
        return False
    customer = int(whom.customer[0])
    held = (bundle.history.items, bundle.owned, bundle.basket, bundle.last_order)
    return customer < 0 or all(rows.offsets[customer] == rows.offsets[customer + 1] for rows in held)
