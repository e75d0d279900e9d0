"""What is known of a customer beside the lines."""

from __future__ import annotations

from typing import Final

from data.columns import CART, PURCHASE, REMOVE_FROM_CART
from data.facts.definitions.definition import Definition

BASKET_DAYS: Final = 30
"""A cart line older than this is forgotten."""

CUSTOMERS: Final = (
    Definition(
        "basket",
        f"a customer and an item put in the cart within {BASKET_DAYS} days and neither removed nor bought since",
        f"""
        SELECT customer, item, max(t) AS t FROM known
        WHERE customer <> -1 AND kind IN ({CART}, {REMOVE_FROM_CART}, {PURCHASE})
          AND t >= getvariable('as_of') - INTERVAL {BASKET_DAYS} DAY
        GROUP BY customer, item HAVING arg_max(kind, (t, kind = {PURCHASE}, seq)) = {CART}
        """,
    ),
    Definition(
        "last_order",
        "a customer and an item of the newest order of which anything was kept",
        """
        WITH kept AS (SELECT * FROM bought ANTI JOIN returned USING (customer, guest_order, item) WHERE customer <> -1),
        newest AS (SELECT customer, arg_max(order_no, (t, order_no)) AS order_no FROM kept GROUP BY customer)
        SELECT customer, item, min(seq) AS seq FROM kept JOIN newest USING (customer, order_no) GROUP BY customer, item
        """,
    ),
    Definition(
        "customer_time",
        "when a customer was first seen before as_of",
        "SELECT customer, min(t) AS first_t FROM event WHERE t < getvariable('as_of') AND customer <> -1 GROUP BY 1",
    ),
    Definition(
        "customer_order",
        "how many orders a customer placed (not cancelled; returned ones count), and when the newest",
        """
        SELECT customer, count(DISTINCT order_no) AS n_orders, max(t) AS order_t FROM bought
        WHERE customer <> -1 GROUP BY customer
        """,
    ),
)
"""Above these: the purchases."""
