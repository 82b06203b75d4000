"""A vault made by the version before is brought up to date, with what a newer laptop had sent it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kzcase import resources
from kzcase.history.revision import trusted
from kzcase.models.ledger import LocalRow
from kzcase.services import agenda, records, today, upkeep, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault.vault import Vault

KEY = bytes(range(32))
COLUMNS = "SELECT name FROM pragma_table_info(?)"
TABLES = (
    "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
    " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' AND name != 'alembic_version'"
)


def _driver(vault: Vault, session: Any) -> Any:
    connection = session.connection()
    connection.info["history"] = True
    return connection.connection.driver_connection


def _as_version(office: Office, path: Path, last: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with the same history in the tables of an older version."""
    folder = path.with_suffix(".migrations")
    shutil.copytree(resources.migrations(), folder)
    for file in (folder / "versions").glob("*.py"):
        if file.name[:4] > last:
            file.unlink()
    with monkeypatch.context() as older:
        older.setattr(resources, "migrations", lambda: folder)
        made = Vault.create_raw(path, KEY)
    with made, office.vault.read() as source, made.write() as session:
        session.flush()
        theirs, ours = _driver(office.vault, source), _driver(made, session)
        for (table,) in ours.execute(TABLES).fetchall():
            known = {name for (name,) in theirs.execute(COLUMNS, (table,))}
            columns = ", ".join(
                f'"{name}"' for (name,) in ours.execute(COLUMNS, (table,)).fetchall() if name in known
            )
            ours.execute(f'DELETE FROM "{table}"')
            rows = theirs.execute(f'SELECT {columns} FROM "{table}"').fetchall() if columns else []
            for row in rows:
                ours.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(row))})', row)
        session.merge(LocalRow(key=upkeep.MARK, value="the version before"))
    return path


def test_a_vault_from_before_changes_of_restrictions_keeps_and_shows_what_a_newer_laptop_wrote(
    new_office: Callable[..., Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = new_office()
    person, restriction, change = (records.new_id() for _ in range(3))
    records.save(newer, Draft("person", person, {"locality": "Үлгіқала"}))
    fields = {"person": person, "kind": "administrative_supervision", "credited": 12, "longest": {"years": 3}}
    records.save(newer, Draft("restriction", restriction, fields))
    extended = {"record": restriction, "kind": "extension", "date": "2026-05-05", "term": {"months": 6}}
    records.save(newer, Draft("restriction_change", change, extended))
    state = vaults.check(newer)["state"]
    old = _as_version(newer, tmp_path / "old.kzvault", "0001", monkeypatch)

    office = Office.of(Vault.open_raw(old, KEY))

    try:
        assert records.view(office, restriction).fields["credited"] == 12
        assert records.view(office, restriction).fields["longest"] == {"years": 3}
        assert records.view(office, change).fields["term"] == {"months": 6}
        checked = vaults.check(office, rebuild=True)
        assert (checked["ok"], checked["state"]) == (True, state)
        heads = records.view(office, restriction).heads
        records.save(office, Draft("restriction", restriction, {"credited": 13}, heads))
        with office.read() as session:
            sent = [
                trusted(*row) for row in session.execute(text("SELECT id, header, parts FROM revision")).all()
            ]
        with newer.vault.write() as session:
            newer.ledger.apply(session, sent)
        assert records.view(newer, restriction).fields["credited"] == 13
        assert vaults.check(newer, rebuild=True)["state"] == vaults.check(office)["state"]
    finally:
        office.close()


def test_a_vault_from_before_the_agenda_has_one_when_it_is_opened(
    sample: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 11, 22)
    old = _as_version(sample, tmp_path / "old.kzvault", "0002", monkeypatch)
    office = Office.of(Vault.open_raw(old, KEY))
    try:
        assert vaults.check(office, rebuild=True)["problems"] == []
        assert agenda.due(office, day, 30) == agenda.due(sample, day, 30)
        assert len(agenda.due(office, day, 30).items) > 5
        found, expected = today.today(office, day), today.today(sample, day)
        assert (found.in_force, found.ends_next) == (expected.in_force, expected.ends_next)
        assert found.in_force.restrictions > 10
    finally:
        office.close()
