"""Changes of restrictions; days credited; the longest term; the day a judgment was handed over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "restriction_change",
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("term", sa.Text(), nullable=True),
        sa.Column("new_end", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("do_not_share", sa.Boolean(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction_change")),
    )
    op.create_index(op.f("ix_restriction_change_date_id"), "restriction_change", ["date", "id"], unique=False)
    op.create_index(op.f("ix_restriction_change_kind_id"), "restriction_change", ["kind", "id"], unique=False)
    op.add_column("restriction", sa.Column("longest", sa.Text(), nullable=True))
    op.add_column("restriction", sa.Column("credited", sa.Integer(), nullable=True))
    op.add_column("penalty", sa.Column("credited", sa.Integer(), nullable=True))
    op.add_column("sentence", sa.Column("copy_received", sa.Text(), nullable=True))
