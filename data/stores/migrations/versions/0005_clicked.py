"""Which items of a list were clicked; of lists that were clicked before only that is known."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("decision", sa.Column("clicked", sa.Text, nullable=False, server_default=""))
