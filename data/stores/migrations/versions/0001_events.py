"""Events, whose sessions they were, and the id of the store."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
REAL = sa.Double().with_variant(sa.REAL, "sqlite")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("event_id", sa.Text, nullable=False),
        *(_text(name) for name in ("item_id", "customer_id", "session_id")),
        sa.Column("kind", sa.Integer, nullable=False),
        sa.Column("t", NUMBER, nullable=False),
        _text("order_id"),
        sa.Column("quantity", REAL),
        sa.Column("price", REAL),
        *(_text(name) for name in ("decision_id", "placement")),
        sa.Column("position", sa.Integer),
        _text("further"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("event_same", "event", ["event_id", "item_id"], unique=True)
    customers, guests = sa.text("customer_id != ''"), sa.text("customer_id = '' AND session_id != ''")
    for name, column, where in (
        ("event_of_customer", "customer_id", customers),
        ("event_of_guest", "session_id", guests),
    ):
        op.create_index(name, "event", [column, "seq"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "session",
        sa.Column("session_id", sa.Text, primary_key=True),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("session_of_customer", "session", ["customer_id"])
    op.create_table(
        "about",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sqlite_strict=True,
    )
