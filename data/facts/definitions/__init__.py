"""Each fact once, as SQL over the cleaned tables `event`, `item` and `customer`.

A definition reads the cleaned tables, `rebuy_rule` (name, consumable, days) and `returned_rule` (name, again), both
from the settings, the variables `as_of` (exclusive) and `past`, and definitions above it. May not live here: anything
that fetches or changes rows.
"""

from __future__ import annotations

from typing import Final

from data.facts.definitions.customers import CUSTOMERS
from data.facts.definitions.definition import Definition
from data.facts.definitions.items import ITEMS
from data.facts.definitions.orders import ORDERS
from data.facts.definitions.purchases import PURCHASES
from data.facts.definitions.rebuy import REBUY

DEFINITIONS: Final[tuple[Definition, ...]] = (*PURCHASES, *REBUY, *CUSTOMERS, *ITEMS, *ORDERS)
"""The facts, in the order in which they build on each other."""
