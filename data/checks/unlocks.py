"""Columns that are missing or empty, and what they would unlock."""

from __future__ import annotations

from typing import Final

from data.checks.check import Check

_UNLOCKS: Final = (
    ("events", "order_id", "staged.line", "baskets are the customer's days; with it, what goes together is sharper"),
    ("events", "price", "staged.line", "with it: price filters, revenue, a customer's usual price"),
    ("events", "quantity", "staged.line", "every line counts as one; with it: part returns, buy-again amounts"),
    ("events", "session_id", "staged.line", "with it, guests' purchases without an order teach what goes together"),
    ("items", "title", "item", "with it: similar items by text, titles in answers"),
    ("items", "category", "item", "with it: category filters, variety in lists, back-off for new items"),
    ("items", "brand", "item", "with it: brand filters, variety in lists"),
    ("items", "in_stock", "item", "every item counts as in stock; with it, what is sold out is left out"),
    ("items", "parent_id", "item", "variants count as different items; with it, no second size of the same shirt"),
    ("customers", "email_consent", "customer", "unknown is no: mail placements answer with may_send false"),
    ("customers", "country", "customer", "with it: what is popular in the customer's own country"),
)  # fmt: skip


def _column(table: str, column: str, seen_in: str, costs: str) -> Check:
    empty = f'NOT EXISTS (SELECT 1 FROM {seen_in} WHERE "{column}" IS NOT NULL)'
    sql = f"SELECT NULL::VARCHAR AS example, 1 AS rows WHERE {empty}"
    return Check(f"no_{column}", "note", f"{table} have no {column}", costs, sql)


UNLOCKS: Final = tuple(_column(*row) for row in _UNLOCKS)
"""One check per column that a feature would use."""
