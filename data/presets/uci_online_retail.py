"""UCI Online Retail and Online Retail II: one line per item of an invoice, UK local time, returns in negative lines."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

UCI_ONLINE_RETAIL: Final = Preset(
    "UCI Online Retail II",
    tables={
        "events": TableMapping(
            columns={
                "customer_id": "Customer ID",
                "item_id": "StockCode",
                "timestamp": "InvoiceDate",
                "order_id": "Invoice",
                "quantity": "Quantity",
                "price": "Price",
            },
            constants={"event_type": "purchase"},
            time_zone="Europe/London",
        ),
        "items": TableMapping(columns={"item_id": "StockCode", "title": "Description"}, absent=["nan"]),
        "customers": TableMapping(columns={"customer_id": "Customer ID", "country": "Country"}),
    },
)
