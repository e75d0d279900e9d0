"""Checks of the shop as a whole: is there enough, is it fresh, is it all there."""

from __future__ import annotations

from typing import Final

from data.checks.check import Check
from data.columns import CART, PURCHASE, VIEW

FEW_CUSTOMERS: Final = 50
FEW_ITEMS: Final = 10

_ANY: Final = "EXISTS (SELECT 1 FROM event)"
_WEEKS: Final = f"""
    SELECT count(*) FILTER (WHERE t > newest - INTERVAL 7 DAY) AS latest,
        count(*) FILTER (WHERE t <= newest - INTERVAL 7 DAY AND t > newest - INTERVAL 35 DAY) / 4 AS usual,
        min(t) AS oldest, newest
    FROM event, (SELECT max(t) AS newest FROM event WHERE t <= getvariable('now'))
    WHERE kind IN ({VIEW}, {CART}, {PURCHASE}) GROUP BY newest"""


def _when(condition: str, rows: str = "1") -> str:
    return f"SELECT NULL::VARCHAR AS example, {rows} AS rows WHERE {condition}"


SHOP: Final = (
    Check("no_usable_rows", "fatal", "no event is left that can be used",
          "nothing can be learned; the other findings say why the rows were set aside",
          _when("NOT EXISTS (SELECT 1 FROM event)")),
    Check("nothing_yet", "fatal", "every event lies in the future",
          "nothing has happened yet; are the dates right?",
          _when(f"{_ANY} AND NOT EXISTS (SELECT 1 FROM event WHERE t <= getvariable('now'))")),
    Check("old_data", "warning", "the newest event is more than two days old",
          "today's purchases are missing: what was bought since may be recommended",
          "SELECT max(t)::VARCHAR AS example, 1 AS rows FROM event WHERE t <= getvariable('now') "
          "HAVING max(t) < getvariable('now') - INTERVAL 2 DAY"),
    Check("volume_drop", "warning", "the last seven days have less than half the events of a usual week",
          "is the export complete? Trends and popularity lean on the last days",
          f"SELECT latest || ' after ' || usual::BIGINT || ' a week' AS example, 1 AS rows FROM ({_WEEKS}) "
          "WHERE latest < usual / 2 AND oldest <= newest - INTERVAL 35 DAY"),
    Check("no_purchases", "warning", "there is no purchase",
          "lists come from browsing alone; what was bought cannot be left out",
          _when(f"{_ANY} AND NOT EXISTS (SELECT 1 FROM event WHERE kind = {PURCHASE})")),
    Check("no_browsing", "note", "there is no view and no cart event",
          "with them: what goes instead of what, abandoned baskets, lists for those who have not bought yet",
          _when(f"{_ANY} AND NOT EXISTS (SELECT 1 FROM event WHERE kind IN ({VIEW}, {CART}))")),
    Check("few_customers", "warning", f"there are fewer than {FEW_CUSTOMERS} customers",
          "lists will be popularity more than taste",
          _when(f"{_ANY} AND (SELECT count(*) FROM customer) < {FEW_CUSTOMERS}",
                rows="(SELECT count(*) FROM customer)")),
    Check("few_items", "warning", f"there are fewer than {FEW_ITEMS} products",
          "lists will be short, and all alike",
          _when(f"{_ANY} AND (SELECT count(*) FROM item WHERE is_product) < {FEW_ITEMS}",
                rows="(SELECT count(*) FROM item WHERE is_product)")),
    Check("guests", "note", "purchases have no customer",
          "they teach which items go together, but nobody's list leaves out what was bought so",
          "SELECT NULL::VARCHAR AS example, count(*) AS rows FROM event "
          f"WHERE customer < 0 AND kind = {PURCHASE} HAVING count(*) > 0"),
)  # fmt: skip
