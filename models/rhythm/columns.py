"""The columns of the customer table that tell of rhythm."""

from __future__ import annotations

from models.customers.table import NUMBER, Column
from models.rhythm.next_order import EDGES, HORIZONS

_ORDERS = tuple(
    Column(
        f"order_{days}", NUMBER, "chance", f"of an order within {days} days; of those who never ordered none is said"
    )
    for days in HORIZONS
)
COLUMNS: tuple[Column, ...] = (
    *_ORDERS,
    Column("next_order_days", NUMBER, "days", "until the next order, if one comes within a year: the middle of the"
           f" days on which it may come; whether it comes is said by order_{HORIZONS[-1]}, not by this"),
    Column("next_order_low", NUMBER, "days", f"if one comes within {EDGES[-1]} days, one in ten comes before this"),
    Column("next_order_high", NUMBER, "days", f"if one comes within {EDGES[-1]} days, one in ten comes after this"),
    Column("second_order", NUMBER, "chance", "of a second order within 90 days, of those who ordered once"),
)  # fmt: skip
"""In the order of the table."""
