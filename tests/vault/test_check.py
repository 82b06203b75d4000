from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from kzcase.errors import Cancelled
from kzcase.progress import Progress
from kzcase.vault.check import check_file
from kzcase.vault.pages import PAGE
from kzcase.vault.vault import Vault


def root_page(path: Path, key: bytes, table: str) -> int:
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        found = session.execute(text("SELECT rootpage FROM sqlite_schema WHERE name = :t"), {"t": table})
        return int(found.scalar_one())


def test_a_whole_vault_has_no_problem_even_with_a_log(vault: Vault) -> None:
    with vault.write() as session:
        session.execute(text("INSERT INTO vault_meta VALUES ('a', 'b')"))
    assert check_file(vault) == []


def test_each_damaged_page_is_named(path: Path, key: bytes) -> None:
    content = bytearray(path.read_bytes())
    damaged = [20, 21, 40]
    for page in damaged:
        content[(page - 1) * PAGE + 9] ^= 4
    path.write_bytes(content)
    with Vault.open_raw(path, key) as vault:
        problems = check_file(vault)
    assert [p for p in problems if p.startswith("Page")] == [
        f"Page {n} of the file is damaged." for n in damaged
    ]


def test_a_damaged_table_is_reported_and_does_not_stop_the_check(path: Path, key: bytes) -> None:
    page = root_page(path, key, "blob")
    content = bytearray(path.read_bytes())
    content[page * PAGE - 2000] ^= 1
    path.write_bytes(content)
    with Vault.open_raw(path, key) as vault:
        problems = check_file(vault)
        assert f"Page {page} of the file is damaged." in problems
        told = [one for one in problems if "structure" in one]
        assert len(told) <= 1, "what SQLite names is counted, and not told place by place"
        assert not [one for one in problems if "\n" in one or "***" in one]
        assert len(problems) >= 2
        assert all("Traceback" not in problem for problem in problems)


def test_a_reference_to_nothing_and_a_changed_document_are_named(vault: Vault) -> None:
    with vault.writer.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO blob_chunk VALUES (999, 0, x'00')")
        driver.execute("UPDATE blob_chunk SET data = x'00' WHERE blob_id = 1 AND number = 0")
        driver.execute("PRAGMA foreign_keys=ON")
    first, second = check_file(vault)
    assert "blob_chunk refers to a row of blob that is missing" in first
    assert "document is damaged" in second


def test_a_check_can_be_cancelled(vault: Vault) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        check_file(vault, progress)
