"""Letters by direction and day."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_letter_direction_sent_id"), "letter", ["direction", "sent", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
