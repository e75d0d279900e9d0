"""Google Merchant product feed as items.tsv (or .csv); the events beside it have the contract's columns."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

ITEMS: Final = """
    SELECT id AS item_id, title, brand, link AS url, image_link AS image_url, item_group_id AS parent_id,
        coalesce(nullif(product_type, ''), google_product_category) AS category, availability AS in_stock,
        coalesce(nullif(sale_price, ''), price) AS price, price AS regular_price
    FROM export.items
"""

GOOGLE_MERCHANT: Final = Preset(
    "Google Merchant product feed",
    tables={
        "items": TableMapping(
            values={
                "in_stock": {
                    "in_stock": "true",
                    "in stock": "true",
                    "preorder": "true",
                    "backorder": "true",
                    "out_of_stock": "false",
                    "out of stock": "false",
                },
            },
        ),
    },
    selects={"items": ITEMS},
    reads={
        "items": (
            "id", "title", "brand", "link", "image_link", "item_group_id", "product_type", "google_product_category",
            "availability", "price", "sale_price",
        ),
    },
)  # fmt: skip
