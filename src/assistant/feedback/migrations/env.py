"""Alembic runs this for every command; the connection comes from `upgrade.py`."""

from __future__ import annotations

from alembic import context

from assistant.feedback.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter most things of a table: Alembic then copies it, rows included.
    render_as_batch=True,
    # All steps or none: a failed upgrade leaves the database as it was. SQLite can do this, see `upgrade.py`.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
