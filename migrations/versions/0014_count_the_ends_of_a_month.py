"""Count the ends of a month."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_agenda_item_ending",
        "agenda_item",
        ["latest", "what", "reach", "shown"],
        unique=False,
        sqlite_where=sa.text("what = 'restriction_ends' AND reach = 0 AND shown"),
    )


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
