from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.errors import KzcaseError, NotFound
from kzcase.vault import files, pages
from kzcase.vault.failures import Damaged, NewerVault, NotAVault, VaultError, WrongPassphrase
from kzcase.vault.keys import Secret
from kzcase.vault.pages import PAGE
from kzcase.vault.vault import Vault


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def test_every_page_of_a_vault_fits_its_key(path: Path, key: bytes) -> None:
    secret = pages.unlock_raw(path, key)
    assert path.stat().st_size > 100 * PAGE
    assert pages.damaged(path, secret) == []


def test_a_wrong_key_is_told_from_damage(path: Path, key: bytes) -> None:
    before = digest(path)
    with pytest.raises(WrongPassphrase):
        Vault.open_raw(path, bytes(32))
    flip(path, 1000)
    with pytest.raises(Damaged, match="first page"):
        Vault.open_raw(path, key)
    with pytest.raises(WrongPassphrase):
        Vault.open_raw(path, bytes(32))
    flip(path, 1000)
    assert digest(path) == before


def test_a_flipped_bit_in_the_salt_looks_like_a_wrong_passphrase_and_the_remedy_says_so(
    path: Path, key: bytes
) -> None:
    flip(path, 7)
    with pytest.raises(WrongPassphrase, match="recovery sheet"):
        Vault.open_raw(path, key)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_found_and_its_page_named(
    path: Path, key: bytes, data: st.DataObject
) -> None:
    whole = path.read_bytes()
    secret = pages.unlock_raw(path, key)
    place = data.draw(st.integers(16, len(whole) - 1))
    try:
        flip(path, place)
        assert pages.damaged(path, secret) == [place // PAGE + 1]
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("size", [1, 15, 16, 100, 4095])
def test_a_file_shorter_than_a_page_is_cut_short(path: Path, key: bytes, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(Damaged, match="cut short"):
        Vault.open_raw(path, key)
    assert path.stat().st_size == size


@pytest.mark.parametrize(("full", "rest"), [(1, 0), (2, 0), (1, 1), (3, 77), (-1, 0)])
def test_a_file_cut_at_or_inside_a_page_is_cut_short(path: Path, key: bytes, full: int, rest: int) -> None:
    size = (full % (path.stat().st_size // PAGE)) * PAGE + rest
    path.write_bytes(path.read_bytes()[:size])
    before = digest(path)
    with pytest.raises(Damaged, match="cut short"):
        Vault.open_raw(path, key)
    assert digest(path) == before
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == [path.name]


def test_an_empty_file_is_refused_and_never_filled(tmp_path: Path) -> None:
    path = tmp_path / "empty.kzvault"
    path.touch()
    with pytest.raises(NotAVault, match="empty"):
        Vault.open(path, "words")
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"SQLite format 3\0", "SQLite"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"PK\x03\x04", "ZIP"),
        (b"age-encryption.org/v1\n", "case file"),
        (b'{"kind": "person"}', "records"),
        (b"\x00" * 16, "not a vault"),
        (b"\xff\xfe" * 8, "not a vault"),
    ],
)
def test_another_file_is_refused_by_its_name(tmp_path: Path, start: bytes, name: str) -> None:
    path = tmp_path / "other.kzvault"
    path.write_bytes(start + bytes(2 * PAGE))
    before = digest(path)
    with pytest.raises(NotAVault, match=name):
        Vault.open(path, "words")
    assert digest(path) == before


def test_a_plain_database_made_by_sqlite_is_refused(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "plain.kzvault"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE vault_meta (key, value)")
    plain.close()
    with pytest.raises(NotAVault, match="without encryption"):
        Vault.open(path, "words")


def test_a_later_profile_is_refused_as_a_newer_version(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[0] = 3
    path.write_bytes(content)
    with pytest.raises(NewerVault, match="newer kzcase"):
        Vault.open(path, "words")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=3 * PAGE))
def test_any_bytes_at_all_are_refused_in_words_and_stay_as_they_are(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.kzvault"
    path.write_bytes(content)
    with pytest.raises(VaultError) as told:
        Vault.open_raw(path, bytes(32))
    assert told.value.sentence
    assert path.read_bytes() == content


def test_a_missing_file_and_a_folder_are_told_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Vault.open(tmp_path / "gone.kzvault", "words")
    with pytest.raises(KzcaseError, match="folder"):
        Vault.open(tmp_path, "words")
    assert [file for file in tmp_path.iterdir() if file.name != ".home"] == []


def test_the_page_where_sqlite_keeps_its_locks_is_never_counted_as_damaged(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = pages.unlock_raw(path, key)
    flip(path, 4 * PAGE)
    monkeypatch.setattr(pages, "NEVER_USED", 5)
    assert pages.damaged(path, secret) == []


def test_a_log_with_content_lets_the_database_decide_about_the_length(path: Path, key: bytes) -> None:
    files.side_file(path, "-wal").write_bytes(b"log")
    path.write_bytes(path.read_bytes() + b"x")
    assert not pages.look(path).whole
    pages.prove(path, Secret(key, path.read_bytes()[:16]))


def test_a_glance_finds_a_damaged_page_if_it_is_among_those_looked_at(path: Path, key: bytes) -> None:
    secret = pages.unlock_raw(path, key)
    count = path.stat().st_size // PAGE
    assert pages.glance(path, secret, count) == ()
    bad = sorted({2, count // 2, count})
    with path.open("r+b") as file:
        for number in bad:
            file.seek((number - 1) * PAGE + 50)
            file.write(b"\xff\xee")
    assert list(pages.glance(path, secret, count)) == bad
    assert pages.glance(path, secret, 1)[-1] == count, "the last page is always looked at"


def test_a_vault_that_opens_though_a_page_is_damaged_says_so(path: Path, key: bytes) -> None:
    with Vault.open_raw(path, key) as vault:
        assert vault.damage == ()
    count = path.stat().st_size // PAGE
    with path.open("r+b") as file:
        file.seek((count - 1) * PAGE + 50)
        file.write(b"\xff\xee")
    with Vault.open_raw(path, key) as vault:
        assert count in vault.damage
