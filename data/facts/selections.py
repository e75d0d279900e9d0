"""The arrays of `Facts`, as SELECTs over the definitions: which columns, as what type, in what order."""

from __future__ import annotations

from typing import Final

AGE: Final = "CAST((epoch(getvariable('as_of')) - epoch({0})) / 86400 AS FLOAT)"

LINES: Final = f"""
    SELECT customer, item, kind, {AGE.format("t")} AS age, order_no AS "order", session_no AS session,
           CAST(coalesce(quantity, 1) AS FLOAT) AS quantity, CAST(coalesce(price, 'nan'::DOUBLE) AS FLOAT) AS price
    FROM line ORDER BY customer, t, seq
    """
LINE_COUNT: Final = "SELECT count(*) FROM line"
ITEMS: Final = f"""
    SELECT CAST(coalesce(CASE WHEN NOT getvariable('past') THEN i.price END, s.price, 'nan'::DOUBLE) AS FLOAT) AS price,
           CAST(coalesce(CASE WHEN NOT getvariable('past') THEN i.regular_price END, 'nan'::DOUBLE) AS FLOAT)
             AS regular_price,
           getvariable('past') OR coalesce(i.in_stock, true) AS in_stock,
           listed.item IS NOT NULL AS listed,
           i.family,
           coalesce({AGE.format("t.first_t")}, 'nan'::FLOAT) AS first_age,
           coalesce({AGE.format("t.sold_t")}, 'nan'::FLOAT) AS last_sold_age,
           CAST(CASE WHEN i.pack_units > 0 THEN i.pack_units ELSE 'nan'::DOUBLE END AS FLOAT) AS pack_units,
           again.item IS NOT NULL AS shown_again
    FROM item i LEFT JOIN sold_price s USING (item) LEFT JOIN item_time t USING (item)
    LEFT JOIN listed USING (item) LEFT JOIN shown_again again USING (item)
    ORDER BY i.item
    """
CUSTOMERS: Final = f"""
    SELECT coalesce(c.email_consent, false) AS email_consent,
           CAST(coalesce(o.n_orders, 0) AS INTEGER) AS n_orders,
           coalesce({AGE.format("t.first_t")}, 'nan'::FLOAT) AS first_age,
           coalesce({AGE.format("o.order_t")}, 'nan'::FLOAT) AS last_order_age
    FROM customer c LEFT JOIN customer_time t USING (customer) LEFT JOIN customer_order o USING (customer)
    ORDER BY c.customer
    """
FEW_VALUES: Final = 50
"""Values up to which an attribute says something of customers in common: a name or an address has more."""
_ATTRIBUTE: Final = f"""
    SELECT customer, name || '=' || value AS text FROM attribute
    SEMI JOIN (SELECT name FROM attribute GROUP BY name HAVING count(DISTINCT value) BETWEEN 2 AND {FEW_VALUES}) few
      USING (name)
    """
ATTRIBUTE_NAMES: Final = f"SELECT DISTINCT text FROM ({_ATTRIBUTE}) ORDER BY text"
ATTRIBUTES: Final = f"""
    SELECT customer AS row, CAST(dense_rank() OVER (ORDER BY text) - 1 AS INTEGER) AS value FROM ({_ATTRIBUTE})
    ORDER BY row, value
    """
OWNED: Final = "SELECT customer AS row, family AS value FROM owned ORDER BY customer, family"
BASKET: Final = "SELECT customer AS row, item AS value FROM basket ORDER BY customer, t, item"
PLACED: Final = f"""
    SELECT customer, order_no AS "order", {AGE.format("t")} AS age,
           CAST(coalesce(value, 'nan'::DOUBLE) AS FLOAT) AS value, CAST(returned AS FLOAT) AS returned,
           CAST(items AS INTEGER) AS items, CAST(pieces AS FLOAT) AS pieces
    FROM placed ORDER BY customer, t, order_no
    """
WINDOW_PLACED: Final = PLACED.replace("ORDER BY", "WHERE t >= $start ORDER BY")
TOUCHES: Final = f"""
    SELECT customer, item, kind, {AGE.format("t")} AS age, session_no AS session
    FROM touch ORDER BY customer, t, seq
    """
TOUCH_COUNT: Final = "SELECT count(*) FROM touch"
LAST_ORDER: Final = "SELECT customer AS row, item AS value FROM last_order ORDER BY customer, seq"
WINDOW: Final = """
    SELECT customer, item, CAST(coalesce(quantity, 1) AS FLOAT) AS quantity,
           CAST(coalesce(price, 'nan'::DOUBLE) AS FLOAT) AS price
    FROM bought WHERE customer <> -1 AND t >= $start ORDER BY customer, t, seq
    """
WINDOW_EVENTS: Final = """
    SELECT customer, item, kind, CAST((epoch($start) - epoch(t)) / 86400 AS FLOAT) AS age, session_no AS session
    FROM known WHERE customer <> -1 AND t >= $start ORDER BY customer, t, seq
    """
WINDOW_ORDERS: Final = """
    SELECT customer, item, order_no AS "order" FROM bought WHERE order_no <> -1 AND t >= $start
    ORDER BY order_no, t, seq
    """

TEXTS: Final = "SELECT coalesce({column}, '') AS text FROM {table} ORDER BY {table}"
LABEL_NAMES: Final = "SELECT DISTINCT {column} AS text FROM {table} WHERE {column} <> '' ORDER BY text"
LABEL_CODES: Final = """
    SELECT CAST(coalesce(n.code, -1) AS INTEGER) AS code
    FROM {table} LEFT JOIN (
      SELECT name, row_number() OVER (ORDER BY name) - 1 AS code
      FROM (SELECT DISTINCT {column} AS name FROM {table} WHERE {column} <> '')
    ) n ON n.name = {column}
    ORDER BY {table}
    """
TAG_NAMES: Final = "SELECT DISTINCT unnest(tags) AS text FROM item ORDER BY text"
TAGS: Final = """
    WITH pair AS (SELECT DISTINCT item, unnest(tags) AS name FROM item)
    SELECT item AS row, CAST(dense_rank() OVER (ORDER BY name) - 1 AS INTEGER) AS value FROM pair ORDER BY row, value
    """
