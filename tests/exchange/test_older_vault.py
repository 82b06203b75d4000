"""A vault from before contacts and senders were kept knows its keys and its imports afterwards."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from kzcase.services import colleagues, imports
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.laptops import KEY
from tests.older import made_by


def test_a_vault_from_before_keeps_its_keys_and_imports(tmp_path: Path) -> None:
    path = tmp_path / "old.kzvault"
    with made_by(path, KEY, "0003") as driver:
        driver.execute("INSERT INTO known_key (id, name, sign_public) VALUES ('f', 'Berik', x'00')")
        driver.execute(
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
