"""Which events a browser told with a customer's token; of those that were told before, a key is taken to have."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("event", sa.Column("by_token", sa.Integer, nullable=False, server_default="0"))
