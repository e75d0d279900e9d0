"""REES46 eCommerce behaviour data: one file per month (2019-Oct.csv.gz ...), event lines with category and brand."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

REES46: Final = Preset(
    "REES46 eCommerce behaviour data",
    tables={
        "events": TableMapping(
            files="*",
            columns={
                "customer_id": "user_id",
                "item_id": "product_id",
                "timestamp": "event_time",
                "session_id": "user_session",
            },
        ),
        "items": TableMapping(columns={"category": "category_code"}, path_separator="."),
    },
)
