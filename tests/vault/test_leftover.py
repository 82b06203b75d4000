from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kzcase.vault import meta
from kzcase.vault.failures import Damaged
from kzcase.vault.vault import Vault


def left_log(path: Path, key: bytes, *, value: str = "1", times: int = 1) -> bytes:
    """The log of a vault killed after some units, the file itself as it was before them."""
    before = path.read_bytes()
    vault = Vault.open_raw(path, key)
    for number in range(times):
        with vault.write() as session:
            for place in range(150):
                meta.write(session, f"key {place}", f"{value} {number} " * 40)
    log = path.with_name(path.name + "-wal").read_bytes()
    vault.close()
    path.write_bytes(before)
    return log


def put_log(path: Path, log: bytes) -> None:
    path.with_name(path.name + "-wal").write_bytes(log)


def test_the_log_of_an_interrupted_session_is_taken_in(path: Path, key: bytes) -> None:
    put_log(path, left_log(path, key, times=3))
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        assert (meta.read(session, "key 0") or "").startswith("1 2")


def test_the_log_of_another_vault_is_refused_and_nothing_is_copied_from_it(
    path: Path, key: bytes, tmp_path: Path
) -> None:
    other = tmp_path / "other.kzvault"
    Vault.create_raw(other, bytes(32)).close()
    put_log(path, left_log(other, bytes(32)))
    before = path.read_bytes()
    with pytest.raises(Damaged, match="does not fit"):
        Vault.open_raw(path, key)
    assert path.read_bytes() == before
    path.with_name(path.name + "-wal").unlink()
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    Vault.open_raw(path, key).close()


def test_a_newer_file_put_in_the_place_of_the_vault_does_not_take_the_old_log(path: Path, key: bytes) -> None:
    log = left_log(path, key)
    with Vault.open_raw(path, key) as vault:  # the newer file: more was kept in it than in the log
        for number in range(5):
            with vault.write() as session:
                meta.write(session, "newer", str(number))
    newer = path.read_bytes()
    put_log(path, log)
    with pytest.raises(Damaged, match="does not fit"):
        Vault.open_raw(path, key)
    assert path.read_bytes() == newer


def test_an_older_backup_in_the_place_of_the_vault_does_not_take_the_newer_log(
    path: Path, key: bytes, tmp_path: Path
) -> None:
    backup = Path(shutil.copy(path, tmp_path / "backup"))
    with Vault.open_raw(path, key) as vault, vault.write() as session:
        for place in range(400):
            meta.write(session, f"typed {place}", "a long remark " * 60)
    log = left_log(path, key)
    shutil.copy(backup, path)
    put_log(path, log)
    with pytest.raises(Damaged, match="does not fit"):
        Vault.open_raw(path, key)
    assert path.read_bytes() == backup.read_bytes()
