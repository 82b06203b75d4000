"""A vault from before named audiences had readers takes them up and keeps what it had."""

from __future__ import annotations

import sqlcipher3.dbapi2
from sqlalchemy import create_engine, text

from tests.models.test_letter_kinds import migrated

FROM_BEFORE = 14
"""The revision of a vault whose named audiences were for papers alone."""


def test_a_named_audience_from_before_has_no_readers_and_all_else() -> None:
    with create_engine("sqlite://", module=sqlcipher3.dbapi2).connect() as connection:
        migrated(connection, 1, FROM_BEFORE)
        connection.execute(text("INSERT INTO paper_audience (id, name, fields) VALUES ('a', 'EU', 'letter')"))
        migrated(connection, FROM_BEFORE + 1, FROM_BEFORE + 1)
        assert connection.execute(text("SELECT name, fields, readers FROM paper_audience")).all() == [
            ("EU", "letter", None)
        ]
