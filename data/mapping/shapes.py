"""The columns of the contract that are read, and the shape of each."""

from __future__ import annotations

from typing import Final

EVENT_SHAPES: Final = {
    "customer_id": "id",
    "item_id": "id",
    "event_type": "text",
    "timestamp": "moment",
    "event_id": "id",
    "order_id": "id",
    "session_id": "id",
    "quantity": "number",
    "price": "number",
    "decision_id": "id",
}
ITEM_SHAPES: Final = {
    "item_id": "id",
    "title": "text",
    "category": "path",
    "brand": "text",
    "price": "number",
    "regular_price": "number",
    "in_stock": "flag",
    "image_url": "text",
    "url": "text",
    "parent_id": "id",
    "group": "text",
    "first_seen": "moment",
    "tags": "list",
    "pack_units": "number",
    "kind": "text",
}
CUSTOMER_SHAPES: Final = {
    "customer_id": "id",
    "email_consent": "flag",
    "country": "text",
    "language": "text",
    "signed_up_at": "moment",
}
REQUIRED: Final = {
    "events": ("customer_id", "item_id", "event_type", "timestamp"),
    "items": ("item_id",),
    "customers": ("customer_id",),
}
"""Columns without which a table cannot be used."""

SHAPES: Final = {"events": EVENT_SHAPES, "items": ITEM_SHAPES, "customers": CUSTOMER_SHAPES}
NOT_READ_YET: Final = {
    "events": ("currency", "channel", "placement", "position", "reason", "coupon", "discount"),
    "items": ("margin",),
    "customers": ("birth_date", "time_zone", "postcode"),
}
"""Further columns of the contract: a mapping may name them, nothing is made of them."""
