"""How long what was bought or returned is left out, and of which families."""

from __future__ import annotations

from typing import Final

from data.columns import RETURN
from data.facts.definitions.definition import Definition

UNKNOWN_RHYTHM_DAYS: Final = 14
"""How long a consumable is left out when nobody has bought one twice."""

_RULE_OF_ITEM: Final = """
        SELECT i.item, arg_max(r.name, (r.name = i."group", length(r.name))) AS name
        FROM item i JOIN {rules} r
          ON r.name = i."group" OR r.name = i.category OR starts_with(i.category, r.name || ' > ')
        GROUP BY i.item
        """

REBUY: Final = (
    Definition(
        "item_rule",
        "the rebuy rule of an item: its group's, else the one of the deepest named category above it",
        _RULE_OF_ITEM.format(rules="rebuy_rule"),
        kept=True,
    ),
    Definition(
        "rhythm",
        "the usual days between two purchases of the same consumable by the same customer, per rule",
        """
        WITH day_bought AS (
          SELECT DISTINCT r.name, b.customer, b.family, epoch(b.t) // 86400 AS day
          FROM bought b JOIN item_rule USING (item) JOIN rebuy_rule r ON r.name = item_rule.name
          WHERE r.consumable AND b.customer <> -1
        ),
        gap AS (
          SELECT name, day - lag(day) OVER (PARTITION BY name, customer, family ORDER BY day) AS days FROM day_bought
        )
        SELECT name, median(days) AS days FROM gap WHERE days IS NOT NULL GROUP BY name
        """,
    ),
    Definition(
        "hold",
        "for how many days an item stays left out after it was bought; an item without a row: for ever",
        f"""
        SELECT item_rule.item,
               CASE WHEN r.consumable THEN coalesce(rhythm.days / 2, {UNKNOWN_RHYTHM_DAYS}) ELSE r.days END AS days
        FROM item_rule JOIN rebuy_rule r USING (name) LEFT JOIN rhythm USING (name)
        WHERE r.consumable OR r.days IS NOT NULL
        """,
        kept=True,
    ),
    Definition(
        "shown_again",
        "an item that may be shown again once all of it was returned, found by its rule as item_rule is",
        f"SELECT item FROM ({_RULE_OF_ITEM.format(rules='returned_rule')}) JOIN returned_rule USING (name) WHERE again",
        kept=True,
    ),
    Definition(
        "owned",
        "a customer and a family left out: bought and not cancelled, or returned, and not yet due again; what was all"
        " returned and may be shown again is not",
        f"""
        WITH had AS (
          SELECT customer, family, item, t FROM bought WHERE customer <> -1
          UNION ALL
          SELECT customer, family, item, t FROM known WHERE kind = {RETURN} AND customer <> -1
        ),
        free AS (SELECT customer, item FROM returned SEMI JOIN shown_again USING (item) WHERE customer <> -1)
        SELECT DISTINCT customer, family FROM had ANTI JOIN free USING (customer, item) LEFT JOIN hold USING (item)
        WHERE days IS NULL OR t > getvariable('as_of') - to_seconds(days * 86400)
        """,
    ),
)
"""Above these: the purchases."""
