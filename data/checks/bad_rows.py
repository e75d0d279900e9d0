"""Checks of single rows: what cannot be read, what is set aside, what is taken as unknown."""

from __future__ import annotations

from typing import Final

from data.checks.check import Check
from data.columns import PURCHASE, RETURN
from data.mapping.quoting import literal


def set_aside_sql(reason: str, example: str) -> str:
    """The rows set aside for one reason, by example."""
    aside = f"staged.line WHERE reason = {literal(reason)}"
    return f"SELECT {_of_origin(example)} AS example, count(*) AS rows FROM {aside} GROUP BY 1"


def kept_sql(condition: str, example: str) -> str:
    """The kept event lines that fulfil a condition, by example."""
    kept = f"staged.line WHERE reason IS NULL AND {condition}"
    return f"SELECT {_of_origin(example)} AS example, count(*) AS rows FROM {kept} GROUP BY 1"


def _of_origin(example: str) -> str:
    return f"CASE WHEN origin = 'store' THEN 'store: ' ELSE '' END || {example}"


BAD_ROWS: Final = (
    Check("not_a_row", "warning", "lines of the files are no rows: too many or too few columns, or no JSON object",
          "they are set aside; a delimiter inside a value needs quotes around the value",
          "SELECT origin || ' line ' || line || ': ' || left(content, 60) AS example, 1 AS rows FROM raw.reject"),
    Check("unknown_event_type", "warning", "rows have an event type that the contract does not know",
          "they are set aside; rename the types under [mapping.events.values.event_type]",
          set_aside_sql("unknown event type", "coalesce(event_type, '(blank)')")),
    Check("unreadable_timestamp", "warning", "rows have a timestamp that cannot be read, or lies before 1990",
          "they are set aside; name the form with timestamp_format under [mapping.events], such as \"%d.%m.%Y %H:%M\"",
          set_aside_sql("timestamp cannot be read", "coalesce(timestamp_text, t::VARCHAR, '(blank)')")),
    Check("future_timestamp", "warning", "rows lie more than a day in the future",
          "they count only once their time has come; wrong dates or a wrong time zone?",
          kept_sql("t > getvariable('now') + INTERVAL 1 DAY", "t::VARCHAR")),
    Check("clock_skew", "note", "rows lie up to a day in the future",
          "clocks differ, or local time is read as UTC: set time_zone under [mapping.events]",
          kept_sql("t > getvariable('now') AND t <= getvariable('now') + INTERVAL 1 DAY", "t::VARCHAR")),
    Check("no_item", "warning", "rows of a kind that is about an item name none",
          "they are set aside; nothing can be learned from them",
          set_aside_sql("no item", "event_type || ' at ' || t")),
    Check("odd_id", "warning", "rows have an id with a NUL in it",
          "they are set aside; no request can name such an id, and no event store can look for it",
          set_aside_sql("no text in an id", "replace(coalesce(customer_id, item_id, session_id), chr(0), '\\0')")),
    Check("unreadable_number", "warning", "quantities or prices are no numbers",
          "they are taken as unknown; a decimal comma is set with decimal = \",\" under [mapping.events]",
          kept_sql("coalesce(quantity_text, price_text) IS NOT NULL", "coalesce(quantity_text, price_text)")),
    Check("negative_price", "warning", "rows have a price below 0",
          "the price is taken as unknown, the row is kept",
          kept_sql("price < 0", "item_id || ' at ' || price")),
    Check("absent_price", "note", "purchases have no price, though others have one",
          "the item's price is then the median of its other sales; values of orders come out too low",
          "SELECT item_id AS example, count(*) AS rows FROM event JOIN staged.item_no USING (item) "
          f"WHERE kind = {PURCHASE} AND price IS NULL "
          f"AND EXISTS (SELECT 1 FROM event WHERE kind = {PURCHASE} AND price IS NOT NULL) GROUP BY 1"),
    Check("zero_quantity", "note", "purchases have quantity 0", "they are set aside; nothing was bought",
          set_aside_sql("quantity is zero", "item_id")),
    Check("write_off", "note", "rows change the stock: no customer, and no price paid",
          "they are set aside, so that breakage and stock-taking are not popularity",
          set_aside_sql("write-off", "item_id")),
    Check("dropped", "note", "rows are dropped by the mapping's own rules", "they are set aside under the rule's name",
          "SELECT reason AS example, count(*) AS rows FROM staged.line WHERE reason LIKE 'dropped: %' GROUP BY 1"),
    Check("duplicate", "warning", "rows repeat another in every respect, or by event_id",
          "they are set aside; counted twice they would look like demand",
          "SELECT item_id || coalesce(' in order ' || order_id, '') AS example, count(*) AS rows "
          "FROM staged.line SEMI JOIN staged.repeated USING (seq) WHERE origin <> 'store' GROUP BY 1"),
    Check("told_twice", "note", "events of the store are in the source too, by event_id or by order, item and customer",
          "they count once, as the source tells them",
          "SELECT 'store: ' || coalesce(item_id, '(no item)') || coalesce(' in order ' || order_id, '') AS example, "
          "count(*) AS rows FROM staged.line SEMI JOIN staged.repeated USING (seq) WHERE origin = 'store' GROUP BY 1"),
    Check("erased", "note", "rows are of customers who asked to be forgotten, from before they did",
          "they are left out of everything, and stand in no file",
          "SELECT NULL::VARCHAR AS example, rows FROM staged.forgotten WHERE rows > 0"),
    Check("return_without_purchase", "note", "rows return what the customer did not buy before, as far as the data go",
          "they take nothing back; the purchase may lie before the export begins",
          "SELECT item_id || ' by ' || customer_id AS example, count(*) AS rows FROM event AS back "
          "JOIN staged.item_no USING (item) JOIN staged.customer_no USING (customer) "
          f"WHERE back.kind = {RETURN} AND NOT EXISTS (SELECT 1 FROM event WHERE event.kind = {PURCHASE} "
          "AND event.customer = back.customer AND event.item = back.item AND event.t <= back.t) GROUP BY 1"),
)  # fmt: skip
