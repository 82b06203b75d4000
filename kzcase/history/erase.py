"""Erases for good: destroys the parts of revisions and puts a signed tombstone in their place.

A tombstone says that a record, or one compartment of it, was erased; an accepted
one beats every revision of the record, in whatever order they come. The headers
of revisions stay, so that ids and ancestors hold; they say nothing but when
somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.fold import WHOLE, is_erased
from kzcase.history.guard import materialising
from kzcase.history.ledger import Ledger
from kzcase.history.picture import stored_revisions
from kzcase.history.sign import sign_tombstone
from kzcase.history.tables import many, rows_in, run
from kzcase.history.withdraw import files_of, forget_words
from kzcase.history.writers import active_keys
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment, FieldType

KNOWN = frozenset({WHOLE, *(one.value for one in Compartment)})
"""What of a record can be erased; a word that names anything else is one that nobody can follow."""

DOCUMENT = "document"
ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Scope:
    """What erasing a record means here: the compartment ("" for all), and the records by id with kinds.

    `beside` are those of them that stand beside a detail of the compartment and go as a whole.
    """

    compartment: str
    records: Mapping[str, str]
    beside: frozenset[str] = frozenset()

    @property
    def covers(self) -> frozenset[tuple[str, str]]:
        """The (record, compartment) pairs of which erasing this disposes."""
        return frozenset((one, WHOLE if one in self.beside else self.compartment) for one in self.records)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: the records touched, by kind, and the contents of documents that lost their record."""

    touched: Mapping[str, set[str]]
    files: frozenset[str] = field(default_factory=frozenset)


def scope(connection: Connection, record: str, compartment: str = WHOLE) -> Scope:
    """What belongs to a record and would be erased with it; of one compartment, what says anything in it.

    The same person under several ids is one. What has other owners too stays, and so
    do documents that something else names.
    """
    ids = _group(connection, record)
    edge = set(ids)
    while edge:
        below = _below(connection, edge, ids) | _documents(connection, edge, ids)
        edge = below - ids
        ids |= edge
    beside: frozenset[str] = frozenset()
    if compartment != WHOLE:
        beside = frozenset(_beside(connection, ids, compartment))
        ids = _saying(connection, ids, compartment) | beside
    return Scope(compartment, _kinds(connection, ids), beside)


def _group(connection: Connection, record: str) -> set[str]:
    rows = run(
        connection, "SELECT id FROM record WHERE now = (SELECT now FROM record WHERE id = ?)", (record,)
    )
    return {row[0] for row in rows} | {record}


def _below(connection: Connection, edge: set[str], ids: set[str]) -> set[str]:
    """What one of these owns; of several owners in one field all must be erased."""
    found: set[str] = set()
    for rows in rows_in(connection, "SELECT kind, field, source FROM link", "now", sorted(edge)):
        for kind, key, source in rows:
            declared = kinds()[kind].fields.get(key) if kind in kinds() else None
            if declared is None or not declared.owner:
                continue
            if declared.type is FieldType.LINK or _targets(connection, source, key) <= ids:
                found.add(source)
    return found


def _targets(connection: Connection, source: str, key: str) -> set[str]:
    """Whom a record names in a field, but for those who were erased before."""
    rows = run(
        connection,
        "SELECT l.now FROM link AS l JOIN record AS r ON r.id = l.now "
        "WHERE l.source = ? AND l.field = ? AND r.status <> 'erased'",
        (source, key),
    )
    return {row[0] for row in rows}


def _documents(connection: Connection, edge: set[str], ids: set[str]) -> set[str]:
    """The documents that these name and nothing that stays does."""
    named: set[str] = set()
    select = "SELECT l.now FROM link AS l JOIN record AS r ON r.id = l.now"
    for rows in rows_in(connection, select, "source", sorted(edge), extra=f"AND r.kind = '{DOCUMENT}'"):
        named.update(row[0] for row in rows)
    users: dict[str, set[str]] = {one: _targets(connection, one, "records") for one in named - ids}
    for rows in rows_in(connection, "SELECT now, source FROM link", "now", sorted(users)):
        for one, source in rows:
            users[one].add(source)
    return {one for one, by in users.items() if by <= ids | {one}}


def _saying(connection: Connection, ids: set[str], compartment: str) -> set[str]:
    """Those that say something in a compartment."""
    found: set[str] = set()
    for rows in rows_in(connection, "SELECT record, header FROM revision", "record", sorted(ids)):
        for record, header in rows:
            if compartment in orjson.loads(header)["parts"]:
                found.add(record)
    return found


def _beside(connection: Connection, ids: set[str], compartment: str) -> set[str]:
    """The alternative values and citations of details of a compartment."""
    of_kind = _kinds(connection, ids)
    found = set()
    for one, kind in of_kind.items():
        if kind not in ("alternative", "citation"):
            continue
        (row,) = run(connection, f"SELECT record, field FROM {kind} WHERE id = ?", (one,)).fetchall() or [
            (None, None)
        ]
        of = kinds().get(of_kind.get(row[0], ""))
        declared = of.fields.get(row[1]) if of is not None and row[1] else None
        if declared is not None and declared.compartment.value == compartment:
            found.add(one)
    return found


def _kinds(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rows in rows_in(
        connection, "SELECT id, kind FROM record", "id", sorted(ids), extra="AND kind IS NOT NULL"
    ):
        found.update((one, kind) for one, kind in rows)
    return found


def erase(ledger: Ledger, session: Session, given: Sequence[Scope]) -> Erased:
    """Erase records, or compartments of them, with the active writer's word for each.

    Where a colleague's proposal says the same it is accepted instead. The unit it
    is done in decides: leaving it without success leaves everything.
    """
    connection = session.connection()
    session.flush()
    touched: dict[str, set[str]] = {}
    files: set[str] = set()
    with materialising(connection):
        for one in given:
            for record, compartment in sorted(one.covers):
                _entomb(connection, ledger.time(), record, compartment)
                files |= _destroy(connection, record, compartment)
                touched.setdefault(one.records[record], set()).add(record)
        around = _around(connection, touched)
    with ledger.taking(session) as intake:
        intake.refold((kind, record) for kind, ids in sorted(touched.items()) for record in sorted(ids))
        # Before anything is derived: what names these would else be named after them once more.
        _forget_titles(connection, sorted({one for ids in touched.values() for one in ids}))
        for kind, record in around:
            intake.touch(kind, record)
    return Erased(touched, frozenset(files))


def _entomb(connection: Connection, time: str, record: str, compartment: str) -> None:
    proposed = run(
        connection,
        "UPDATE tombstone SET accepted = 1 WHERE record = ? AND compartment = ? RETURNING author",
        (record, compartment),
    ).fetchall()
    if not proposed:
        author, word = sign_tombstone(active_keys(connection).secret, record, compartment, time)
        run(
            connection,
            "INSERT INTO tombstone (record, compartment, author, time, signature, accepted) "
            "VALUES (?, ?, ?, ?, ?, 1)",
            (record, compartment, author, time, word),
        )


def _destroy(connection: Connection, record: str, compartment: str) -> set[str]:
    """Take the erased parts out of a record's revisions; the contents of documents that they named."""
    files: set[str] = set()
    gone = frozenset({compartment})
    for _, revisions in stored_revisions(connection, [record]):
        for one in revisions:
            kept = one.only(lambda name: not is_erased(gone, name))
            if len(kept.parts) < len(one.parts):
                files |= files_of(one) - files_of(kept)
                run(connection, "UPDATE revision SET parts = ? WHERE id = ?", (kept.stored_parts, one.id))
    return files


def _forget_titles(connection: Connection, ids: Sequence[str]) -> None:
    """Leave of what was erased as a whole no title and no words to find it by."""
    gone = [
        row
        for rows in rows_in(
            connection, "SELECT kind, seq FROM record", "id", ids, extra=f"AND status = '{ERASED}'"
        )
        for row in rows
    ]
    many(
        connection,
        "UPDATE record SET title = NULL, fold = NULL, sort = NULL WHERE seq = ?",
        [(seq,) for _, seq in gone],
    )
    forget_words(connection, gone)


def _around(connection: Connection, touched: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """What names these or is named by them: titles and words may hang on what goes."""
    ids = sorted({one for some in touched.values() for one in some})
    named: set[str] = set()
    for rows in rows_in(connection, "SELECT source FROM link", "target", ids):
        named.update(row[0] for row in rows)
    for rows in rows_in(connection, "SELECT target, now FROM link", "source", ids):
        named.update(one for row in rows for one in row)
    return {(kind, one) for one, kind in _kinds(connection, named - set(ids)).items()}


def forget_traces(session: Session, ids: Sequence[str], *, whole: bool) -> None:
    """Take what was erased out of drafts, of the paper put together last and of what was put off."""
    connection = session.connection()
    many(connection, "DELETE FROM draft WHERE record = ?", [(one,) for one in ids])
    many(connection, "DELETE FROM draft WHERE instr(body, ?) > 0", [(one,) for one in ids])
    if whole:
        many(connection, "DELETE FROM snooze WHERE record = ?", [(one,) for one in ids])
