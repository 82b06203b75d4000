"""Lets one window at a time have a vault: a lock of the operating system on a file beside it.

The lock goes with the process, however it ends, so no stale one can remain.
The lock file is empty: no process number, no host, no name. It also makes a
rule of SQLite's keepable, that no one else in this process may open and close
the database file while it is in use (that would drop the database's own locks).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from kzcase.errors import Unwritable
from kzcase.vault import files
from kzcase.vault.failures import AlreadyOpen


class InstanceLock:
    """The right to use one vault file, held until `release`.

    Raises `AlreadyOpen` if someone has it, in this process or another, and
    `Unwritable` if the folder takes no file.
    """

    def __init__(self, path: Path) -> None:
        self.path = files.side_file(path, "-lock")
        self._handle: int | None = _take(self.path)

    def release(self) -> None:
        """Give the vault free; a second call does nothing."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if os.name != "nt":  # while still held, so that nobody locks a name that is about to go
            self.path.unlink(missing_ok=True)
        os.close(handle)
        if os.name == "nt":
            try:
                self.path.unlink(missing_ok=True)
            except PermissionError:
                return  # someone else has it already, and will remove it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _take(path: Path) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Unwritable.from_os(error, str(path.parent)) from error
        try:
            _lock(handle)
            if _is_still_named(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # the one who had it removed the name meanwhile: take the new file


def _is_still_named(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def assert_alone(path: Path) -> None:
        """Nothing: which second names a file has is not asked on Windows."""

    def _lock(handle: int) -> None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise AlreadyOpen from error

else:
    import fcntl

    _SHARED = (510, 0x4000_0002)
    """The bytes, how many and from where, that SQLite locks for whoever has a database open."""

    def assert_alone(path: Path) -> None:
        """Raise `AlreadyOpen` if another process has a file open under another name of it.

        The lock stands beside the name, and so do the database's own side files: two processes that came
        by two hard links would each write its own log, and both into one file.
        """
        if path.stat().st_nlink == 1:
            return
        try:
            handle = os.open(path, os.O_RDWR)
        except OSError:
            return  # what cannot be written is told of when it is opened
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED)
        except (BlockingIOError, PermissionError) as error:
            raise AlreadyOpen from error
        finally:
            os.close(handle)

    def _lock(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyOpen from error
        except OSError as error:
            raise Unwritable.from_os(error, "the lock file beside the vault") from error
