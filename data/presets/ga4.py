"""Google Analytics 4: the `events_*` tables of its BigQuery export, as JSON Lines or Parquet."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

# Page views, scrolls and the like name no item and are left in BigQuery; a session number is only unique per visitor.
EVENTS: Final = """
    WITH event AS (
        SELECT *, coalesce(nullif(user_id, ''), user_pseudo_id) AS customer_id, items::JSON::JSON[] AS things,
            list_filter(event_params::JSON::JSON[], lambda each: each ->> '$.key' = 'ga_session_id')[1] AS session
        FROM export.events
        WHERE event_name IN ('view_item', 'add_to_cart', 'remove_from_cart', 'add_to_wishlist', 'purchase', 'refund')),
    line AS (SELECT * EXCLUDE (things), unnest(things) AS thing FROM event)
    SELECT customer_id, event_name AS event_type, event_timestamp AS timestamp,
        ecommerce::JSON ->> '$.transaction_id' AS order_id,
        user_pseudo_id || '.' || (session ->> '$.value.int_value') AS session_id,
        thing ->> '$.item_id' AS item_id, thing ->> '$.quantity' AS quantity, thing ->> '$.price' AS price,
        thing ->> '$.item_name' AS title, thing ->> '$.item_brand' AS brand,
        concat_ws(' > ', thing ->> '$.item_category', thing ->> '$.item_category2', thing ->> '$.item_category3',
            thing ->> '$.item_category4', thing ->> '$.item_category5') AS category,
        geo::JSON ->> '$.country' AS country
    FROM line
"""

GA4: Final = Preset(
    "Google Analytics 4, BigQuery export",
    tables={
        "events": TableMapping(
            files="events*",
            values={
                "event_type": {
                    "view_item": "view",
                    "add_to_cart": "cart",
                    "add_to_wishlist": "favourite",
                    "refund": "return",
                },
            },
            timestamp_format="epoch_us",
            absent=["(not set)"],
        ),
        "items": TableMapping(absent=["(not set)"]),
        "customers": TableMapping(absent=["(not set)"]),
    },
    selects={"events": EVENTS},
    reads={
        "events": (
            "event_timestamp", "event_name", "event_params", "user_id", "user_pseudo_id", "ecommerce", "items", "geo",
        ),
    },
)  # fmt: skip
