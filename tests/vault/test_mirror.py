"""A vault that is older than when this computer last used it is known as such."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from kzcase.vault import files, meta
from kzcase.vault.mirror import MOST, Follower, Mirror
from kzcase.vault.vault import Vault


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def write(vault: Vault, times: int = 1) -> None:
    for number in range(times):
        with vault.write() as session:
            meta.write(session, "note", str(number))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "vaults"


def test_the_counter_is_kept_with_the_first_unit_and_the_rest_when_it_is_settled(
    vault: Vault, folder: Path
) -> None:
    clock = Clock()
    follower = Follower(vault, folder, clock)
    mirror = Mirror(vault.uuid, folder)
    start = mirror.read()
    assert start is not None
    write(vault, 5)
    assert mirror.read() == start + 1, "one write for many units that follow each other"
    clock.now += 2
    write(vault)
    assert mirror.read() == start + 6
    write(vault)
    follower.settle()
    assert mirror.read() == start + 7


def test_the_file_says_nothing_but_a_number_and_only_its_owner_reads_it(vault: Vault, folder: Path) -> None:
    Follower(vault, folder)
    (kept,) = folder.iterdir()
    assert kept.name == vault.uuid
    assert kept.read_bytes().strip().isdigit()
    assert stat.S_IMODE(kept.stat().st_mode) & 0o077 == 0


def test_st21_a_log_that_was_removed_is_noticed_and_told_until_somebody_knows(
    path: Path, key: bytes, folder: Path, tmp_path: Path
) -> None:
    vault = Vault.open_raw(path, key)
    follower = Follower(vault, folder)
    assert follower.missing == 0
    write(vault)
    vault.checkpoint()
    follower.settle()
    write(vault, 3)
    killed = tmp_path / "killed"
    killed.mkdir()
    left = Path(shutil.copy(path, killed / path.name))  # as after a kill: the file without its log
    assert files.has_log(path)
    vault.close()
    for _ in range(2):  # it stays so, also when something was written meanwhile
        with Vault.open_raw(left, key) as older:
            assert Follower(older, folder).missing == 1  # the first of the three; the others were put off
            write(older, 4)
    with Vault.open_raw(left, key) as older:
        Follower(older, folder).accept()
    with Vault.open_raw(left, key) as older:
        assert Follower(older, folder).missing == 0


def test_an_older_copy_in_the_place_of_the_vault_is_noticed(path: Path, key: bytes, folder: Path) -> None:
    older = path.read_bytes()
    with Vault.open_raw(path, key) as vault:
        follower = Follower(vault, folder)
        write(vault, 7)
        follower.settle()
    path.write_bytes(older)
    with Vault.open_raw(path, key) as vault:
        assert Follower(vault, folder).missing == 7


def test_a_vault_that_went_on_elsewhere_is_newer_and_nothing_is_told(
    path: Path, key: bytes, folder: Path
) -> None:
    with Vault.open_raw(path, key) as vault:
        Follower(vault, folder).settle()
    with Vault.open_raw(path, key) as vault:
        write(vault, 3)
    with Vault.open_raw(path, key) as vault:
        assert Follower(vault, folder).missing == 0
        with vault.read() as session:
            assert Mirror(vault.uuid, folder).read() == meta.commits(session)


@pytest.mark.parametrize("content", [b"", b"no number", b"\xff" * 30])
def test_a_number_that_cannot_be_read_tells_nothing_and_is_made_good(
    vault: Vault, folder: Path, content: bytes
) -> None:
    folder.mkdir(parents=True)
    (folder / vault.uuid).write_bytes(content)
    assert Follower(vault, folder).missing == 0
    assert Mirror(vault.uuid, folder).read() is not None


def test_where_nothing_can_be_kept_work_goes_on(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    follower = Follower(vault, tmp_path / "file" / "vaults")
    write(vault)
    follower.settle()
    assert follower.missing == 0


def test_vaults_that_were_not_used_for_long_are_forgotten(vault: Vault, folder: Path) -> None:
    for number in range(MOST + 5):
        Mirror(f"{number:03}", folder).write(number)
    assert len(list(folder.iterdir())) == MOST
    Follower(vault, folder)
    assert (folder / vault.uuid).exists()
