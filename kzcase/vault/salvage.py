"""Reads rows out of a damaged vault page by page, without its database.

One damaged page can make SQLite refuse a whole table: the page may be the one
that leads to the others. Here every page whose HMAC fits is read for itself. A
page that holds rows of a table gives its rows, whatever became of the pages
above it; a row that goes on in other pages is whole if all of those are. What
table a row belongs to is told by its shape, which the caller knows (a revision
proves itself: its id is the hash of its header). Rows that were deleted are not
met again, since the vault overwrites what it deletes (`secure_delete`).

Formats: SQLite's b-tree pages, cells and records
(https://www.sqlite.org/fileformat2.html, 1.6 and 2.1) and its log
(https://www.sqlite.org/walformat.html).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kzcase.progress import Progress, quiet
from kzcase.vault import files, pages
from kzcase.vault.keys import Secret

USABLE = pages.PAGE - pages.RESERVE
LOG_HEADER, FRAME_HEADER = 32, 24
LEAF = 0x0D
"""The kind of b-tree page that holds the rows of a table."""
_HEADER = 8
_FIRST_PAGE_HEADER = 100
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_MOST_ROW = 64 * 1024 * 1024

Value = None | int | float | str | bytes
Row = tuple[Value, ...]


@dataclass(slots=True)
class Found:
    """What was met on the way: pages looked at, those damaged, and rows that could not be read whole."""

    pages: int = 0
    damaged: list[int] = field(default_factory=list)
    broken_rows: int = 0


def rows(
    path: Path, secret: Secret, found: Found, progress: Progress | None = None
) -> Iterator[tuple[int, Row]]:
    """Every row of every table that can be read, with its row number; what cannot is counted in `found`.

    The log beside the file counts as far as its last whole unit. Changes
    nothing. Raises OSError, and `Cancelled` from `progress`.
    """
    progress = progress or quiet()
    with _Source(path, secret) as source:
        found.pages = source.count
        for place, number in enumerate(source.numbers()):
            if place % 1024 == 0:
                progress.step("Reading every page", place, source.count)
            if number == pages.NEVER_USED:
                continue
            page = source.plain(number)
            if page is None:
                found.damaged.append(number)
            else:
                yield from _rows_of(source, page, number, found)


def rows_on(page: bytes) -> list[Row]:
    """The rows of one page that are wholly on it; none if it holds no rows of a table."""
    return [row for _, row in _rows_of(None, page, 0, Found())]


def _rows_of(source: _Source | None, page: bytes, number: int, found: Found) -> Iterator[tuple[int, Row]]:
    start = _FIRST_PAGE_HEADER if number == 1 else 0
    if page[start] != LEAF:
        return
    (count,) = struct.unpack_from(">H", page, start + 3)
    if start + _HEADER + 2 * count > USABLE:
        return  # not a page of a table after all
    for place in struct.unpack_from(f">{count}H", page, start + _HEADER):
        try:
            key, payload = _cell(source, page, place)
            yield key, record(payload)
        except _Broken:
            found.broken_rows += 1


class _Broken(Exception):
    """A row that cannot be read whole."""


def _cell(source: _Source | None, page: bytes, at: int) -> tuple[int, bytes]:
    """The number and the content of the row that begins at a place of a page."""
    size, at = varint(page, at)
    key, at = varint(page, at)
    if size > _MOST_ROW:
        raise _Broken
    if size <= _MOST_LOCAL:
        local = size
    else:
        local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - 4)
        local = local if local <= _MOST_LOCAL else _LEAST_LOCAL
    payload = page[at : at + local]
    if local < size:
        (following,) = _unpacked(">I", page, at + local)
        payload += _overflow(source, following, size - local)
    if len(payload) != size:
        raise _Broken
    return key - (1 << 64) if key >> 63 else key, payload


def _overflow(source: _Source | None, number: int, missing: int) -> bytes:
    parts = []
    while missing > 0:
        page = source.plain(number) if source is not None and number > 0 else None
        if page is None:
            raise _Broken
        (number,) = struct.unpack_from(">I", page)
        parts.append(page[4 : min(USABLE, 4 + missing)])
        missing -= len(parts[-1])
    return b"".join(parts)


def record(payload: bytes) -> Row:
    """The values of a row as SQLite writes them; raises `_Broken` for anything else."""
    size, at = varint(payload, 0)
    kinds = []
    while at < size:
        kind, at = varint(payload, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        length = _length(kind)
        content = payload[at : at + length]
        if len(content) != length:
            raise _Broken
        values.append(_value(kind, content))
        at += length
    return tuple(values)


def _length(kind: int) -> int:
    """How many bytes a value of a serial type takes."""
    if kind >= 12:
        return (kind - 12) // 2
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def _value(kind: int, content: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        (number,) = struct.unpack(">d", content)
        return float(number)
    if kind < 7:
        return int.from_bytes(content, "big", signed=True)
    if kind < 12:
        raise _Broken  # reserved: never in a file
    if kind % 2 == 0:
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise _Broken from None


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of SQLite's variable length, and the place after it; raises `_Broken` at the end of data."""
    value = 0
    for number in range(9):
        if at + number >= len(data):
            raise _Broken
        byte = data[at + number]
        if number == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + number + 1
    raise AssertionError("a ninth byte ends it")


def _unpacked(form: str, data: bytes, at: int) -> tuple[int, ...]:
    if at + struct.calcsize(form) > len(data):
        raise _Broken
    return struct.unpack_from(form, data, at)


class _Source:
    """The pages of a file, each as the log's last whole unit left it."""

    def __init__(self, path: Path, secret: Secret) -> None:
        self._path = path
        self._key = pages.PageKey(secret)
        self._file: BinaryIO = path.open("rb")
        self._log: BinaryIO | None = None
        self._frames: dict[int, int] = {}
        self._pages = -(-path.stat().st_size // pages.PAGE)
        if files.has_log(path):
            self._log = files.side_file(path, "-wal").open("rb")
            self._frames = committed(self._log)
        # A damaged log may say any number: what is beyond the file is looked for only where the log has it.
        self._beyond = sorted(number for number in self._frames if number > self._pages)

    def __enter__(self) -> _Source:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        if self._log is not None:
            self._log.close()

    @property
    def count(self) -> int:
        """How many pages there are, in the file and in the log alone."""
        return self._pages + len(self._beyond)

    def numbers(self) -> Iterator[int]:
        """The number of every page."""
        yield from range(1, self._pages + 1)
        yield from self._beyond

    def plain(self, number: int) -> bytes | None:
        """A page, or None if neither the log nor the file has it whole."""
        if self._log is not None and (place := self._frames.get(number)) is not None:
            self._log.seek(place)
            if (page := self._key.plain(self._log.read(pages.PAGE), number)) is not None:
                return page
        self._file.seek((number - 1) * pages.PAGE)
        return self._key.plain(self._file.read(pages.PAGE), number)


def frames(log: BinaryIO) -> Iterator[tuple[int, int, bool]]:
    """The frames of a log in order: the page, the place of its content, and whether a unit ends with it."""
    log.seek(0)
    header = log.read(LOG_HEADER)
    if len(header) < LOG_HEADER:
        return
    salts = header[16:24]
    place = LOG_HEADER
    while len(frame := log.read(FRAME_HEADER)) == FRAME_HEADER and frame[8:16] == salts:
        number, size = struct.unpack(">II", frame[:8])
        yield number, place + FRAME_HEADER, size > 0
        place += FRAME_HEADER + pages.PAGE
        log.seek(place)


def committed(log: BinaryIO) -> dict[int, int]:
    """Where a log's last word on each page stands, as far as its last whole unit."""
    whole: dict[int, int] = {}
    unit: dict[int, int] = {}
    for number, place, ends in frames(log):
        unit[number] = place
        if ends:
            whole |= unit
            unit = {}
    return whole
