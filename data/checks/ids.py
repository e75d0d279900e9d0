"""Checks of ids: the same thing under two names, or two things under one."""

from __future__ import annotations

from typing import Final

from data.checks.check import Check

PLACEHOLDERS: Final = "'nan', 'null', 'none', 'na', 'n/a', 'undefined', 'unknown', 'anonymous', 'guest', '-', '0', '-1'"


def _twins(table: str) -> str:
    own = f"{table}_id"
    return (
        f"SELECT string_agg({own}, ' = ' ORDER BY {own}) AS example, count(*) AS rows FROM {table} "
        f"GROUP BY lower({own}) HAVING count(*) > 1"
    )


def _zeros(table: str) -> str:
    own = f"{table}_id"
    return (
        f"SELECT string_agg({own}, ' and ' ORDER BY {own}) AS example, count(*) AS rows FROM {table} "
        f"WHERE regexp_full_match({own}, '[0-9]+') GROUP BY ltrim({own}, '0') HAVING count(*) > 1"
    )


IDS: Final = (
    Check("case_twins", "note", "item ids differ from another only in letter case",
          "each pair is one family: when one is bought, the other is left out too", _twins("item")),
    Check("customer_case_twins", "note", "customer ids differ from another only in letter case",
          "they count as different customers; what one bought is still shown to the other", _twins("customer")),
    Check("mixed_customer_ids", "warning", "customer ids differ only in leading zeros",
          "they count as different customers; was the id read as a number on its way here?", _zeros("customer")),
    Check("mixed_item_ids", "warning", "item ids differ only in leading zeros",
          "they count as different items; was the id read as a number on its way here?", _zeros("item")),
    Check("placeholder_customer", "warning", "rows belong to a customer whose id reads like 'nobody'",
          "all of them look like one very busy customer; list the text under absent in [mapping.events]",
          "SELECT customer_id AS example, count(*) AS rows FROM event JOIN staged.customer_no USING (customer) "
          f"WHERE lower(customer_id) IN ({PLACEHOLDERS}) GROUP BY 1"),
    Check("shared_order", "warning", "rows belong to an order with several customers",
          "their baskets run together; is order_id unique over the whole shop?",
          "SELECT order_id AS example, count(*) AS rows FROM staged.line WHERE reason IS NULL AND order_id IS NOT NULL "
          "GROUP BY 1 HAVING count(DISTINCT customer_id) > 1"),
    Check("orphan", "warning", "rows are about an item that the items table does not have",
          "such items have no title and no category, and count as in stock",
          "SELECT item_id AS example, count(*) AS rows FROM event JOIN staged.item_no USING (item) "
          "ANTI JOIN staged.about_item USING (item_id) WHERE getvariable('has_items') GROUP BY 1"),
    Check("repeated_item", "note", "rows of the items table repeat an item",
          "the first value of each column counts",
          "SELECT item_id AS example, listed - 1 AS rows FROM staged.about_item "
          "WHERE getvariable('has_items') AND listed > 1"),
    Check("no_product", "note", "items are no products: fees, postage, vouchers, corrections, tests",
          "they are never recommended and teach nothing",
          "SELECT item_id || coalesce(' ' || title, '') || ': ' || sign AS example, 1 AS rows "
          "FROM staged.no_product JOIN staged.described USING (item)"),
)  # fmt: skip
