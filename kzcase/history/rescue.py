"""Puts history that was read row by row out of a damaged vault into a new one.

The rows come without the name of their table, so each is known by its shape,
and a revision by its own hash. Only what cannot be computed is taken: revisions,
signatures, erasures, who writes, whose keys are known, what imports brought,
what was sent to whom, what rows of registers were said to be, drafts and
documents. Tables, titles, indexes and dates are painted from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from kzcase.history.sign import sign
from kzcase.history.store import keep_signatures
from kzcase.history.tables import many, run, single

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_KEY = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_KEPT = re.compile(r"sheet-.*|lost key: [0-9a-f]{32}")
"""Of this laptop's own values those that somebody decided and that would be missed."""
_STATUS = ("here", "absent", "deleted", "erased", "merged")
_AT_ONCE = 2_000

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table whose rows are taken: its columns in order, and how a row of it is known.

    `numbered` tables have their row number as first column. Columns from
    `least` on were added by later versions: a row may end before them.
    """

    table: str
    columns: tuple[str, ...]
    known: Callable[[Row], bool]
    numbered: bool = False
    least: int = 0

    def filled(self, row: Row) -> Row:
        """A row with nothing in the columns that were added after it was written."""
        return row + (None,) * (len(self.columns) - len(row))


@dataclass(frozen=True, slots=True)
class Lost:
    """A record of which something could not be read: `whole` if nothing of it was left."""

    id: str
    kind: str
    title: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was taken into the new vault, and what is known to be missing.

    `changes_missing` counts saved changes that a signature names and that were not found, `keys_missing`
    the writers who signed and whose key was not found.
    """

    revisions: int
    changes_missing: int
    documents: int
    documents_missing: int
    lost: tuple[Lost, ...]
    keys_missing: int


def _text(value: object, pattern: re.Pattern[str] | None = None) -> bool:
    return isinstance(value, str) and (pattern is None or pattern.fullmatch(value) is not None)


def _bytes(value: object, size: int = 0) -> bool:
    return isinstance(value, bytes) and (not size or len(value) == size)


def _is_revision(row: Row) -> bool:
    _, one, record, header, parts = row
    if not (_bytes(one, 32) and _text(record) and _bytes(header) and _bytes(parts)):
        return False
    return bool(hashlib.sha256(header).digest() == one)


def _is_signature(row: Row) -> bool:
    _, author, ids, signature = row
    return _text(author, _KEY) and _bytes(ids) and len(ids) % 32 == 0 and _bytes(signature, 64)


def _is_tombstone(row: Row) -> bool:
    _record, _compartment, author, time, signature, accepted = row
    return _text(author, _KEY) and _text(time, _TIME) and _bytes(signature, 64) and accepted in (0, 1)


def _is_writer(row: Row) -> bool:
    key, name, public, secret, _age, age_secret, created, _active = row
    return (
        _text(key, _KEY)
        and _text(name)
        and _bytes(public, 32)
        and _bytes(secret)
        and _text(age_secret)
        and age_secret.startswith("AGE-SECRET-KEY-")
        and _text(created)
    )


def _is_known_key(row: Row) -> bool:
    return _text(row[0], _KEY) and _text(row[1]) and _bytes(row[2], 32)


def _is_batch(row: Row) -> bool:
    return _text(row[0]) and _text(row[1]) and _text(row[3], _TIME) and _text(row[4], _KEY)


def _is_batch_item(row: Row) -> bool:
    return _text(row[0]) and _bytes(row[1], 32) and _text(row[2])


def _is_export(row: Row) -> bool:
    key, time, writer, recipients, number = row
    return (
        _text(key, _KEY)
        and _text(time, _TIME)
        and _text(writer, _KEY)
        and _text(recipients)
        and isinstance(number, int)
    )


def _is_export_item(row: Row) -> bool:
    return _text(row[0], _KEY) and _text(row[1], _UUID) and isinstance(row[2], int)


def _is_declined(row: Row) -> bool:
    record, compartment, author, time = row
    return _text(record, _UUID) and _text(compartment) and _text(author, _KEY) and _text(time, _TIME)


def _is_kept(row: Row) -> bool:
    return _text(row[0], _KEPT) and _text(row[1])


def _is_draft(row: Row) -> bool:
    return _text(row[0]) and _text(row[1]) and _bytes(row[3]) and _text(row[5], _TIME)


def _is_blob(row: Row) -> bool:
    return _text(row[1], _HASH) and isinstance(row[2], int)


def _is_chunk(row: Row) -> bool:
    return isinstance(row[0], int) and isinstance(row[1], int) and _bytes(row[2])


def _is_registered(row: Row) -> bool:
    return _text(row[1], _UUID) and row[3] in _STATUS and _text(row[4], _UUID)


SHAPES = (
    Shape("revision", ("seq", "id", "record", "header", "parts"), _is_revision, numbered=True),
    Shape("signature", ("seq", "author", "ids", "signature"), _is_signature, numbered=True),
    Shape(
        "tombstone",
        ("record", "compartment", "author", "time", "signature", "accepted"),
        _is_tombstone,
    ),
    Shape(
        "writer",
        ("id", "name", "sign_public", "sign_secret", "age_public", "age_secret", "created", "active"),
        _is_writer,
    ),
    Shape(
        "known_key",
        ("id", "name", "sign_public", "age_public", "verified", "added", "replaced"),
        _is_known_key,
        least=5,
    ),
    Shape(
        "batch",
        ("id", "label", "sender", "time", "writer", "undone", "sender_name", "verified", "export"),
        _is_batch,
        least=6,
    ),
    Shape("batch_item", ("batch", "revision", "compartments"), _is_batch_item),
    Shape("export", ("id", "time", "writer", "recipients", "records"), _is_export),
    Shape("export_item", ("export", "record", "last_seq"), _is_export_item),
    Shape("declined_erasure", ("record", "compartment", "author", "time"), _is_declined),
    Shape("local_value", ("key", "value"), _is_kept),
    Shape("draft", ("id", "kind", "record", "heads", "body", "time"), _is_draft),
    Shape("blob", ("id", "sha256", "size"), _is_blob, numbered=True),
    Shape("blob_chunk", ("blob_id", "number", "data"), _is_chunk),
)
REGISTRY = Shape(
    "record",
    ("seq", "id", "kind", "status", "now", "title", "fold", "sort", "conflicts", "waiting"),
    _is_registered,
    numbered=True,
    least=8,
)


def shape_of(row: Row) -> Shape | None:
    """Of which table a row is, or None if it is one that is painted anew or is not known."""
    for shape in (*SHAPES, REGISTRY):
        least = shape.least or len(shape.columns)
        if not least <= len(row) <= len(shape.columns):
            continue
        if (row[0] is None) == shape.numbered and shape.known(
            row + (None,) * (len(shape.columns) - len(row))
        ):
            return shape
    return None


def take(connection: Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Write what is known of these numbered rows into an empty vault; `finish` must follow.

    The registry's rows and the heads in the rows of records are kept aside in
    temporary tables: they tell what is missing.
    """
    run(connection, "PRAGMA defer_foreign_keys = ON")
    run(connection, "CREATE TEMP TABLE was (id TEXT PRIMARY KEY, kind TEXT, status TEXT, title TEXT)")
    run(connection, "CREATE TEMP TABLE headed (record TEXT, head BLOB)")
    waiting: dict[str, list[Row]] = {}
    for statement, row in _statements(rows):
        group = waiting.setdefault(statement, [])
        group.append(row)
        if len(group) == _AT_ONCE:
            many(connection, statement, group)
            group.clear()
    for statement, group in waiting.items():
        many(connection, statement, group)


def _statements(rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[str, Row]]:
    for number, row in rows:
        shape = shape_of(row)
        if shape is REGISTRY:
            yield "INSERT OR IGNORE INTO temp.was VALUES (?, ?, ?, ?)", (row[1], row[2], row[3], row[5])
        elif shape is not None:
            whole = ((number, *row[1:]) if shape.numbered else row) + (None,) * (
                len(shape.columns) - len(row)
            )
            marks = ", ".join("?" * len(shape.columns))
            columns = ", ".join(shape.columns)
            yield f"INSERT OR IGNORE INTO {shape.table} ({columns}) VALUES ({marks})", whole
        else:
            # In a row of records the heads follow the id, wherever in the row that is.
            for record, heads in pairwise(row):
                if _text(record, _UUID) and isinstance(heads, bytes) and heads and len(heads) % 32 == 0:
                    for at in range(0, len(heads), 32):
                        yield "INSERT INTO temp.headed VALUES (?, ?)", (record, heads[at : at + 32])


def finish(connection: Connection) -> Found:
    """Leave out documents that are not whole, say and see to what is signed, and count what is missing."""
    whole, broken = _documents(connection)
    for number, ids in run(connection, "SELECT seq, ids FROM signature").fetchall():
        many(
            connection,
            "INSERT OR IGNORE INTO signed (revision, signature) VALUES (?, ?)",
            [(ids[at : at + 32], number) for at in range(0, len(ids), 32)],
        )
    _sign_again(connection)
    absent = "NOT IN (SELECT id FROM revision)"
    missing = int(
        single(
            connection,
            f"SELECT count(DISTINCT revision) FROM signed WHERE revision {absent} AND revision NOT IN"
            " (SELECT i.revision FROM batch_item AS i JOIN batch AS b ON b.id = i.batch"
            " WHERE b.undone IS NOT NULL)",
        )
    )
    gone = run(
        connection,
        "SELECT id, coalesce(kind, ''), coalesce(title, ''), 1 FROM temp.was AS w"
        " WHERE status IN ('here', 'deleted', 'merged')"
        " AND NOT EXISTS (SELECT 1 FROM revision AS v WHERE v.record = w.id)"
        " UNION SELECT h.record, coalesce(w.kind, ''), coalesce(w.title, ''), 0 FROM temp.headed AS h"
        f" LEFT JOIN temp.was AS w ON w.id = h.record WHERE h.head {absent}"
        " AND EXISTS (SELECT 1 FROM revision AS v WHERE v.record = h.record)"
        " ORDER BY 2, 3, 1",
    ).fetchall()
    lost = [Lost(one, kind, title, bool(entirely)) for one, kind, title, entirely in gone]
    run(connection, "DROP TABLE temp.was")
    run(connection, "DROP TABLE temp.headed")
    revisions = int(single(connection, "SELECT count(*) FROM revision"))
    keys = int(
        single(
            connection,
            "SELECT count(DISTINCT author) FROM signature WHERE author NOT IN"
            " (SELECT id FROM writer UNION ALL SELECT id FROM known_key)",
        )
    )
    return Found(revisions, missing, whole, broken, tuple(lost), keys)


def _sign_again(connection: Connection) -> None:
    """Sign what the writers of this vault wrote and whose signature is gone.

    Nothing in their name comes into a vault without one, and every page read here was sealed with its key.
    """
    unsigned = (
        "SELECT id FROM revision WHERE CAST(substr(header, 12, 32) AS TEXT) = ?1 AND id NOT IN"
        " (SELECT d.revision FROM signed AS d JOIN signature AS s ON s.seq = d.signature WHERE s.author = ?1)"
    )
    for author, secret in run(connection, "SELECT id, sign_secret FROM writer").fetchall():
        own = [one for (one,) in run(connection, unsigned, (author,))]
        keep_signatures(connection, sign(secret, own), own=True)


def _documents(connection: Connection) -> tuple[int, int]:
    """Remove the documents whose pieces are not all here; how many are whole, and how many were not."""
    _name_again(connection)
    run(connection, "DELETE FROM blob_chunk WHERE blob_id NOT IN (SELECT id FROM blob)")
    kept: list[int] = []
    bad: list[int] = []
    for blob, wanted in run(connection, "SELECT id, sha256 FROM blob").fetchall():
        (kept if _sum(connection, blob) == wanted else bad).append(blob)
    _forget(connection, bad)
    return len(kept), len(bad)


def _name_again(connection: Connection) -> None:
    """Give pieces whose document lost its own row that row back: their sum, where a record says it."""
    lost = "SELECT DISTINCT blob_id FROM blob_chunk WHERE blob_id NOT IN (SELECT id FROM blob)"
    for (blob,) in run(connection, lost).fetchall():
        named = _sum(connection, blob)
        said = "SELECT 1 FROM revision WHERE instr(parts, ?) > 0 LIMIT 1"
        if single(connection, said, (named.encode(),)) is not None:
            run(
                connection,
                "INSERT OR IGNORE INTO blob (id, sha256, size)"
                " SELECT ?1, ?2, sum(length(data)) FROM blob_chunk WHERE blob_id = ?1",
                (blob, named),
            )


def _sum(connection: Connection, blob: int) -> str:
    digest = hashlib.sha256()
    pieces = run(connection, "SELECT data FROM blob_chunk WHERE blob_id = ? ORDER BY number", (blob,))
    for (data,) in pieces:
        digest.update(data)
    return digest.hexdigest()


def _forget(connection: Connection, blobs: Sequence[int]) -> None:
    many(connection, "DELETE FROM blob_chunk WHERE blob_id = ?", [(one,) for one in blobs])
    many(connection, "DELETE FROM blob WHERE id = ?", [(one,) for one in blobs])
