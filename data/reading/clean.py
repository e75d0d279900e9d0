"""Numbers for customers and items, and the cleaned tables."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.columns import PURCHASE, RETURN
from data.mapping.shop import ShopMapping
from data.mapping.sql import id_sql, literal, text_sql
from data.sources.raw import Raw


def write_customers(con: duckdb.DuckDBPyConnection, raw: Raw, mapping: ShopMapping, work: Path) -> None:
    """The view `customer`, numbered in order of customer_id; without a customers table from the event lines."""
    _view(con, "customer", f"""
        SELECT (row_number() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer, customer_id, NULL::BOOLEAN AS email_consent,
            {_country(raw, mapping)} AS country, NULL::VARCHAR AS language, NULL::TIMESTAMP AS signed_up_at
        FROM (SELECT DISTINCT customer_id FROM staged.line WHERE customer_id IS NOT NULL)
        LEFT JOIN ({_countries(raw, mapping)}) USING (customer_id) ORDER BY customer_id""", work)


def _country(raw: Raw, mapping: ShopMapping) -> str:
    return "country"


def _countries(raw: Raw, mapping: ShopMapping) -> str:
    table, columns = mapping.tables["customers"], raw.columns["events"]
    if table.columns.get("country") not in columns:
        return "SELECT NULL::VARCHAR AS customer_id, NULL::VARCHAR AS country LIMIT 0"
    own, country = table.columns["customer_id"], table.columns["country"]
    return (
        f"SELECT {id_sql(own, columns[own], table)} AS customer_id, first({text_sql(country, columns[country], table)}) AS country "
        "FROM raw.events GROUP BY 1"
    )


def write_items(con: duckdb.DuckDBPyConnection, raw: Raw, mapping: ShopMapping, work: Path) -> None:
    """The view `item`: every id of the catalogue or the events, numbered in order of item_id."""
    table, columns = mapping.tables["items"], raw.columns["items"]
    own, title = table.columns.get("item_id", "item_id"), table.columns.get("title", "title")
    _view(con, "item", f"""
        WITH listed AS (SELECT {id_sql(own, columns[own], table)} AS item_id, first({text_sql(title, columns[title], table)}) AS title
                        FROM raw.items GROUP BY 1),
        ids AS (SELECT item_id FROM listed UNION SELECT item_id FROM staged.line)
        SELECT (row_number() OVER (ORDER BY item_id) - 1)::INTEGER AS item, item_id, title, NULL::VARCHAR AS category,
            NULL::VARCHAR AS brand, NULL::DOUBLE AS price, NULL::DOUBLE AS regular_price, NULL::BOOLEAN AS in_stock,
            NULL::VARCHAR AS image_url, NULL::VARCHAR AS url, NULL::VARCHAR AS parent_id, NULL::VARCHAR AS "group",
            NULL::TIMESTAMP AS first_seen, NULL::VARCHAR[] AS tags, NULL::DOUBLE AS pack_units, NULL::VARCHAR AS kind,
            (dense_rank() OVER (ORDER BY lower(item_id)) - 1)::INTEGER AS family, regexp_matches(item_id, '[0-9]{{4}}') AS is_product
        FROM ids LEFT JOIN listed USING (item_id) WHERE item_id IS NOT NULL ORDER BY item_id""", work)


def write_events(con: duckdb.DuckDBPyConnection, mapping: ShopMapping, work: Path) -> None:
    """The view `event`: kept rows, numbered, negative purchases turned into returns, duplicates removed."""
    zone = literal(mapping.time_zone)
    _view(con, "event", f"""
        WITH kept AS (
            SELECT *, CASE WHEN kind = {PURCHASE} AND quantity < 0 THEN {RETURN} ELSE kind END::UTINYINT AS true_kind,
                timezone({zone}, timezone('UTC', t))::DATE AS day
            FROM staged.line WHERE kind IS NOT NULL AND t IS NOT NULL AND NOT (customer_id IS NULL AND coalesce(price, 0) = 0)
            AND NOT (quantity = 0)),
        keyed AS (
            SELECT *, CASE WHEN order_id IS NOT NULL THEN 'o' || order_id WHEN true_kind <> {PURCHASE} THEN NULL
                WHEN customer_id IS NOT NULL THEN 'd' || day || customer_id ELSE 's' || session_id END AS order_key FROM kept),
        numbered AS (
            SELECT seq, coalesce(customer.customer, -1) AS customer, coalesce(item.item, -1) AS item, true_kind AS kind, t, day,
                CASE WHEN order_key IS NULL THEN -1 ELSE dense_rank() OVER (ORDER BY order_key NULLS LAST) - 1 END::INTEGER AS order_no,
                CASE WHEN session_id IS NULL THEN -1 ELSE dense_rank() OVER (ORDER BY session_id NULLS LAST) - 1 END::INTEGER AS session_no,
                abs(quantity) AS quantity, CASE WHEN keyed.price >= 0 THEN keyed.price END AS price
            FROM keyed LEFT JOIN customer USING (customer_id) LEFT JOIN item ON item.item_id = keyed.item_id)
        SELECT * FROM numbered QUALIFY row_number() OVER
            (PARTITION BY order_no, session_no, item, customer, kind, t, quantity, price ORDER BY seq) = 1 ORDER BY seq""", work)


def _view(con: duckdb.DuckDBPyConnection, name: str, select: str, work: Path) -> None:
    path = literal(str(work / f"{name}.parquet"))
    con.execute(f"COPY ({select}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
    con.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {path}")
