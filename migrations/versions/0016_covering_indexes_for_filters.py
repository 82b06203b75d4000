"""Covering indexes for filters."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_link_now_kind_source", "link")
    op.create_index("ix_link_naming", "link", ["now", "kind", "source", "field"])
    op.drop_index("ix_restriction_stretch_ends_record", "restriction_stretch")
    op.drop_index("ix_restriction_stretch_person", "restriction_stretch")
    op.create_index(
        "ix_restriction_stretch_ending",
        "restriction_stretch",
        ["ends", "record", "state", "begins", "person"],
    )
    op.create_index(
        "ix_restriction_stretch_of_person",
        "restriction_stretch",
        ["person", "ends", "begins", "state", "record"],
    )


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
