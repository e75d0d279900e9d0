"""The tables of the event store, once, for both databases; absent texts are '', moments are microseconds since 1970."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import REAL, BigInteger, Column, Double, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

METADATA: Final = MetaData()
NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
REAL_NUMBER: Final[TypeEngine[Any]] = Double[Any]().with_variant(REAL, "sqlite")


def _text(name: str) -> Column[Any]:
    return Column(name, Text, nullable=False, server_default="")


EVENT: Final = Table(
    "event",
    METADATA,
    Column("seq", NUMBER, primary_key=True, autoincrement=True),  # the order in which they were accepted
    Column("event_id", Text, nullable=False),
    _text("item_id"),
    _text("customer_id"),
    _text("session_id"),
    Column("kind", Integer, nullable=False),  # position in EVENT_TYPES
    Column("t", NUMBER, nullable=False),  # when the shop says that it happened
    _text("order_id"),
    Column("quantity", REAL_NUMBER),
    Column("price", REAL_NUMBER),
    _text("decision_id"),
    _text("placement"),
    Column("position", Integer),
    _text("further"),  # what else was told, a JSON object
    Column("by_token", Integer, nullable=False, server_default="0"),  # 1: by a browser, which speaks for one customer
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
"""The same event_id and item is the same event, as it is when a night reads a file."""
SAME_EVENT: Final = Index("event_same", EVENT.c.event_id, EVENT.c.item_id, unique=True)
_of_customer = EVENT.c.customer_id != ""
EVENT_OF_CUSTOMER: Final = Index(
    "event_of_customer", EVENT.c.customer_id, EVENT.c.seq, sqlite_where=_of_customer, postgresql_where=_of_customer
)
_of_guest = (EVENT.c.customer_id == "") & (EVENT.c.session_id != "")
EVENT_OF_GUEST: Final = Index(
    "event_of_guest", EVENT.c.session_id, EVENT.c.seq, sqlite_where=_of_guest, postgresql_where=_of_guest
)

SESSION: Final = Table(
    "session",
    METADATA,
    Column("session_id", Text, primary_key=True),
    Column("customer_id", Text, nullable=False),
    Column("at", NUMBER, nullable=False),
    sqlite_strict=True,
)
"""Whose session it turned out to be."""
SESSION_OF: Final = Index("session_of_customer", SESSION.c.customer_id)

DECISION: Final = Table(
    "decision",
    METADATA,
    Column("decision_id", Text, primary_key=True),
    _text("customer_id"),
    _text("session_id"),
    _text("placement"),
    _text("campaign"),
    _text("bundle"),
    _text("arm"),
    Column("at", NUMBER, nullable=False),  # when it was answered
    Column("shown_at", NUMBER),  # NULL until it is known to have been shown
    Column("clicked_at", NUMBER),
    Column("items", Text, nullable=False, server_default="[]"),  # JSON, by position
    _text("propensities"),  # JSON, by position; '' where nothing was drawn
    _text("clicked"),  # the items that were, a JSON text each on a line of its own; '' where the list as a whole was
    sqlite_strict=True,
)
"""What was answered, and whether it was shown."""
DECISION_OF_CUSTOMER: Final = Index(
    "decision_of_customer",
    DECISION.c.customer_id,
    DECISION.c.session_id,
    DECISION.c.placement,
    DECISION.c.shown_at,
)
"""Of all, shown or not: who is erased shall not be looked for in the whole table."""
DECISION_AT: Final = Index("decision_at", DECISION.c.at)

TOMBSTONE: Final = Table(
    "tombstone",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("digest", Text, nullable=False, unique=True),  # keyed hash of the customer's id
    Column("at", NUMBER, nullable=False),  # what happened before is erased
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
"""Who asked to be forgotten, without saying who."""

AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("at", NUMBER, nullable=False),
    Column("key_name", Text, nullable=False),
    Column("act", Text, nullable=False),
    _text("subject"),  # keyed hash of whom it was about
    _text("outcome"),
    _text("request_id"),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
"""What was done with an admin key."""

EXPORT: Final = Table(
    "export",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    Column("at", NUMBER, nullable=False),
    Column("what", Text, nullable=False),
    Column("path", Text, nullable=False),
    _text("bundle"),
    Column("rows", NUMBER, nullable=False),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
"""Which files with customers in them were written, and where."""

ABOUT: Final = Table(
    "about",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""What is said of the store itself: its id."""
