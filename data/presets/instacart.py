"""Instacart Market Basket Analysis: orders, order_products__prior, order_products__train, products, aisles, ..."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.mapping.table import TableMapping

# The data give days between orders and no dates. Each customer's newest order is set to the day of publication, which
# keeps the rhythm of every customer and makes "the last weeks" mean the same for all.
EVENTS: Final = """
    WITH placed AS (
        SELECT order_id, user_id, order_hour_of_day::INT AS hour,
            sum(coalesce(TRY_CAST(days_since_prior_order AS DOUBLE), 0)) OVER (
                PARTITION BY user_id ORDER BY order_number::INT) AS day_of_customer
        FROM export.orders),
    aligned AS (SELECT *, max(day_of_customer) OVER (PARTITION BY user_id) - day_of_customer AS days_ago FROM placed)
    SELECT user_id AS customer_id, product_id AS item_id, 'purchase' AS event_type, order_id,
        TIMESTAMP '2017-05-03' + to_hours(hour) - to_days(days_ago::INT) AS timestamp
    FROM export.events JOIN aligned USING (order_id) ORDER BY timestamp, order_id, item_id
"""

ITEMS: Final = """
    SELECT product_id AS item_id, product_name AS title, concat_ws(' > ', department, aisle) AS category
    FROM export.products LEFT JOIN export.aisles USING (aisle_id) LEFT JOIN export.departments USING (department_id)
"""

INSTACART: Final = Preset(
    "Instacart Market Basket Analysis",
    tables={"events": TableMapping(files="order_products*")},
    selects={"events": EVENTS, "items": ITEMS},
    reads={
        "events": ("order_id", "product_id"),
        "orders": ("order_id", "user_id", "order_number", "order_hour_of_day", "days_since_prior_order"),
        "products": ("product_id", "product_name", "aisle_id", "department_id"),
        "aisles": ("aisle_id", "aisle"),
        "departments": ("department_id", "department"),
    },
    files={
        "orders": "orders.*",
        "products": "products.*",
        "aisles": "aisles.*",
        "departments": "departments.*",
    },
)
