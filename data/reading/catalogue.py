"""The cleaned tables `customer` and `item`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.reading.families import family_numbers
from data.reading.products import no_products_sql
from data.reading.shapes import CUSTOMER_SHAPES, ITEM_SHAPES
from data.reading.staging import keep


def write_customers(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves the view `customer`: number, id, attributes."""
    columns = ", ".join(name for name in CUSTOMER_SHAPES if name != "customer_id")
    keep(con, work, "customer", f"""
        SELECT customer, customer_id, {columns}
        FROM staged.customer_no LEFT JOIN staged.about_customer USING (customer_id) ORDER BY customer""")


def write_items(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves the view `item`: number, id, attributes, family, and whether it is a product. Needs the view `event`."""
    columns = ", ".join(f'"{name}"' for name in ITEM_SHAPES if name != "item_id")
    keep(con, work, "staged.described", f"""
        SELECT item, item_id, {columns}
        FROM staged.item_no LEFT JOIN staged.about_item USING (item_id) ORDER BY item""")
    con.execute(f"CREATE OR REPLACE TABLE staged.no_product AS {no_products_sql()}")
    families = family_numbers(con)
    con.register("family_of", {"family": families})
    con.execute("CREATE OR REPLACE TABLE staged.family AS SELECT (row_number() OVER () - 1)::INTEGER AS item, family FROM family_of")
    con.unregister("family_of")
    keep(con, work, "item", """
        SELECT described.*, family, no_product.item IS NULL AS is_product
        FROM staged.described JOIN staged.family USING (item) LEFT JOIN staged.no_product AS no_product USING (item)
        ORDER BY item""")
