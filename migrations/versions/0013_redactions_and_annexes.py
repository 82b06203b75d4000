"""Redactions of documents, and annexes of papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redaction",
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("box", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
    )
    with op.batch_alter_table("paper_out", schema=None) as batch_op:
        batch_op.add_column(sa.Column("documents", sa.Text(), nullable=True))

    with op.batch_alter_table("paper_pack", schema=None) as batch_op:
        batch_op.add_column(sa.Column("documents", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("annexes", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
