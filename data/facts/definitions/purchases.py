"""What counts as known, bought, cancelled, returned, and which lines teach."""

from __future__ import annotations

from typing import Final

from data.columns import CANCEL, CART, DELIVER, FAVOURITE, PURCHASE, RETURN, VIEW
from data.facts.definitions.definition import Definition

PURCHASES: Final = (
    Definition(
        "known",
        "an event with a product before as_of; write-offs (free and to nobody) are none",
        f"""
        SELECT e.seq, e.customer, e.item, i.family, e.kind, e.t, e.order_no, e.session_no, e.quantity, e.price,
               CASE WHEN e.customer = -1 THEN e.order_no ELSE -1 END AS guest_order
        FROM event e JOIN item i ON i.item = e.item
        WHERE e.t < getvariable('as_of') AND i.is_product
          AND NOT (e.kind = {PURCHASE} AND e.customer = -1 AND coalesce(e.price <= 0, false))
        """,
    ),
    Definition(
        "delivery",
        "a delivery before as_of, of an order (item -1: of all of it) or of an item to a customer",
        f"SELECT customer, item, order_no, t FROM event WHERE t < getvariable('as_of') AND kind = {DELIVER}",
    ),
    Definition(
        "cancel_by_order",
        "what an order took back before it was delivered: item -1 is the whole order, quantity infinite is all of it",
        f"""
        SELECT c.order_no, c.item, sum(coalesce(c.quantity, 'infinity'::DOUBLE)) AS quantity
        FROM event c ANTI JOIN delivery d
          ON d.order_no = c.order_no AND d.t <= c.t AND (d.item IN (c.item, -1) OR c.item = -1)
        WHERE c.t < getvariable('as_of') AND c.kind = {CANCEL} AND c.order_no <> -1
        GROUP BY c.order_no, c.item
        """,
    ),
    Definition(
        "cancel_by_customer",
        "a cancellation that names no order: it takes back the customer's newest purchase of the item up to then,"
        " unless that was delivered in between",
        f"""
        SELECT p.customer, p.item, arg_max(p.seq, (p.t, p.seq)) AS seq
        FROM event c JOIN known p ON p.customer = c.customer AND p.item = c.item AND p.t <= c.t
        ANTI JOIN delivery d ON d.customer = p.customer AND d.item = p.item AND d.t BETWEEN p.t AND c.t
        WHERE c.t < getvariable('as_of') AND c.kind = {CANCEL} AND c.order_no = -1 AND c.customer <> -1
          AND p.kind = {PURCHASE} AND coalesce(c.quantity >= p.quantity, true)
        GROUP BY p.customer, p.item, c.seq
        """,
    ),
    Definition(
        "cancelled",
        "a purchase line that was cancelled; less than all of it is no cancellation",
        f"""
        SELECT p.seq FROM known p JOIN cancel_by_order c ON c.order_no = p.order_no AND c.item = p.item
        WHERE p.kind = {PURCHASE} AND c.quantity >= coalesce(p.quantity, 1)
        UNION
        SELECT p.seq FROM known p JOIN cancel_by_order c ON c.order_no = p.order_no AND c.item = -1
        WHERE p.kind = {PURCHASE}
        UNION
        SELECT seq FROM cancel_by_customer
        """,
        kept=True,
    ),
    Definition(
        "bought",
        "a purchase line that was not cancelled",
        f"""
        SELECT seq, customer, guest_order, order_no, item, family, t, quantity, price
        FROM known ANTI JOIN cancelled USING (seq) WHERE kind = {PURCHASE}
        """,
        kept=True,
    ),
    Definition(
        "returned",
        "a customer and an item (a guest: within one order) of which nothing was left: net quantity 0 or below",
        f"""
        WITH gone AS (SELECT * FROM known WHERE kind = {RETURN} AND (customer <> -1 OR order_no <> -1)),
        moved AS (
          SELECT customer, guest_order, item, coalesce(quantity, 1) AS quantity
          FROM bought SEMI JOIN gone USING (customer, guest_order, item)
          UNION ALL
          SELECT customer, guest_order, item, -coalesce(quantity, 1) FROM gone
        )
        SELECT customer, guest_order, item FROM moved
        GROUP BY customer, guest_order, item HAVING sum(quantity) <= 1e-9
        """,
        kept=True,
    ),
    Definition(
        "line",
        "an event that teaches: looked at, put in the cart, marked or bought, and neither cancelled nor all returned",
        f"""
        SELECT * FROM known ANTI JOIN cancelled USING (seq) ANTI JOIN returned USING (customer, guest_order, item)
        WHERE kind IN ({VIEW}, {CART}, {FAVOURITE}, {PURCHASE})
        """,
    ),
)
"""In the order in which they build on each other."""
