from __future__ import annotations

import logging
import re
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

import kzcase
from kzcase.errors import KzcaseError, Unwritable
from kzcase.vault import meta, pages
from kzcase.vault.connection import Connector, Mode, identify, translated
from kzcase.vault.failures import Damaged, EncryptionMissing, NewerVault, NotAVault, VaultLocked
from kzcase.vault.vault import Vault

PACKAGE = Path(kzcase.__file__).parent


def pragma(connection: object, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ["writer", "reader"])
def test_every_connection_has_run_the_whole_preamble(vault: Vault, engine: str) -> None:
    with getattr(vault, engine).connect() as connection:
        driver = connection.connection.driver_connection
        found = {
            name: pragma(driver, name)
            for name in (
                "temp_store",
                "foreign_keys",
                "trusted_schema",
                "cell_size_check",
                "secure_delete",
                "synchronous",
                "journal_mode",
                "query_only",
                "cipher_memory_security",
                "busy_timeout",
            )
        }
        assert driver.isolation_level is None
    assert found == {
        "temp_store": 2,  # in memory: a temporary file would be plain text
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "journal_mode": "wal",
        "query_only": 0 if engine == "writer" else 1,
        "cipher_memory_security": "0",
        "busy_timeout": 5000,
    }


def test_a_library_that_cannot_encrypt_is_refused_before_anything_is_written(path: Path, key: bytes) -> None:
    before = path.read_bytes()
    secret = pages.unlock_raw(path, key)
    for mode in Mode:
        with pytest.raises(EncryptionMissing):
            Connector(path, secret, driver=sqlite3).connect(mode)
    assert path.read_bytes() == before


def test_no_mode_ever_makes_a_file(tmp_path: Path, path: Path, key: bytes) -> None:
    secret = pages.unlock_raw(path, key)
    for mode in Mode:
        with pytest.raises(KzcaseError):
            Connector(tmp_path / "gone.kzvault", secret).connect(mode)
    assert not (tmp_path / "gone.kzvault").exists()


def test_a_wrong_key_is_noticed_when_connecting_and_prints_nothing(
    path: Path, key: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong = pages.Secret(bytes(32), path.read_bytes()[:16])
    with pytest.raises(NotAVault):
        Connector(path, wrong).connect(Mode.READ)
    assert capfd.readouterr() == ("", "")


def test_a_forgotten_secret_makes_no_connection(path: Path, key: bytes) -> None:
    connector = Connector(path, pages.unlock_raw(path, key))
    connector.forget()
    with pytest.raises(VaultLocked):
        connector.connect(Mode.READ)


def test_a_path_with_signs_that_mean_something_in_a_uri_is_taken_literally(
    tmp_path: Path, path: Path, key: bytes
) -> None:
    odd = path.rename(tmp_path / "дело №1 ?mode=memory#x%41.kzvault")
    with Vault.open_raw(odd, key) as vault, vault.read() as session:
        assert meta.read(session, meta.ID) == vault.uuid
    assert odd.exists()


def test_an_encrypted_database_of_another_program_is_told_apart(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "other.kzvault"
    salt = bytes([1]) + bytes(15)
    other = sqlcipher.connect(str(path))
    other.execute(f"PRAGMA key = {pages.Secret(key, salt).literal}")
    other.execute("CREATE TABLE message (body)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotAVault, match="another program"):
        Vault.open_raw(path, key)
    assert path.read_bytes() == before


def test_a_later_format_is_refused_as_a_newer_version(vault: Vault) -> None:
    with vault.writer.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA user_version = 2")
        with pytest.raises(NewerVault):
            identify(driver)


def test_a_failing_statement_does_not_tell_its_values(vault: Vault) -> None:
    with pytest.raises(DBAPIError) as raised, vault.write() as session:
        session.execute(text("INSERT INTO vault_meta VALUES (:k, :v)"), {"k": "id", "v": "Сериков Алмас"})
    assert "Сериков" not in str(raised.value)


def test_no_typed_name_reaches_a_log_even_when_everything_is_logged(
    vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        with vault.write() as session:
            session.execute(text("INSERT INTO vault_meta VALUES ('who', :v)"), {"v": "Сериков Алмас"})
        with vault.read() as session:
            assert session.execute(text("SELECT value FROM vault_meta WHERE key = 'who'")).scalar()
    assert "Сериков" not in caplog.text
    assert vault.secret.key.hex() not in caplog.text


@pytest.mark.parametrize(
    ("pages_allowed", "kind", "words"),
    [(None, None, ""), (1, Unwritable, "disk is full")],
)
def test_a_full_disk_is_named_and_nothing_is_kept(
    vault: Vault, pages_allowed: int | None, kind: type[KzcaseError] | None, words: str
) -> None:
    def grow() -> None:
        with vault.write() as session:
            if pages_allowed:
                session.execute(text(f"PRAGMA max_page_count = {pages_allowed}"))
            session.execute(text("INSERT INTO vault_meta VALUES ('big', hex(zeroblob(100000)))"))

    if kind is None:
        grow()
        return
    with pytest.raises(kind, match=words):
        grow()
    with vault.read() as session:
        assert session.execute(text("SELECT count(*) FROM vault_meta WHERE key = 'big'")).scalar() == 0


def test_a_connection_that_met_a_bad_page_is_not_used_again(path: Path, key: bytes) -> None:
    whole = path.read_bytes()
    vault = Vault.open_raw(path, key)
    with vault.read() as session:
        (page,) = session.execute(text("SELECT rootpage FROM sqlite_schema WHERE name = 'blob'")).one()
    vault.close()
    broken = bytearray(whole)
    broken[(page - 1) * 4096 + 50] ^= 1
    path.write_bytes(broken)
    with Vault.open_raw(path, key) as vault:
        with vault.read() as session:
            first = session.connection().connection.driver_connection
            session.execute(text("SELECT count(*) FROM vault_meta")).scalar()
        with pytest.raises(Damaged), vault.read() as session:
            session.execute(text("SELECT * FROM blob")).all()
        with vault.read() as session:
            assert session.connection().connection.driver_connection is not first
            assert meta.read(session, meta.ID) == vault.uuid


def test_what_is_not_known_stays_a_bug(tmp_path: Path) -> None:
    with pytest.raises(sqlcipher.OperationalError), translated(tmp_path):
        sqlcipher.connect(":memory:").execute("SELECT nonsense")


def test_a_write_in_a_read_unit_is_a_bug_and_not_a_message(vault: Vault) -> None:
    with pytest.raises(OperationalError, match="readonly"), vault.read() as session:
        session.execute(text("DELETE FROM vault_meta"))


def test_a_connection_is_made_in_one_place_only_and_the_trapped_words_are_never_used() -> None:
    for file in PACKAGE.rglob("*.py"):
        code = re.sub(r'""".*?"""|#.*', "", file.read_text("utf-8"), flags=re.DOTALL)
        if file.relative_to(PACKAGE).as_posix() != "vault/connection.py":
            assert "sqlcipher3" not in code, file
            assert not re.search(r"\bimport sqlite3\b|\bcreate_engine\b", code), file
        # each of them loses data or writes plain text: see the words on the format in docs/vault.md
        assert not re.search(r"\brekey\b|sqlcipher_export|VACUUM INTO|hexkey|memory_security", code, re.I), (
            file
        )
