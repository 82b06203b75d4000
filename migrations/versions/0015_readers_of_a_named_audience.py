"""Readers of a named audience."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("paper_audience", schema=None) as batch_op:
        batch_op.add_column(sa.Column("readers", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
