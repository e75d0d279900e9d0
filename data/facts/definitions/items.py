"""What is known of an item beside the catalogue."""

from __future__ import annotations

from typing import Final

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
        "when an item was first seen before as_of, by the catalogue or in an event, and when last sold",
        """
        WITH seen AS (
          SELECT item, t FROM known
          UNION ALL
          SELECT item, first_seen FROM item WHERE first_seen < getvariable('as_of')
        ),
        first AS (SELECT item, min(t) AS first_t FROM seen GROUP BY item),
        sold AS (SELECT item, max(t) AS sold_t FROM bought GROUP BY item)
        SELECT item, first_t, sold_t FROM first LEFT JOIN sold USING (item)
        """,
        kept=True,
    ),
    Definition(
        "listed",
        "a product (content is none) that was there before as_of: by the catalogue, by an event, or, tonight only,"
        " because the catalogue describes it and it has no event at all; one whose first event comes later had not"
        " begun",
        """
        SELECT i.item FROM item i LEFT JOIN item_time USING (item)
        WHERE i.is_product AND coalesce(i.kind, 'product') <> 'content'
          AND (item_time.item IS NOT NULL
               OR (NOT getvariable('past') AND i.first_seen IS NULL
                   AND (i.title IS NOT NULL OR i.category IS NOT NULL OR i.price IS NOT NULL)
                   AND NOT EXISTS (SELECT 1 FROM event e WHERE e.item = i.item)))
        """,
    ),
)
"""Above these: the purchases."""
