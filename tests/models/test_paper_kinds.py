"""A vault from before the register of papers takes one up; nothing of it ever leaves the vault."""

from __future__ import annotations

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import create_engine, text

from kzcase.models.base import Travel, kinds, models
from kzcase.models.fields import INTERNAL
from tests.models.test_letter_kinds import migrated

FROM_BEFORE = 9
"""The revision of a vault that knew no register of papers."""
NEWEST = 15
"""The revision since which papers are as they are now: annexes, and readers of a named audience."""
OURS = ("paper_out", "paper_pack", "paper_audience")


def test_a_vault_from_before_keeps_its_records_and_gets_the_tables() -> None:
    with create_engine("sqlite://", module=sqlcipher3.dbapi2).connect() as connection:
        migrated(connection, 1, FROM_BEFORE)
        connection.execute(text("INSERT INTO letterhead (id, name) VALUES ('h', 'Office')"))
        migrated(connection, FROM_BEFORE + 1, NEWEST)
        assert connection.execute(text("SELECT name FROM letterhead")).scalar() == "Office"
        for kind in OURS:
            columns = {row[1] for row in connection.execute(text(f"PRAGMA table_info({kind})"))}
            assert columns == {one.name for one in models()[kind].__table__.columns}


@pytest.mark.parametrize("kind", OURS)
def test_what_an_office_hands_out_never_leaves_its_vault_nor_reaches_a_paper(kind: str) -> None:
    assert kinds()[kind].travel is Travel.PRIVATE
    assert all(field.audiences == INTERNAL for field in kinds()[kind].fields.values() if not field.hidden)
