"""Run by Alembic: the migrations over the connection that `data.stores.migrating` hands in."""

from alembic import context

from data.stores.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
