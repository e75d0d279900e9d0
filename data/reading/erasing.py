"""Who asked to be forgotten is taken out before anything is counted, numbered or written down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import duckdb

from data.mapping.quoting import literal
from data.reading.staging import count
from data.sources.opening import Columns
from data.stores.erased import digest_of

BATCH: Final = 100_000
WORD: Final = r"[^\s,;|\"'{}\[\]:]+"
"""What may be an id in a line that could not be taken apart."""
_GONE: Final = "gone.customer_id = line.customer_id AND coalesce(line.t < gone.moment, true)"
"""A line of which nobody can say when it happened is taken for an old one."""


def leave_out_erased(con: duckdb.DuckDBPyConnection, tables: dict[str, Columns], key: bytes) -> None:
    """Leaves `staged.line`: `staged.gathered` without what the erased did before they were; and `staged.forgotten`,
    how many lines that were.

    `staged.erased` (customer_id, moment, back) holds those whom the shop's data still name; back: whether they did
    something since. Cost: a keyed hash per distinct customer, none where there are no tombstones.
    """
    con.execute("CREATE OR REPLACE TABLE staged.erased (customer_id VARCHAR, moment TIMESTAMP, back BOOLEAN)")
    erased = _erased(con, tables, key) if key else {}
    if not erased:
        con.execute("CREATE OR REPLACE VIEW staged.line AS SELECT * FROM staged.gathered")
        con.execute("CREATE OR REPLACE TABLE staged.forgotten AS SELECT 0::BIGINT AS rows")
        return
    con.executemany("INSERT INTO staged.erased VALUES (?, make_timestamp(?), false)", list(erased.items()))
    lines = f"staged.gathered AS line {{}} JOIN staged.erased AS gone ON {_GONE}"
    con.execute(f"CREATE OR REPLACE VIEW staged.line AS SELECT line.* FROM {lines.format('ANTI')}")
    con.execute(f"CREATE OR REPLACE TABLE staged.forgotten AS SELECT count(*) AS rows FROM {lines.format('SEMI')}")
    since = "SELECT customer_id FROM staged.line WHERE reason IS NULL"
    con.execute(f"UPDATE staged.erased SET back = true WHERE customer_id IN ({since})")
    _leave_out_rejects(con)


def without_erased_sql(listed: str, own_table: bool) -> str:
    """The customers as `listed`, but for the erased: their row in a table of their own, unless they came back; else
    what was said of them before."""
    when = "NOT gone.back" if own_table else "line.place < gone.moment"
    whose = f"gone.customer_id = line.customer_id AND {when}"
    return f"SELECT * FROM ({listed}) AS line ANTI JOIN staged.erased AS gone ON {whose}"


def _erased(con: duckdb.DuckDBPyConnection, tables: dict[str, Columns], key: bytes) -> dict[str, int]:
    """Customer -> when they were erased, in microseconds, of all whom lines, customers and rejects name."""
    tombstones = {
        str(digest): int(at) for digest, at in con.execute("SELECT digest, moment FROM raw.store_tombstone").fetchall()
    }
    found: dict[str, int] = {}
    for customer in _named(con, tables):
        at = tombstones.get(digest_of(key, customer))
        if at is not None:
            found[customer] = at
    return found


def _named(con: duckdb.DuckDBPyConnection, tables: dict[str, Columns]) -> Iterator[str]:
    named = "SELECT customer_id FROM staged.gathered"
    if "customers" in tables:
        named += " UNION SELECT customer_id FROM staged.listed_customer"
    asked: Any = con.execute(f"SELECT DISTINCT customer_id FROM ({named}) WHERE customer_id IS NOT NULL")
    while rows := asked.fetchmany(BATCH):
        yield from (str(row[0]) for row in rows)
    for row in con.execute("SELECT content FROM raw.reject WHERE content IS NOT NULL").fetchall():
        yield from re.findall(WORD, str(row[0]))


def _leave_out_rejects(con: duckdb.DuckDBPyConnection) -> None:
    """What is no row at all may name somebody all the same."""
    word = literal(WORD)
    named = f"""
        EXISTS (SELECT 1 FROM staged.erased WHERE list_contains(regexp_extract_all(content, {word}), customer_id)
            OR (NOT regexp_full_match(customer_id, {word}) AND contains(content, customer_id)))"""
    before = count(con, "raw.reject")
    con.execute(f"DELETE FROM raw.reject WHERE {named}")
    con.execute(f"UPDATE staged.forgotten SET rows = rows + {before - count(con, 'raw.reject')}")
