"""What an order came to, what of it came back, and what else customers did."""

from __future__ import annotations

from typing import Final

from data.columns import CANCEL, DELIVER, EXPOSURE, PURCHASE, RETURN, SEND
from data.facts.definitions.definition import Definition

_EXACT: Final = "sum(TRY_CAST(round(({0}) * 1e6) AS HUGEINT)) / 1e6"
"""A sum in whole millionths: that of doubles would depend on the order in which threads happen to read them."""

ORDERS: Final = (
    Definition(
        "returned_line",
        "a purchase line of which something came back, and how many pieces: a return takes from the customer's newest"
        " purchase of the item before it, never more than was bought",
        f"""
        WITH gone AS (
          SELECT customer, item, t, coalesce(quantity, 'infinity'::DOUBLE) AS quantity FROM known
          WHERE kind = {RETURN} AND customer <> -1
        ),
        taken AS (
          SELECT b.seq, sum(g.quantity) AS quantity
          FROM gone g ASOF JOIN (
            SELECT customer, item, t, max(seq) AS seq FROM bought SEMI JOIN gone USING (customer, item)
            GROUP BY customer, item, t
          ) b
            ON b.customer = g.customer AND b.item = g.item AND b.t <= g.t
          GROUP BY b.seq
        )
        SELECT seq, least(taken.quantity, coalesce(bought.quantity, 1)) AS quantity FROM taken JOIN bought USING (seq)
        """,
    ),
    Definition(
        "placed",
        "an order of a known customer that was not cancelled: when, what it came to (NULL where no line has a price),"
        " what of that came back, how many items and pieces",
        f"""
        SELECT customer, order_no, min(t) AS t, {_EXACT.format("coalesce(b.quantity, 1) * price")} AS value,
               coalesce({_EXACT.format("r.quantity * price")}, 0) AS returned,
               count(DISTINCT item) AS items, coalesce({_EXACT.format("coalesce(b.quantity, 1)")}, 0) AS pieces
        FROM bought b LEFT JOIN returned_line r USING (seq) WHERE customer <> -1 GROUP BY customer, order_no
        """,
    ),
    Definition(
        "touch",
        "what a known customer did before as_of that is no purchase, nor what the shop did: looks, carts, clicks,"
        " opens, reviews, sign-ups; with or without a product",
        f"""
        SELECT customer, item, kind, t, session_no, seq FROM event
        WHERE t < getvariable('as_of') AND customer <> -1
          AND kind NOT IN ({PURCHASE}, {CANCEL}, {RETURN}, {DELIVER}, {SEND}, {EXPOSURE})
        """,
    ),
)
"""Above these: the purchases."""
