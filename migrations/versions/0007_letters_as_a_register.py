"""Letters as a register, their templates and letterheads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_template",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
    )
    with op.batch_alter_table("letter_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_template_kind_id"), ["kind", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_template_name_id"), ["name", "id"], unique=False)

    op.create_table(
        "letterhead",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("reference_prefix", sa.Text(), nullable=True),
        sa.Column("signatory", sa.Text(), nullable=True),
        sa.Column("signatory_post", sa.Text(), nullable=True),
        sa.Column("signature_note", sa.Text(), nullable=True),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("preferred", sa.Boolean(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterhead")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_ru", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("name_kk", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("kind", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("position_ru", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("position_kk", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("mechanism", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("audience", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("salutation_ru", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("salutation_kk", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("since", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("succeeded_by", sa.Text(), nullable=True))

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mechanism", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("communication", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("copies", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("signatories", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("audience", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("acknowledged", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("due_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("due_rule", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("follow_up_of", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("impact_date", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("impact_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("salutation", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("signature", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("enclosures", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("letterhead", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("template", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("mailing", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letter_mechanism_id"), ["mechanism", "id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
