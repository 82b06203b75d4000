"""Tells whether a vault and the log beside it are one, from a few pages, whatever the vault's size.

Every unit of work gives the vault a new random mark and keeps the one before
it, in a table of one row on one page (`VaultMark`). A log holds the page as
each of its units left it: so a file fits a log exactly when its own mark is the
one before the log's first unit, or that of one of its units (whose pages were
copied into the file already). A backup put in the vault's place, a log that
came from elsewhere, or a file that went its own way has another mark.

The log's format is SQLite's (https://www.sqlite.org/walformat.html): a header
of 32 bytes, then frames of 24 bytes and a page, which belong to the log as long
as they carry its two salts. SQLCipher encrypts a page in the log as it does in
the file, so its HMAC proves the page here too; the log's own sums, which only
tell where it ends, are SQLite's business.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from kzcase.vault import files, pages
from kzcase.vault.keys import Secret

LOG_HEADER = 32
FRAME_HEADER = 24
MARK_BYTES = 16
_LEAF = 0x0D  # a b-tree page that holds the rows of a table
_BLOB = 12 + 2 * MARK_BYTES  # SQLite's serial type of a mark


class Fit(Enum):
    """What the marks say of a vault and its log."""

    ONE = auto()
    TWO = auto()
    UNKNOWN = auto()
    """A mark could not be read: nothing may be concluded."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a unit of work, and the one before it."""

    mark: bytes
    before: bytes


def fit(path: Path, secret: Secret, root: int) -> Fit:
    """Whether the log beside a closed vault continues it; `root` is the page of the mark's table.

    Raises OSError if either cannot be read.
    """
    key = pages.PageKey(secret)
    with path.open("rb") as file:
        file.seek((root - 1) * pages.PAGE)
        own = read_mark(key.plain(file.read(pages.PAGE), root))
    first: Mark | None = None
    known = set()
    for page in _frames(files.side_file(path, "-wal"), root):
        mark = read_mark(key.plain(page, root))
        if mark is not None:
            first = first or mark
            known.add(mark.mark)
    if own is None or first is None:
        return Fit.UNKNOWN
    return Fit.ONE if own.mark in known | {first.before} else Fit.TWO


def root_page(driver: Any) -> int | None:
    """The page of the mark's table, or None in a vault that was made before there was one."""
    row = driver.execute(
        "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'vault_mark'"
    ).fetchone()
    return int(row[0]) if row else None


def _frames(log: Path, number: int) -> Iterator[bytes]:
    """What a log holds of one page, in the order of writing."""
    with log.open("rb") as file:
        header = file.read(LOG_HEADER)
        if len(header) < LOG_HEADER:
            return
        salts = header[16:24]
        while len(frame := file.read(FRAME_HEADER)) == FRAME_HEADER and frame[8:16] == salts:
            if struct.unpack(">I", frame[:4])[0] == number:
                yield file.read(pages.PAGE)
            else:
                file.seek(pages.PAGE, 1)


def read_mark(page: bytes | None) -> Mark | None:
    """The mark on a decrypted page of the table of one row; None if it is not such a page.

    SQLite's formats of a leaf page and of a record
    (https://www.sqlite.org/fileformat2.html, 1.6 and 2.1).
    """
    if page is None or page[0] != _LEAF or page[3:5] != b"\0\1":
        return None
    cell = page[struct.unpack(">H", page[8:10])[0] :]
    try:
        _, at = _varint(cell, 0)  # the size of the row
        _, at = _varint(cell, at)  # its number
        start = at
        size, at = _varint(cell, at)
        kinds = []
        while at < start + size:
            kind, at = _varint(cell, at)
            kinds.append(kind)
    except IndexError:
        return None
    blobs = []
    for kind in kinds:
        length = _length(kind)
        if kind == _BLOB:
            blobs.append(cell[at : at + length])
        at += length
    if len(blobs) != 2 or at > len(cell):
        return None
    return Mark(*blobs)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(9):
        byte = data[at + number]
        if number == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + number + 1
    raise AssertionError("a ninth byte ends it")


def _length(kind: int) -> int:
    """How many bytes a value of a serial type takes."""
    if kind >= 12:
        return (kind - 12) // 2
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]
