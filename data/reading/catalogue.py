"""The cleaned tables `customer` and `item`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.mapping.shapes import CUSTOMER_SHAPES, ITEM_SHAPES
from data.reading.families import number_families
from data.reading.products import no_products_sql
from data.reading.staging import keep


def write_customers(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves the view `customer`: number, id, attributes."""
    columns = ", ".join(name for name in CUSTOMER_SHAPES if name != "customer_id")
    rows = "staged.customer_no LEFT JOIN staged.about_customer USING (customer_id)"
    keep(con, work, "customer", f"SELECT customer, customer_id, {columns} FROM {rows} ORDER BY customer")


def write_items(con: duckdb.DuckDBPyConnection, work: Path) -> None:
    """Leaves the view `item`: number, id, attributes, family, and whether it is a product. Needs the view `event`."""
    columns = ", ".join(f'"{name}"' for name in ITEM_SHAPES if name != "item_id")
    rows = "staged.item_no LEFT JOIN staged.about_item USING (item_id)"
    keep(con, work, "staged.described", f"SELECT item, item_id, {columns} FROM {rows} ORDER BY item")
    con.execute(f"CREATE OR REPLACE TABLE staged.no_product AS {no_products_sql()}")
    number_families(con)
    judged = "staged.described JOIN staged.family USING (item) LEFT JOIN staged.no_product AS no_product USING (item)"
    product = "no_product.item IS NULL AS is_product"
    keep(con, work, "item", f"SELECT described.*, family, {product} FROM {judged} ORDER BY item")
