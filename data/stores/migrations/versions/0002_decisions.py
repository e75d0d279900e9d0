"""What was answered, and whether it was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    names = ("customer_id", "session_id", "placement", "campaign", "bundle", "arm")
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in names),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("shown_at", NUMBER),
        sa.Column("clicked_at", NUMBER),
        sa.Column("items", sa.Text, nullable=False, server_default="[]"),
        sa.Column("propensities", sa.Text, nullable=False, server_default=""),
        sqlite_strict=True,
    )
    shown = sa.text("shown_at IS NOT NULL")
    op.create_index(
        "decision_of_customer",
        "decision",
        ["customer_id", "session_id", "shown_at"],
        sqlite_where=shown,
        postgresql_where=shown,
    )
    op.create_index("decision_at", "decision", ["at"])
