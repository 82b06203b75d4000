"""Makes, flushes and moves files so that a kill or a full disk leaves old or new, never half."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from kzcase.errors import Unwritable

_NO_FOLDERS = frozenset(
    {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EACCES, errno.EPERM}
)
"""What systems of sticks and of other machines' disks answer that know no flushing of a folder."""


def create_empty(path: Path) -> None:
    """Make an empty file only its owner may read; raises `Unwritable` if the name is taken."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600))
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def flush_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk; raises `Unwritable`."""
    try:
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def flush_folder(folder: Path) -> None:
    """Wait until the folder's names are on the disk, where the system can do that."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # What was asked for is done by then: to call it undone would be wrong.
        if error.errno not in _NO_FOLDERS:
            raise Unwritable.from_os(error, str(folder)) from error


def move(source: Path, target: Path) -> None:
    """Give a finished file its name, replacing what had it, in one step; raises `Unwritable`."""
    try:
        source.replace(target)
    except OSError as error:
        raise Unwritable.from_os(error, str(target)) from error
    flush_folder(target.parent)


def move_to_new(source: Path, target: Path) -> None:
    """Give a finished file a name that must still be free; raises `Unwritable` and leaves both if not.

    The name is taken first, with an empty file, because not every file system
    of a stick can link.
    """
    create_empty(target)
    move(source, target)


def keep_as(path: Path, aside: Path) -> None:
    """Give a closed file a second name, or copy it where the file system has no second names."""
    try:
        aside.hardlink_to(path)
    except FileExistsError as error:
        raise Unwritable.from_os(error, str(aside)) from error
    except OSError:
        part = side_file(aside, "-part")
        try:
            remove(part)
            create_empty(part)
            shutil.copyfile(path, part)
            flush_file(part)
            move_to_new(part, aside)
        except OSError as error:
            raise Unwritable.from_os(error, str(aside)) from error
        finally:
            remove(part)
    flush_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a half-made file of ours, if it is there, with what SQLite left beside it."""
    for name in (path, side_file(path, "-wal"), side_file(path, "-shm"), side_file(path, "-journal")):
        name.unlink(missing_ok=True)


def side_file(path: Path, suffix: str) -> Path:
    """The file of that name beside the vault, for example its write-ahead log (`-wal`)."""
    return path.with_name(path.name + suffix)


def has_log(path: Path) -> bool:
    """Whether a write-ahead log with content lies beside the file: it was not closed in order."""
    try:
        return side_file(path, "-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def size_with_log(path: Path) -> int:
    """The bytes a vault takes, its write-ahead log included."""
    size = path.stat().st_size
    try:
        return size + side_file(path, "-wal").stat().st_size
    except FileNotFoundError:
        return size
