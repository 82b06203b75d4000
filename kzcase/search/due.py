"""Puts the words of saves off, and writes them before somebody looks for them.

FTS5 writes a segment with all that belongs to it for every change, which was a
third of a save; for fifty changes it writes one. So a save notes only which
records are due, in the same transaction, and their words are written when the
program rests, before the next search, or by the save after which too many would
wait. Words of people's names are never put off.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from kzcase.history.tables import many, run, single
from kzcase.progress import quiet
from kzcase.search import index, titles

MOST_DUE = 50
"""So many records wait at most: to write the words of these takes some 20 ms."""

NOTE = "INSERT OR IGNORE INTO search_due SELECT seq FROM record WHERE id = ?"
WAITING = "SELECT 1 FROM search_due LIMIT 1"
NUMBER = "SELECT count(*) FROM search_due"
DUE = "SELECT r.kind, r.id FROM search_due AS d CROSS JOIN record AS r ON r.seq = d.seq"
DONE = "DELETE FROM search_due"


def put_off(connection: Connection, ids: Collection[str]) -> None:
    """Note that the words of these records are to be written; too many of them are written now."""
    noted = many(connection, NOTE, [(one,) for one in sorted(ids)])
    if noted and single(connection, NUMBER) > MOST_DUE:
        settle(connection)


def is_settled(connection: Connection) -> bool:
    """Whether the text index has all words of all records, as this connection sees the vault."""
    return run(connection, WAITING).fetchone() is None


def settle(connection: Connection) -> None:
    """Write the words that were put off."""
    due: dict[str, list[str]] = {}
    for kind, one in run(connection, DUE).fetchall():
        if kind is not None and titles.is_known(kind):
            due.setdefault(kind, []).append(one)
    run(connection, DONE)
    index.put(connection, due, quiet())
