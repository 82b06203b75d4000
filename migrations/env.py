"""Runs migrations over the connection the vault hands in; the caller owns the transaction."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("a vault is encrypted: only kzcase.vault.migrate and the scripts can run migrations")

context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),  # only to write a new one,
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
