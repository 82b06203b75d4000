"""A vault from before the register of letters keeps its letters; templates and letterheads have tables."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from kzcase import resources
from kzcase.models.base import Travel, kinds
from kzcase.reference import vocabularies
from kzcase.vault.vault import Vault
from tests.laptops import KEY

FROM_BEFORE = 6
"""The revision of a vault that knew letters, but no register of them."""


def migrated(connection: Connection, first: int, last: int) -> None:
    """Run the migrations of these numbers, in order, on a database of their own."""
    with Operations.context(MigrationContext.configure(connection)):
        for script in reversed(list(ScriptDirectory(str(resources.migrations())).walk_revisions())):
            if first <= int(script.revision) <= last:
                script.module.upgrade()


def test_letters_and_contacts_from_before_are_there_afterwards() -> None:
    with create_engine("sqlite://", module=sqlcipher3.dbapi2).connect() as connection:
        migrated(connection, 1, FROM_BEFORE)
        connection.execute(
            text(
                "INSERT INTO letter (id, subject, direction, status, sent) "
                "VALUES ('l', 'Visit', 'out', 'ready', '2026-03-01')"
            )
        )
        connection.execute(text("INSERT INTO contact (id, name) VALUES ('c', 'A. Modeluly')"))
        migrated(connection, FROM_BEFORE + 1, FROM_BEFORE + 1)
        letter = connection.execute(text("SELECT subject, status, sent, mechanism, due_rule FROM letter"))
        assert tuple(letter.one()) == ("Visit", "ready", "2026-03-01", None, None)
        contact = connection.execute(text("SELECT name, since, kind FROM contact"))
        assert tuple(contact.one()) == ("A. Modeluly", None, None)
        for table in ("letter_template", "letterhead"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_terms_of_letters_from_before_are_still_offered() -> None:
    status = vocabularies.load("letter_status").terms
    assert {"draft", "ready", "sent", "reminded", "answered", "no_answer_needed", "closed"} <= status.keys()
    assert {"checked", "acknowledged"} <= status.keys()
    assert {"meeting", "phone_call", "joint_statement", "letter"} <= vocabularies.load(
        "letter_kind"
    ).terms.keys()


def test_a_letterhead_never_leaves_the_vault_and_a_template_may() -> None:
    assert kinds()["letterhead"].travel is Travel.PRIVATE
    assert kinds()["letter_template"].travel is Travel.SHARED


def test_the_register_goes_by_an_index_of_direction_and_day(tmp_path: Path) -> None:
    with Vault.create_raw(tmp_path / "new.kzvault", KEY) as vault, vault.read() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM letter WHERE direction = 'in' AND sent IS NOT NULL "
                "ORDER BY sent DESC, id DESC LIMIT 10"
            )
        ).all()
    assert any("ix_letter_direction_sent_id" in str(row) for row in plan)
    assert not any("TEMP B-TREE" in str(row) for row in plan)
