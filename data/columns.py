"""The three tables of the contract: column names as constants, event types, and what each column means."""

from __future__ import annotations

from typing import Final

CUSTOMER_ID: Final = "customer_id"
ITEM_ID: Final = "item_id"
EVENT_TYPE: Final = "event_type"
TIMESTAMP: Final = "timestamp"
EVENT_ID: Final = "event_id"
ORDER_ID: Final = "order_id"
SESSION_ID: Final = "session_id"
QUANTITY: Final = "quantity"
PRICE: Final = "price"

EVENT_TYPES: Final = (
    "view", "cart", "remove_from_cart", "favourite", "purchase", "cancel", "return", "deliver", "review", "sign_up",
    "send", "open", "click", "exposure",
)  # fmt: skip
"""Every event type of the contract; its position is its number (`kind`) in facts. Add at the end, never reorder."""

VIEW: Final = EVENT_TYPES.index("view")
CART: Final = EVENT_TYPES.index("cart")
REMOVE_FROM_CART: Final = EVENT_TYPES.index("remove_from_cart")
FAVOURITE: Final = EVENT_TYPES.index("favourite")
PURCHASE: Final = EVENT_TYPES.index("purchase")
CANCEL: Final = EVENT_TYPES.index("cancel")
RETURN: Final = EVENT_TYPES.index("return")
DELIVER: Final = EVENT_TYPES.index("deliver")
SIGN_UP: Final = EVENT_TYPES.index("sign_up")
SEND: Final = EVENT_TYPES.index("send")
OPEN: Final = EVENT_TYPES.index("open")
CLICK: Final = EVENT_TYPES.index("click")
EXPOSURE: Final = EVENT_TYPES.index("exposure")
