"""A vault from before its filters had covering indexes gets them, and keeps its rows."""

from __future__ import annotations

import sqlcipher3.dbapi2
from sqlalchemy import create_engine, text

from tests.models.test_letter_kinds import migrated

FROM_BEFORE = 15
STRETCH = (
    "INSERT INTO restriction_stretch (record, begins, ends, state, person) "
    "VALUES ('r', '2020-01-01', '2027-01-01', 'yes', 'p')"
)
LINK = "INSERT INTO link (source, field, target, now, kind) VALUES ('r', 'person', 'p', 'p', 'restriction')"
ASKED = {
    "ix_restriction_stretch_ending": (
        "SELECT person FROM restriction_stretch "
        "WHERE ends >= '2026-11-23' AND +begins <= '2026-11-23' AND state = 'yes'"
    ),
    "ix_restriction_stretch_of_person": (
        "SELECT record FROM restriction_stretch "
        "WHERE person = 'p' AND +ends >= '2026-11-23' AND state = 'yes'"
    ),
    "ix_link_naming": (
        "SELECT source FROM link WHERE now = 'p' AND kind = 'restriction' AND field = 'person'"
    ),
}


def test_a_vault_from_before_is_asked_by_indexes_alone_and_keeps_its_rows() -> None:
    with create_engine("sqlite://", module=sqlcipher3.dbapi2).connect() as connection:
        migrated(connection, 1, FROM_BEFORE)
        connection.execute(text(STRETCH))
        connection.execute(text(LINK))
        migrated(connection, FROM_BEFORE + 1, FROM_BEFORE + 1)
        for index, asked in ASKED.items():
            assert connection.execute(text(asked)).one()[0] in ("p", "r")
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {asked}")).one()[-1]
            assert f"COVERING INDEX {index} " in plan
