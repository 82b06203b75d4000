"""A vault is kept aside whole, whatever takes its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kzcase.errors import NotFound, Unwritable
from kzcase.vault import aside, backup, files, meta
from kzcase.vault.failures import AlreadyOpen, Damaged, WrongPassphrase, WrongVault
from kzcase.vault.keys import PROFILES
from kzcase.vault.pages import PAGE
from kzcase.vault.vault import Vault


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith(".home"))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


WORDS = "orbit lantern vivid quarry mellow thistle"


@pytest.fixture
def worded(tmp_path: Path) -> tuple[Path, Path]:
    """A closed vault with a passphrase in which something was written after its backup; and the backup."""
    path = tmp_path / "cases.kzvault"
    with Vault.create(path, WORDS, profile=PROFILES[2]) as vault:
        made = backup.backup(vault, tmp_path / "backup.kzvault")
        with vault.write() as session:
            meta.write(session, "late", "after the backup")
    return path, made


def fact(path: Path, key: str) -> str | None:
    with Vault.open(path, WORDS) as vault, vault.read() as session:
        return meta.read(session, key)


def test_a_backup_takes_the_place_of_the_vault_which_is_kept_aside(worded: tuple[Path, Path]) -> None:
    path, made = worded
    before, content = path.read_bytes(), made.read_bytes()
    done = aside.put_in_place(path, made, WORDS)
    assert done.path == path
    assert done.aside is not None
    assert "kept aside" in done.aside.name
    assert done.aside.read_bytes() == before
    assert made.read_bytes() == content
    assert fact(path, "late") is None
    assert fact(done.aside, "late") == "after the backup"


def test_the_log_of_an_interrupted_vault_goes_aside_with_it(
    worded: tuple[Path, Path], tmp_path: Path
) -> None:
    path, made = worded
    other = tmp_path / "killed"
    other.mkdir()
    with Vault.open(path, WORDS) as vault:
        with vault.write() as session:
            meta.write(session, "last", "still in the log")
        for suffix in ("", "-wal"):
            shutil.copy(files.side_file(path, suffix), other)
    killed = other / path.name
    done = aside.put_in_place(killed, made, WORDS)
    assert done.aside is not None
    assert names(other) == sorted([killed.name, done.aside.name, done.aside.name + "-wal"])
    assert fact(done.aside, "last") == "still in the log"
    assert fact(killed, "last") is None


def test_st28_a_damaged_or_foreign_backup_never_takes_the_place(
    worded: tuple[Path, Path], tmp_path: Path
) -> None:
    path, made = worded
    before = path.read_bytes()
    with pytest.raises(WrongVault):
        aside.put_in_place(path, made, WORDS, uuid="another")
    with pytest.raises(WrongPassphrase):
        aside.put_in_place(path, made, "other words")
    with pytest.raises(Unwritable, match="vault itself"):
        aside.put_in_place(path, path, WORDS)
    with made.open("r+b") as file:
        file.seek(5 * PAGE + 77)
        file.write(b"\xff\x00\xff")
    with pytest.raises(Damaged):
        aside.put_in_place(path, made, WORDS)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["backup.kzvault", "cases.kzvault"]
    with Vault.open(path, WORDS) as vault, pytest.raises(AlreadyOpen):
        aside.put_in_place(vault.path, made, WORDS)


def test_a_vault_is_kept_aside_byte_for_byte_even_if_it_is_damaged(
    worded: tuple[Path, Path], stick: Path
) -> None:
    path, _ = worded
    path.write_bytes(path.read_bytes()[: 7 * PAGE + 99])
    files.side_file(path, "-wal").write_bytes(b"a log")
    kept = aside.keep_aside(path, stick)
    assert kept.read_bytes() == path.read_bytes()
    assert files.side_file(kept, "-wal").read_bytes() == b"a log"
    assert aside.keep_aside(path).parent == path.parent
    with pytest.raises(NotFound):
        aside.keep_aside(path.with_name("nothing.kzvault"))
