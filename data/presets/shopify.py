"""Shopify's orders export: one line per item of an order; what belongs to the order stands on its first line only."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

# The e-mail address is the only name of a customer in this export. Refunds have no day and no lines in it.
EVENTS: Final = """
    WITH line AS (
        SELECT * REPLACE (
            max("Email") OVER wholly AS "Email", max("Created at") OVER wholly AS "Created at",
            max("Cancelled at") OVER wholly AS "Cancelled at",
            max("Accepts Marketing") OVER wholly AS "Accepts Marketing",
            coalesce(max("Billing Country") OVER wholly, max("Shipping Country") OVER wholly) AS "Billing Country")
        FROM export.events WINDOW wholly AS (PARTITION BY "Name")),
    bought AS (
        SELECT * EXCLUDE ("Email", "Tags"), "Email" AS customer_id, "Name" AS order_id, "Created at" AS timestamp,
            'purchase' AS event_type, coalesce(nullif("Lineitem sku", ''), "Lineitem name") AS item_id,
            "Lineitem quantity" AS quantity, "Lineitem price" AS price, "Lineitem name" AS title, "Vendor" AS brand,
            "Accepts Marketing" AS email_consent, "Billing Country" AS country
        FROM line)
    SELECT * FROM bought
    UNION ALL
    SELECT * REPLACE ('cancel' AS event_type, "Cancelled at" AS timestamp) FROM bought WHERE "Cancelled at" <> ''
    ORDER BY timestamp, order_id, item_id, event_type, quantity, price
"""

SHOPIFY: Final = Preset(
    "Shopify orders export",
    tables={"events": TableMapping(files="orders*")},
    selects={"events": EVENTS},
    reads={
        "events": (
            "Name", "Email", "Created at", "Cancelled at", "Accepts Marketing", "Billing Country", "Shipping Country",
            "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Vendor", "Tags",
        ),
    },
)  # fmt: skip
