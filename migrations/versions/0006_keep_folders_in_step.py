"""Keep folders in step, and remember declined erasures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declined_erasure",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("compartment", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "compartment", "author", name=op.f("pk_declined_erasure")),
    )
    op.create_table(
        "sync_folder",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("without", sa.Text(), nullable=False),
        sa.Column("synced", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_folder")),
    )
    op.create_table(
        "sync_contact",
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("folder", "contact", name=op.f("pk_sync_contact")),
    )
    op.create_table(
        "sync_waiting",
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("folder", "contact", "record", name=op.f("pk_sync_waiting")),
    )
    op.create_table(
        "sync_file",
        sa.Column("export", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("export", name=op.f("pk_sync_file")),
    )
    with op.batch_alter_table("sync_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sync_file_folder_state"), ["folder", "state"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
