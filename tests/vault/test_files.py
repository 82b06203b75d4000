"""What systems of files can do that are not a laptop's own disk."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kzcase.errors import Unwritable
from kzcase.vault import backup, files
from kzcase.vault.vault import Vault

REAL = os.fsync


def on_folders(code: int) -> object:
    """An fsync that answers so for a folder, and does its work for a file."""

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))
        REAL(handle)

    return fsync


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.EACCES])
def test_a_disk_that_knows_no_flushing_of_folders_takes_vaults_and_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "fsync", on_folders(code))
    with Vault.create_raw(tmp_path / "office.kzvault", bytes(32)) as vault:
        assert backup.backup(vault, tmp_path / "copy.kzvault").is_file()


def test_a_folder_that_cannot_be_written_for_good_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", on_folders(errno.EIO))
    with pytest.raises(Unwritable):
        files.flush_folder(tmp_path)
