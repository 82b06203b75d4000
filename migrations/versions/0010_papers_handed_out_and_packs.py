"""Keep what was handed out, packs under a name and audiences of the office."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_audience",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_audience")),
    )
    op.create_table(
        "paper_out",
        sa.Column("made", sa.Text(), nullable=True),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("mission", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("persons", sa.Text(), nullable=True),
        sa.Column("consents", sa.Text(), nullable=True),
        sa.Column("pack", sa.Text(), nullable=True),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_out")),
    )
    with op.batch_alter_table("paper_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_out_made_id"), ["made", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_out_sha256_id"), ["sha256", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_out_template_id"), ["template", "id"], unique=False)

    op.create_table(
        "paper_pack",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("template", sa.Text(), nullable=True),
        sa.Column("persons", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("mission", sa.Text(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("classification", sa.Text(), nullable=True),
        sa.Column("letterhead", sa.Text(), nullable=True),
        sa.Column("without", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_pack")),
    )


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
