"""How long what was bought is left out, and of which families."""

from __future__ import annotations

from typing import Final

from data.columns import RETURN
from data.facts.definitions.definition import Definition

UNKNOWN_RHYTHM_DAYS: Final = 14
"""How long a consumable is left out when nobody has bought one twice."""

REBUY: Final = (
    Definition(
        "item_rule",
        "the rebuy rule of an item: its group's, else the one of the deepest named category above it",
        """
        SELECT i.item, arg_max(r.name, (r.name = i."group", length(r.name))) AS name
        FROM item i JOIN rebuy_rule r
          ON r.name = i."group" OR r.name = i.category OR starts_with(i.category, r.name || ' > ')
        GROUP BY i.item
        """,
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
        "owned",
        "a customer and a family left out: bought and not cancelled, or returned, and not yet due again",
        f"""
        WITH had AS (
          SELECT customer, family, item, t FROM bought WHERE customer <> -1
          UNION ALL
          SELECT customer, family, item, t FROM known WHERE kind = {RETURN} AND customer <> -1
        )
        SELECT DISTINCT customer, family FROM had LEFT JOIN hold USING (item)
        WHERE days IS NULL OR t > getvariable('as_of') - to_seconds(days * 86400)
        """,
    ),
)
"""Above these: the purchases."""
