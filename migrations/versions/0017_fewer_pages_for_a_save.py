"""Fewer pages for a save."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LEAF = 3970
"""Bytes of a leaf of the text indexes; those of 4050, which fit SQLite's pages, took two of SQLCipher's."""


def upgrade() -> None:
    op.create_table(
        "search_due",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_due")),
    )
    op.drop_index("ix_signature_author", "signature")
    op.create_table(
        "signed_anew",
        sa.Column("revision", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("revision", "signature", name=op.f("pk_signed")),
        sqlite_with_rowid=False,
    )
    # In the order of its key, so that each page is written once.
    op.execute("INSERT INTO signed_anew SELECT revision, signature FROM signed ORDER BY revision, signature")
    op.drop_table("signed")
    op.rename_table("signed_anew", "signed")
    for index in ("search_text", "search_page"):
        op.execute(f"INSERT INTO {index}({index}, rank) VALUES ('pgsz', {LEAF})")


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
