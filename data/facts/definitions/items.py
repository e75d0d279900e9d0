"""What is known of an item beside the catalogue."""

from __future__ import annotations

from typing import Final

from data.columns import PURCHASE
from data.facts.definitions.definition import Definition

PRICES_SOLD: Final = 20
"""How many of the newest sold prices make an item's price when the catalogue has none."""

ITEMS: Final = (
    Definition(
        "sold_price",
        f"an item's median price over its {PRICES_SOLD} newest sales",
        f"""
        WITH newest AS (
          SELECT item, price FROM bought WHERE price > 0
          QUALIFY row_number() OVER (PARTITION BY item ORDER BY t DESC, seq DESC) <= {PRICES_SOLD}
        )
        SELECT item, median(price) AS price FROM newest GROUP BY item
        """,
    ),
    Definition(
        "item_time",
        "when an item was first seen in an event before as_of, and last sold",
        f"""
        SELECT item, min(t) AS first_t, max(t) FILTER (kind = {PURCHASE} AND c.seq IS NULL) AS sold_t
        FROM known LEFT JOIN cancelled c USING (seq) GROUP BY item
        """,
    ),
    Definition(
        "item_begin",
        "since when an item is in the catalogue: as the shop says, else its first event ever, else unknown",
        """
        SELECT i.item, coalesce(i.first_seen, min(e.t)) AS t
        FROM item i LEFT JOIN event e ON e.item = i.item GROUP BY i.item, i.first_seen
        """,
    ),
)
"""Above these: the purchases."""
