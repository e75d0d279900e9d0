"""Who was erased, what was done with admin keys, and which files were written."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _table(name: str, *columns: sa.Column) -> None:
    number = sa.Column("number", NUMBER, primary_key=True, autoincrement=True)
    op.create_table(name, number, *columns, sqlite_autoincrement=True, sqlite_strict=True)


def upgrade() -> None:
    _table(
        "tombstone",
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("at", NUMBER, nullable=False),
    )
    _table(
        "audit",
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("key_name", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        *(_text(name) for name in ("subject", "outcome", "request_id")),
    )
    _table(
        "export",
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        _text("bundle"),
        sa.Column("rows", NUMBER, nullable=False),
    )
