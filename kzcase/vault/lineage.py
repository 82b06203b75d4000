"""Tells whether a vault and the log beside it are one, from a few pages, whatever the vault's size.

Every unit of work gives the vault a new random mark and keeps the one before
it, in a table of one row on one page (`VaultMark`). A log holds the page as
each of its units left it: so a file fits a log exactly when its own mark is the
one before the log's first unit, or that of one of its units (whose pages were
copied into the file already). A backup put in the vault's place, a log that
came from elsewhere, or a file that went its own way has another mark.

SQLCipher encrypts a page in the log as it does in the file, so its HMAC proves
the page here too; the log's own sums, which only tell where it ends, are
SQLite's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from kzcase.vault import files, pages, salvage
from kzcase.vault.keys import Secret

MARK_BYTES = 16


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
    torn = False
    with files.side_file(path, "-wal").open("rb") as log:
        for place in [place for number, place, _ in salvage.frames(log) if number == root]:
            log.seek(place)
            mark = read_mark(key.plain(log.read(pages.PAGE), root))
            if mark is None:
                torn = True
            else:
                first = first or mark
                known.add(mark.mark)
    if own is None or first is None:
        return Fit.UNKNOWN
    if own.mark in known | {first.before}:
        return Fit.ONE
    return Fit.UNKNOWN if torn else Fit.TWO  # the mark that is looked for may be the one that was torn


def root_page(driver: Any) -> int | None:
    """The page of the mark's table, or None in a vault that was made before there was one."""
    row = driver.execute(
        "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'vault_mark'"
    ).fetchone()
    return int(row[0]) if row else None


def read_mark(page: bytes | None) -> Mark | None:
    """The mark on a decrypted page of the table of one row; None if it is not such a page."""
    if page is None:
        return None
    rows = salvage.rows_on(page)
    blobs = [value for value in rows[0] if isinstance(value, bytes)] if len(rows) == 1 else []
    if [len(one) for one in blobs] != [MARK_BYTES, MARK_BYTES]:
        return None
    return Mark(*blobs)
