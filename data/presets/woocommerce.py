"""WooCommerce orders as its REST API gives them (`/wp-json/wc/v3/orders`), one JSON object per line in orders.jsonl."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import DropRule, TableMapping

# A variation has a number of its own, its product is the parent. Customer 0 is a guest. Refunds have no lines here.
EVENTS: Final = """
    WITH line AS (
        SELECT * EXCLUDE (line_items), unnest(line_items::JSON::JSON[]) AS line FROM export.events),
    bought AS (
        SELECT id AS order_id, status, nullif(customer_id::VARCHAR, '0') AS customer_id, 'purchase' AS event_type,
            coalesce(date_created_gmt, date_created)::VARCHAR AS timestamp,
            coalesce(nullif(line ->> '$.variation_id', '0'), line ->> '$.product_id') AS item_id,
            CASE WHEN line ->> '$.variation_id' <> '0' THEN line ->> '$.product_id' END AS parent_id,
            line ->> '$.name' AS title, line ->> '$.quantity' AS quantity, line ->> '$.price' AS price,
            billing::JSON ->> '$.country' AS country, coalesce(date_modified_gmt, date_created_gmt)::VARCHAR AS changed
        FROM line)
    SELECT * FROM bought
    UNION ALL
    SELECT * REPLACE ('cancel' AS event_type, changed AS timestamp) FROM bought WHERE status = 'cancelled'
    ORDER BY timestamp, order_id, item_id, event_type, quantity, price
"""

WOOCOMMERCE: Final = Preset(
    "WooCommerce orders (REST API, JSON Lines)",
    tables={
        "events": TableMapping(
            files="orders*",
            drop={"never paid": DropRule("status", ["pending", "failed", "checkout-draft", "trash"])},
        ),
    },
    selects={"events": EVENTS},
    reads={
        "events": (
            "id", "status", "customer_id", "date_created", "date_created_gmt", "date_modified_gmt", "billing",
            "line_items",
        ),
    },
)  # fmt: skip
