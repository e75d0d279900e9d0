"""RetailRocket: events.csv, item_properties_part1.csv and _part2.csv, category_tree.csv; names hashed, times in ms."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

# A property has a history. The first category counts, so that no later one reaches back; availability is today's.
ITEMS: Final = """
    WITH RECURSIVE step AS (
        SELECT categoryid, categoryid::VARCHAR AS path FROM export.category_tree WHERE parentid IS NULL
        UNION ALL
        SELECT child.categoryid, step.path || ' > ' || child.categoryid
        FROM export.category_tree AS child JOIN step ON child.parentid = step.categoryid),
    said AS (
        SELECT itemid AS item_id,
            arg_min(value, timestamp::BIGINT) FILTER (property = 'categoryid') AS categoryid,
            arg_max(value, timestamp::BIGINT) FILTER (property = 'available') AS in_stock
        FROM export.item_properties WHERE property IN ('categoryid', 'available') GROUP BY itemid)
    SELECT item_id, in_stock, coalesce(step.path, said.categoryid) AS category
    FROM said LEFT JOIN step USING (categoryid)
"""

RETAILROCKET: Final = Preset(
    "RetailRocket recommender dataset",
    tables={
        "events": TableMapping(
            columns={
                "customer_id": "visitorid",
                "item_id": "itemid",
                "event_type": "event",
                "order_id": "transactionid",
            },
            values={"event_type": {"addtocart": "cart", "transaction": "purchase"}},
            timestamp_format="epoch_ms",
        ),
    },
    selects={"items": ITEMS},
    reads={
        "category_tree": ("categoryid", "parentid"),
        "item_properties": ("timestamp", "itemid", "property", "value"),
    },
    files={"category_tree": "category_tree*", "item_properties": "item_properties*"},
)
