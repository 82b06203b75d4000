"""A vault from before contacts and senders were kept knows its keys and its imports afterwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase import resources
from kzcase.services import colleagues, imports
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.laptops import KEY


def test_a_vault_from_before_keeps_its_keys_and_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(resources.migrations(), folder)
    for file in (folder / "versions").glob("*.py"):
        if file.name[:4] > "0003":
            file.unlink()
    path = tmp_path / "old.kzvault"
    with monkeypatch.context() as older:
        older.setattr(resources, "migrations", lambda: folder)
        with Vault.create_raw(path, KEY) as vault, vault.write() as session:
            connection = session.connection()
            connection.exec_driver_sql(
                "INSERT INTO known_key (id, name, sign_public) VALUES ('f', 'Berik', x'00')"
            )
            connection.exec_driver_sql(
                "INSERT INTO batch (id, label, time, writer) VALUES ('12345678', 'rows.jsonl', '2026', 'w')"
            )
    with Vault.open_raw(path, KEY) as vault:
        office = Office(vault)
        (found,) = imports.listed(office)
        assert (found.label, found.sender, found.verified, found.undone) == ("rows.jsonl", "", False, None)
        assert colleagues.contacts(office) == ()
        with office.read() as session:
            row = session.execute(text("SELECT name, added, verified FROM known_key")).one()
            assert tuple(row) == ("Berik", None, None)
            assert session.execute(text("SELECT count(*) FROM export")).scalar() == 0
            for table in ("sync_folder", "sync_contact", "sync_waiting", "sync_file", "declined_erasure"):
                assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
