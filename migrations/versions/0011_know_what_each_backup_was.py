"""Know what each backup was.

When it was made, at which counter of the vault, how it can be recognised as
what was written, and who wanted it: so that a second one of the same state is
not made, and only what the program made by itself is ever removed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (
        ("made_at", sa.Text()),
        ("commits", sa.Integer()),
        ("size", sa.Integer()),
        ("head", sa.Text()),
        ("why", sa.Text()),
    ):
        op.add_column("vault_copy", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    raise NotImplementedError("a vault is never taken back: restore the backup made before the update")
