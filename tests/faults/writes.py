"""Lets a chosen write of the database fail, as a full or a broken disk would, without root and without tools.

SQLite has a door for that: the system calls of its file layer can be replaced
(`xSetSystemCall`). So the Nth write of anything a vault does, its log, its copies
and its side files included, can be refused exactly, with any error.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import sqlcipher3._sqlite3

ROOT = Path(__file__).resolve().parents[2]
_P = ctypes.c_void_p
_WRITE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, _P, ctypes.c_size_t, ctypes.c_longlong, use_errno=True
)
_NAME = b"pwrite"


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", _P),
        ("name", ctypes.c_char_p),
        ("data", _P),
        *[(f"method{number}", _P) for number in range(13)],
        ("set_call", ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_char_p, _P)),
        ("get_call", ctypes.CFUNCTYPE(_P, _P, ctypes.c_char_p)),
    ]


class Writes:
    """Counts the database's writes and refuses those that `refuse` names; a context that ends by itself."""

    def __init__(self, refuse: Callable[[int], int]) -> None:
        self.refuse = refuse
        """The number of a write (from 1) -> the error it meets, or 0."""
        self.seen = 0
        self.refused = 0
        self.full = False

    def __call__(self, file: int, data: int, size: int, place: int) -> int:
        self.seen += 1
        if error := self.refuse(self.seen):
            self.refused += 1
            self.full = self.full or error == errno.ENOSPC
            ctypes.set_errno(error)
            return -1
        return int(self.real(file, data, size, place))

    real: Callable[[int, int, int, int], int]


@contextmanager
def watched(refuse: Callable[[int], int] = lambda number: 0) -> Iterator[Writes]:
    """Count, and refuse, the writes of every database of this process inside the block."""
    library: Any = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None)
    before = vfs.contents.get_call(vfs, _NAME)
    assert before, "this build of SQLite writes in another way"
    writes = Writes(refuse)
    writes.real = _WRITE(before)
    ours = _WRITE(writes)
    vfs.contents.set_call(vfs, _NAME, ctypes.cast(ours, _P))
    usage = shutil.disk_usage

    def as_full(path: Any) -> Any:
        """A disk that was called full has no room left either."""
        found = usage(path)
        return found._replace(free=0) if writes.full else found

    try:
        with patch.object(shutil, "disk_usage", as_full):
            yield writes
    finally:
        vfs.contents.set_call(vfs, _NAME, before)


def from_on(number: int, error: int = errno.ENOSPC) -> Callable[[int], int]:
    """Every write from the Nth on fails: a disk that is full and stays so."""
    return lambda seen: error if seen >= number else 0


def only(number: int, error: int = errno.EIO) -> Callable[[int], int]:
    """The Nth write fails and no other: a bad spot of the disk."""
    return lambda seen: error if seen == number else 0


def sometimes(chance: random.Random, probability: float, error: int = errno.EIO) -> Callable[[int], int]:
    """Each write may fail."""
    return lambda seen: error if chance.random() < probability else 0


def with_fiu() -> dict[str, str]:
    """The environment in which libfiu stands between a child and the system; skips where it is missing."""
    for place in (Path("/usr/lib"), Path("/usr/local/lib")):
        for found in sorted(place.rglob("fiu_run_preload.so")):
            both = f"{found} {found.with_name('fiu_posix_preload.so')}"
            return {**os.environ, "LD_PRELOAD": both, "PYTHONPATH": str(ROOT)}
    pytest.skip("needs root: fiu-utils is not installed, which only root can do")
