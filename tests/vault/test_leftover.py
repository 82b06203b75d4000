from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from kzcase.vault import lineage, meta
from kzcase.vault.connection import Connector, Mode
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


def test_a_file_that_went_its_own_way_does_not_take_the_log_though_the_counter_fits(
    path: Path, key: bytes, tmp_path: Path
) -> None:
    fork = Path(shutil.copy(path, tmp_path / "fork.kzvault"))
    log = left_log(path, key, times=3)
    with Vault.open_raw(fork, key) as vault:  # the same number of units, other content
        for number in range(2):
            with vault.write() as session:
                meta.write(session, "elsewhere", str(number))
    shutil.copy(fork, path)
    put_log(path, log)
    with pytest.raises(Damaged, match="does not fit"):
        Vault.open_raw(path, key)
    assert path.read_bytes() == fork.read_bytes()


def killed(path: Path, key: bytes, units: int, *, checkpoint_after: int) -> None:
    """Leave a vault as a kill does: the log has been copied into the file up to some unit."""
    doomed = path.with_name("doomed.kzvault")
    shutil.copy(path, doomed)
    vault = Vault.open_raw(doomed, key)
    for number in range(units):
        with vault.write() as session:
            meta.write(session, f"unit {number}", "a remark " * 300)
        if number + 1 == checkpoint_after:
            other = Connector(doomed, vault.secret).connect(Mode.WRITE)
            other.execute("PRAGMA wal_checkpoint(PASSIVE)")
            other.close()
    shutil.copy(doomed, path)
    shutil.copy(doomed.with_name("doomed.kzvault-wal"), path.with_name(path.name + "-wal"))
    vault.close()


@pytest.mark.parametrize("copied", range(5))
def test_a_log_is_taken_in_whatever_part_of_it_stands_in_the_file_already(
    path: Path, key: bytes, copied: int
) -> None:
    killed(path, key, 4, checkpoint_after=copied)
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        assert [(meta.read(session, f"unit {number}") or "")[:8] for number in range(4)] == ["a remark"] * 4


def test_what_belongs_together_is_known_without_reading_the_whole_vault(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    connect = Connector.connect

    def listening(self: Connector, mode: Mode) -> Any:
        made = connect(self, mode)
        made.set_trace_callback(said.append)
        return made

    put_log(path, left_log(path, key, times=2))
    monkeypatch.setattr(Connector, "connect", listening)
    Vault.open_raw(path, key).close()
    assert said
    assert not [one for one in said if "integrity_check" in one]


def test_where_a_mark_cannot_be_read_everything_is_read_instead(path: Path, key: bytes) -> None:
    """A page half written when the power went: the log holds it whole."""
    killed(path, key, 4, checkpoint_after=2)
    with (
        Vault.open_raw(Path(shutil.copy(path, path.with_name("look"))), key) as vault,
        vault.read() as session,
    ):
        root = lineage.root_page(session.connection().connection.driver_connection)
    assert root is not None
    broken = bytearray(path.read_bytes())
    broken[root * 4096 - 100] ^= 1
    path.write_bytes(bytes(broken))
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        assert meta.read(session, "unit 3")


def test_a_torn_end_of_the_log_loses_only_what_was_never_kept(path: Path, key: bytes) -> None:
    log = left_log(path, key, times=3)
    put_log(path, log[:-1000])
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        assert (meta.read(session, "key 0") or "").startswith("1 1")
