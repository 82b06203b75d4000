"""Runs migrations over the connection the vault hands in; the caller owns the transaction."""

from __future__ import annotations

from alembic import context

attributes = context.config.attributes
if "connection" not in attributes:
    raise RuntimeError("a vault is encrypted: only kzcase.vault.migrate and the scripts can run migrations")

context.configure(
    connection=attributes["connection"],
    transactional_ddl=True,
    transaction_per_migration=False,
    # Only for writing a new migration: running one needs no model.
    target_metadata=attributes.get("metadata"),
    include_object=attributes.get("include_object"),
    render_item=attributes.get("render_item"),
    render_as_batch=True,
)
context.run_migrations()
