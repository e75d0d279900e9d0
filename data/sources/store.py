"""The event store as a source of the night: its tables as `raw.store_*`, up to the night's mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import duckdb

from data.errors import InputError
from data.mapping.preset import Preset
from data.mapping.shop import ShopMapping
from data.mapping.table import TableMapping
from data.settings import SETTINGS_FILE
from data.sources.opening import Opening, Raw
from data.sources.postgresql import open_postgresql
from data.sources.sqlite import PREFIX, open_sqlite
from data.stores.questions import MOVING
from data.stores.rows import Mark

_OWN: Final = (
    "SELECT 1 FROM decision WHERE decision.decision_id = event.decision_id "
    "AND decision.customer_id IN ('', event.customer_id) AND decision.session_id IN ('', event.session_id)"
)
"""What a browser says of a list that is not its customer's says nothing of it."""
TABLES: Final = {
    "store_event": "SELECT seq, event_id, item_id, customer_id, session_id, kind, t, order_id, quantity, price, "
    f"CASE WHEN by_token = 0 OR EXISTS ({_OWN}) THEN decision_id ELSE '' END AS decision_id "
    "FROM event WHERE seq <= {seq}",
    "store_session": "SELECT session_id, customer_id FROM session",
    "store_decision": "SELECT decision_id, customer_id, session_id, placement, shown_at, clicked_at, items "
    "FROM decision WHERE shown_at IS NOT NULL",
    "store_tombstone": "SELECT digest, at AS moment FROM tombstone WHERE number <= {erasures}",
}
"""Raw table -> what is asked of the store."""

AHEAD: Final = f"""
    SELECT min(TRY_CAST(seq AS BIGINT)) FROM raw.store_event
    WHERE TRY_CAST(kind AS INTEGER) IN ({", ".join(map(str, MOVING))})
        AND make_timestamp(TRY_CAST(t AS BIGINT)) >= $end"""
"""The first event that leaves an item out, or brings it back, of a moment that the night does not look at."""


def counted_up_to(con: duckdb.DuckDBPyConnection, mark: Mark, as_of: datetime) -> Mark:
    """How far the night that ends at as_of (exclusive) has counted all that was read: what was told ahead of its time
    has not happened for it, so that the service counts from there on. What lies between counts in both."""
    first = con.execute(AHEAD, {"end": as_of.astimezone(UTC).replace(tzinfo=None)}).fetchall()[0][0]
    return mark if first is None else mark._replace(seq=min(mark.seq, first - 1))


def open_store_tables(opening: Opening, mark: Mark) -> Raw:
    """The raw tables; `opening.mapping` is not used. Raises InputError with the database's words."""
    queries = {name: TableMapping(query=select.format(**mark._asdict())) for name, select in TABLES.items()}
    own = replace(opening, mapping=ShopMapping("UTC", queries, {}, Preset("the event store")))
    try:
        return (open_sqlite if opening.address.startswith(PREFIX) else open_postgresql)(own)
    except InputError as error:
        raise InputError(f"{SETTINGS_FILE} [store] url", error.detail) from None
