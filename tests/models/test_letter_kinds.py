"""A vault from before the register of letters keeps its letters, and templates and letterheads have tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase import resources
from kzcase.models.base import Travel, kinds
from kzcase.reference import vocabularies
from kzcase.vault.vault import Vault
from tests.laptops import KEY

BEFORE = "0006"


def test_letters_and_contacts_from_before_are_there_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(resources.migrations(), folder)
    for file in (folder / "versions").glob("*.py"):
        if file.name[:4] > BEFORE:
            file.unlink()
    path = tmp_path / "old.kzvault"
    with monkeypatch.context() as older:
        older.setattr(resources, "migrations", lambda: folder)
        with Vault.create_raw(path, KEY) as vault, vault.write() as session:
            connection = session.connection()
            connection.exec_driver_sql(
                "INSERT INTO letter (id, subject, direction, status, sent) "
                "VALUES ('l', 'Visit', 'out', 'ready', '2026-03-01')"
            )
            connection.exec_driver_sql("INSERT INTO contact (id, name) VALUES ('c', 'A. Modeluly')")
    with Vault.open_raw(path, KEY) as vault, vault.read() as session:
        letter = session.execute(text("SELECT subject, status, sent, mechanism, due_rule FROM letter")).one()
        assert tuple(letter) == ("Visit", "ready", "2026-03-01", None, None)
        contact = session.execute(text("SELECT name, since, kind FROM contact")).one()
        assert tuple(contact) == ("A. Modeluly", None, None)
        for table in ("letter_template", "letterhead"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


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
