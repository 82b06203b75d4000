"""What is due and in force, kept by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("earliest", sa.Text(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "item", name=op.f("pk_agenda_item")),
    )
    op.create_index(
        op.f("ix_agenda_item_reach_earliest_record"),
        "agenda_item",
        ["reach", "earliest", "record"],
        unique=False,
    )
    op.create_index(
        "ix_agenda_item_waiting",
        "agenda_item",
        ["latest", "record"],
        unique=False,
        sqlite_where=sa.text("waits"),
    )
    op.create_index(
        op.f("ix_agenda_item_what_latest_record"), "agenda_item", ["what", "latest", "record"], unique=False
    )
    op.create_table(
        "agenda_lean",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "record", name=op.f("pk_agenda_lean")),
    )
    op.create_index(op.f("ix_agenda_lean_record"), "agenda_lean", ["record"], unique=False)
    op.create_table(
        "in_force_tally",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("what", "part", name=op.f("pk_in_force_tally")),
    )
    op.create_table(
        "restriction_stretch",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("begins", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record", "begins", name=op.f("pk_restriction_stretch")),
    )
    op.create_index(
        op.f("ix_restriction_stretch_article_ends_record"),
        "restriction_stretch",
        ["article", "ends", "record"],
        unique=False,
    )
    op.create_index(
        op.f("ix_restriction_stretch_begins_record"),
        "restriction_stretch",
        ["begins", "record"],
        unique=False,
    )
    op.create_index(
        op.f("ix_restriction_stretch_ends_record"), "restriction_stretch", ["ends", "record"], unique=False
    )
    op.create_index(
        op.f("ix_restriction_stretch_kind_ends_record"),
        "restriction_stretch",
        ["kind", "ends", "record"],
        unique=False,
    )
    op.create_index(op.f("ix_restriction_stretch_person"), "restriction_stretch", ["person"], unique=False)
    op.create_index(
        op.f("ix_restriction_stretch_region_ends_record"),
        "restriction_stretch",
        ["region", "ends", "record"],
        unique=False,
    )
    op.create_table(
        "snooze",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record", "item", name=op.f("pk_snooze")),
    )
