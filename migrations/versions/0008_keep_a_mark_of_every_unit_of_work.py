"""Keep a mark of every unit of work.

The counter of commits and the version that wrote last move out of the facts
into one row with a page of its own, so that a log left beside a vault can be
known to belong to it by reading a few pages.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
row_changes = {"vault_meta": -2}


def upgrade() -> None:
    op.create_table(
        "vault_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commits", sa.Integer(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("app_version", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_vault_mark_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vault_mark")),
    )
    op.execute(
        "INSERT INTO vault_mark (id, commits, mark, before, app_version)"
        " SELECT 1, CAST(c.value AS INTEGER), randomblob(16), zeroblob(16), v.value"
        " FROM vault_meta c JOIN vault_meta v ON v.key = 'app_version' WHERE c.key = 'commits'"
    )
    op.execute("DELETE FROM vault_meta WHERE key IN ('commits', 'app_version')")


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
