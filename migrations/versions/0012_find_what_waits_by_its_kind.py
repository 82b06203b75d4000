"""Find what waits by its kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_item_waiting")
        batch_op.create_index(
            "ix_agenda_item_waiting",
            ["what", "latest", "record"],
            unique=False,
            sqlite_where=sa.text("waits"),
        )


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
