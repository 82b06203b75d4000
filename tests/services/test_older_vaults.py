"""A vault made by the version before is brought up to date, with what a newer laptop had sent it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from kzcase.history.revision import trusted
from kzcase.services import (
    agenda,
    attachedtext,
    documents,
    records,
    savedsearches,
    searching,
    today,
    upkeep,
    vaults,
)
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.vault.vault import Vault
from tests.older import made_by

KEY = bytes(range(32))
COLUMNS = "SELECT name FROM pragma_table_info(?)"
TABLES = (
    "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
    " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
    " AND name NOT IN ('alembic_version', 'vault_meta')"
)


def _as_version(office: Office, path: Path, last: str) -> Path:
    """A vault with the same history in the tables of an older version."""
    with made_by(path, KEY, last) as ours, office.vault.read() as source:
        theirs: Any = source.connection().connection.driver_connection
        for (table,) in ours.execute(TABLES).fetchall():
            known = {name for (name,) in theirs.execute(COLUMNS, (table,))}
            columns = ", ".join(
                f'"{name}"' for (name,) in ours.execute(COLUMNS, (table,)).fetchall() if name in known
            )
            rows = theirs.execute(f'SELECT {columns} FROM "{table}"').fetchall() if columns else []
            for row in rows:
                marks = ", ".join("?" * len(row))
                ours.execute(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', row)
        ours.execute(
            "INSERT INTO local_value VALUES (?, 'the version before')"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (upkeep.MARK,),
        )
    return path


def test_a_vault_from_before_changes_of_restrictions_keeps_and_shows_what_a_newer_laptop_wrote(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    newer = new_office()
    person, restriction, change = (records.new_id() for _ in range(3))
    records.save(newer, Draft("person", person, {"locality": "Үлгіқала"}))
    fields = {"person": person, "kind": "administrative_supervision", "credited": 12, "longest": {"years": 3}}
    records.save(newer, Draft("restriction", restriction, fields))
    extended = {"record": restriction, "kind": "extension", "date": "2026-05-05", "term": {"months": 6}}
    records.save(newer, Draft("restriction_change", change, extended))
    state = vaults.check(newer)["state"]
    old = _as_version(newer, tmp_path / "old.kzvault", "0001")

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


def test_a_vault_from_before_the_agenda_has_one_when_it_is_opened(sample: Office, tmp_path: Path) -> None:
    day = date(2026, 11, 22)
    old = _as_version(sample, tmp_path / "old.kzvault", "0002")
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


def test_a_vault_from_before_saved_searches_takes_a_newer_laptops_and_reads_its_attached_files(
    new_office: Callable[..., Office], tmp_path: Path
) -> None:
    newer = new_office()
    person = records.new_id()
    records.save(newer, Draft("person", person, {"region": "KZ-61", "liberty": {"status": "detained"}}))
    search = savedsearches.save(newer, "Held in the south", "people detained Turkistan")
    old = _as_version(newer, tmp_path / "old.kzvault", "0004")

    office = Office.of(Vault.open_raw(old, KEY))

    try:
        (kept,) = savedsearches.listed(office)
        assert (kept.id, kept.name) == (search, "Held in the south")
        assert savedsearches.counts(office)[search].words == "1"
        verdict = tmp_path / "verdict.txt"
        verdict.write_text("The verdict of the Auezov court")
        document = documents.attach(office, person, verdict)
        assert attachedtext.catch_up(office) == 1
        assert [hit.id for hit in searching.find(office, "Auezov")] == [document]
    finally:
        office.close()
