"""Facts at one moment, computed by DuckDB from the cleaned tables. Nothing else reads raw events."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from data.arrays import Floats, Ints
from data.facts import selections as select
from data.facts.definitions import DEFINITIONS
from data.facts.facts import Attributes, CustomerFacts, Customers, Events, Facts, Items, Lines, Orders, Touches
from data.facts.fetch import columns, labels, large_columns, one_number, ragged, strings, texts
from data.groups import ALL_NEVER, Groups

Con = duckdb.DuckDBPyConnection


def facts_at(con: Con, as_of: datetime, groups: Groups = ALL_NEVER, *, past: bool = False) -> Facts:
    """What is known at `as_of` (exclusive; without a zone it is UTC), from the tables event, item and customer.

    `past` says that the item table was written later than as_of, as in a rehearsal: its prices and stock are then not
    used, and an item counts as listed only when it had been seen by then. Nothing depends on events at or after as_of,
    but that an item without `first_seen` is not listed before its first event.
    Cost: some ten scans of the events; memory 30 bytes per line that teaches, beside DuckDB's own limit.
    """
    with _defined(con, as_of, groups, past):
        items = _items(con)
        customers = _customers(con)
        return Facts(
            as_of=f"{_utc(as_of).isoformat()}Z",
            items=items,
            customers=customers,
            lines=Lines(**large_columns(con, select.LINES, select.LINE_COUNT)),
            owned=ragged(con, select.OWNED, customers.count),
            basket=ragged(con, select.BASKET, customers.count),
            last_order=ragged(con, select.LAST_ORDER, customers.count),
            zone=zone_of(con),
        )


def zone_of(con: Con) -> str:
    """Where the shop's days begin: an IANA name, as the reading said."""
    told = con.execute("SELECT coalesce(getvariable('zone'), 'UTC')").fetchone()
    return str(told[0]) if told else "UTC"


def customer_facts_at(con: Con, facts: Facts) -> CustomerFacts:
    """What is known of customers at the facts' own as_of. Cost: three scans of the events; 13 bytes per touch."""
    with _defined(con, datetime.fromisoformat(facts.as_of), ALL_NEVER, past=True):
        return CustomerFacts(
            facts,
            Orders(**columns(con, select.PLACED)),
            Touches(**large_columns(con, select.TOUCHES, select.TOUCH_COUNT)),
        )


def window_placed(con: Con, start: datetime, end: datetime) -> Orders:
    """The orders placed in [start, end) by known customers, not cancelled by `end`; age is days before `end`.

    What came back by `end` of what was bought in the window is in `returned`.
    """
    with _defined(con, end, ALL_NEVER, past=True):
        return Orders(**columns(con, select.WINDOW_PLACED, {"start": _utc(start)}))


def window_purchases(con: Con, start: datetime, end: datetime) -> tuple[Ints, Ints, Floats, Floats]:
    """(customer, item, quantity, price) of each purchase line in [start, end), by customer, then oldest first.

    The truth of a rehearsal: guests, non-products, write-offs and what was cancelled before `end` are left out;
    what was returned counts, it was bought. Quantity is 1 and price NaN where the shop does not say.
    """
    with _defined(con, end, ALL_NEVER, past=True):
        bought = columns(con, select.WINDOW, {"start": _utc(start)})
    return bought["customer"], bought["item"], bought["quantity"], bought["price"]


def window_orders(con: Con, start: datetime, end: datetime) -> tuple[Ints, Ints, Ints]:
    """(customer, item, order) of each purchase line in [start, end) that belongs to an order, guests' among them.

    The truth about what goes together: as `window_purchases`, by order, then oldest first; -1 is a guest.
    """
    with _defined(con, end, ALL_NEVER, past=True):
        bought = columns(con, select.WINDOW_ORDERS, {"start": _utc(start)})
    return bought["customer"], bought["item"], bought["order"]


def window_events(con: Con, start: datetime, end: datetime) -> Events:
    """What known customers did in [start, end): what a rehearsed night could not know, and the day after it could."""
    with _defined(con, end, ALL_NEVER, past=True):
        return Events(**columns(con, select.WINDOW_EVENTS, {"start": _utc(start)}))


@contextmanager
def _defined(con: Con, as_of: datetime, groups: Groups, past: bool) -> Generator[None]:
    """The definitions as temporary views and tables of the connection, for as long as they are read."""
    con.execute("SET VARIABLE as_of = $1::TIMESTAMP", [_utc(as_of)])
    con.execute("SET VARIABLE past = $1::BOOLEAN", [past])
    _hold_rules(con, groups)
    try:
        for fact in DEFINITIONS:
            con.execute(f"CREATE OR REPLACE TEMP {'TABLE' if fact.kept else 'VIEW'} {fact.name} AS {fact.sql}")
        yield
    finally:
        for fact in reversed(DEFINITIONS):
            con.execute(f"DROP {'TABLE' if fact.kept else 'VIEW'} IF EXISTS temp.{fact.name}")
        con.execute("DROP TABLE temp.rebuy_rule")
        con.execute("DROP TABLE temp.returned_rule")


def _hold_rules(con: Con, groups: Groups) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE rebuy_rule (name VARCHAR, consumable BOOLEAN, days INTEGER)")
    con.execute("CREATE OR REPLACE TEMP TABLE returned_rule (name VARCHAR, again BOOLEAN)")
    for rule in groups.rebuy_rows():
        con.execute("INSERT INTO rebuy_rule VALUES ($1, $2, $3)", rule)
    for rule in groups.returned_rows():
        con.execute("INSERT INTO returned_rule VALUES ($1, $2)", rule)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _items(con: Con) -> Items:
    return Items(
        id=texts(con, "item", "item_id"),
        title=texts(con, "item", "title"),
        category=labels(con, "item", "category"),
        brand=labels(con, "item", "brand"),
        group=labels(con, "item", '"group"'),
        tags=ragged(con, select.TAGS, one_number(con, "SELECT count(*) FROM item")),
        tag_name=strings(con, select.TAG_NAMES),
        image_url=texts(con, "item", "image_url"),
        url=texts(con, "item", "url"),
        **columns(con, select.ITEMS),
    )


def _attributes(con: Con) -> Attributes | None:
    name = strings(con, select.ATTRIBUTE_NAMES)
    count = one_number(con, "SELECT count(*) FROM customer")
    return Attributes(ragged(con, select.ATTRIBUTES, count), name) if len(name) else None


def _customers(con: Con) -> Customers:
    return Customers(
        id=texts(con, "customer", "customer_id"),
        country=labels(con, "customer", "country"),
        attributes=_attributes(con),
        **columns(con, select.CUSTOMERS),
    )
