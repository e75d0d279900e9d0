"""Decisions are found by their customer, shown or not, and by where they were shown."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.drop_index("decision_of_customer", "decision")
    op.create_index("decision_of_customer", "decision", ["customer_id", "session_id", "placement", "shown_at"])
