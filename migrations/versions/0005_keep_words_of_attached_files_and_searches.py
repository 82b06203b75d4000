"""Keep the words of attached files and saved searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attached_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attached_page")),
    )
    with op.batch_alter_table("attached_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attached_page_sha256_page"), ["sha256", "page"], unique=False)

    op.create_table(
        "attached_text",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_attached_text")),
    )
    op.create_table(
        "saved_search",
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("query", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("heads", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.Text(), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_file"), ["file"], unique=False)

    op.execute(
        "CREATE VIRTUAL TABLE search_page USING fts5(words, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
    )
    op.execute("INSERT INTO search_page(search_page, rank) VALUES ('automerge', 0)")


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
