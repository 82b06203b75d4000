"""Writes a file so that either all of it is there or the older one still is."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kzcase.errors import Unwritable

VAULT = ".kzvault"
_BESIDE = ("-wal", "-shm")
"""What stands beside a vault, whatever it is called, while it is open."""


def spare_vaults(path: Path) -> None:
    """Make sure that no file is written over a vault, named by mistake; raises `Unwritable`."""
    is_one = path.suffix.lower() == VAULT
    if path.exists() and (is_one or any(path.with_name(path.name + end).exists() for end in _BESIDE)):
        raise Unwritable(
            f"A vault is not written over: {path.name}.",
            safe="It was not touched, and nothing was written.",
            remedy="Choose another name.",
        )


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which takes the name `path` only when the block ends without a fault.

    It is made beside its place under a name that tells nothing, for this user
    alone (0600), and is on the disk before it takes the name. Raises `OSError`;
    then nothing is left behind and an older file is as it was. Raises
    `Unwritable` for the name of a vault.
    """
    spare_vaults(path)
    part, file = _begun(path)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        discard(part)
        raise
    _settle(path.parent)


def finished(path: Path, data: bytes) -> Path:
    """Write what is to become the file `path` beside its place; returns the name that it has meanwhile.

    As in `writing`; who calls this gives it its name (`naming`) or takes it away (`discard`).
    """
    spare_vaults(path)
    part, file = _begun(path)
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        discard(part)
        raise
    return part


@contextmanager
def naming(part: Path, path: Path) -> Iterator[Callable[[], None]]:
    """Lets a finished file take its name when what this gives is called inside the block.

    If the block then fails, the file has its first name again and the older one of that name is back:
    for a file that must not go out before something else is written, too. Raises `OSError` when the older one
    cannot be kept meanwhile, `Unwritable` for the name of a vault; then nothing was done.
    """
    spare_vaults(path)
    older: Path | None = None
    if path.is_file():
        older = path.with_name(f".kzcase-{secrets.token_hex(4)}.part")
        try:
            os.link(path, older)
        except OSError:  # a stick's file system knows no second names
            _copy(path, older)

    def give() -> None:
        part.replace(path)
        _settle(path.parent)

    try:
        yield give
    except BaseException:
        with suppress(OSError):
            if not part.exists():
                path.replace(part)
        with suppress(OSError):
            if older is not None:
                older.replace(path)
        raise
    finally:
        if older is not None:
            discard(older)


def discard(part: Path) -> None:
    """Take a file away that was not finished or did not go out, if that can be done."""
    with suppress(OSError):
        part.unlink(missing_ok=True)


def _begun(path: Path) -> tuple[Path, BinaryIO]:
    """A new file beside its place, for this user alone, under a name that tells nothing."""
    handle, name = tempfile.mkstemp(prefix=".kzcase-", suffix=".part", dir=path.parent)
    return Path(name), os.fdopen(handle, "wb")


def _copy(path: Path, to: Path) -> None:
    try:
        shutil.copy2(path, to)
    except BaseException:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Make the renaming itself last; not every system lets a folder be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
