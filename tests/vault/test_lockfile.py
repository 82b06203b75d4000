from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.vault.failures import AlreadyOpen
from kzcase.vault.lockfile import InstanceLock


def test_a_lock_is_held_once_and_again_after_release(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    first = InstanceLock(path)
    with pytest.raises(AlreadyOpen):
        InstanceLock(path)
    first.release()
    first.release()
    with InstanceLock(path):
        pass
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == []


def test_a_lock_file_left_by_a_killed_process_stops_nobody_and_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    (tmp_path / "office.kzvault-lock").touch()
    with InstanceLock(path) as lock:
        assert lock.path.read_bytes() == b""


def test_a_lock_whose_file_was_removed_under_it_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "office.kzvault"
    first = InstanceLock(path)
    first.path.unlink()
    second = InstanceLock(path)
    with pytest.raises(AlreadyOpen):
        InstanceLock(path)
    second.release()
    first.release()
