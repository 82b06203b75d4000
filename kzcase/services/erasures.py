"""Erasing for good: what it would destroy, where else the name stands, and what colleagues propose to erase.

Nothing is erased by a file. A colleague's tombstone is a proposal; somebody here
accepts it, which erases, or declines it, which is remembered on this laptop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, delete
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.history import erase as erasing
from kzcase.history.erase import Scope
from kzcase.history.filenames import forget_file_names
from kzcase.history.fold import WHOLE
from kzcase.history.tables import many, rows_in, run
from kzcase.history.withdraw import unused_files
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment
from kzcase.models.ledger import DraftRow
from kzcase.progress import Progress, quiet
from kzcase.search import due
from kzcase.services import backups, journal, records
from kzcase.services.drafts import PAPER
from kzcase.services.elsewhere import HERE, MOST_SHOWN, Place, drafts_saying, elsewhere, spellings
from kzcase.services.office import Office
from kzcase.vault import blobs, meta
from kzcase.vault.failures import VaultBusy

ALL_OF_IT = "all of it"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to erase a record that is here, or one compartment of it ("" for all).

    `by` are those who propose it, `time` is when the first of them erased it;
    `others` counts proposals about what belongs to this record.
    """

    record: str
    kind: str
    title: str
    compartment: str
    words: str
    by: tuple[str, ...]
    time: str
    others: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What erasing does, or did.

    `kinds` are (kind, its words in the plural, how many); `elsewhere` is where a
    spelling of the name still stands, `drafts` how many drafts of something else
    say it; `colleagues` and `backups` are who and what else may hold it.
    `rewritten`: the vault's file could be written anew.
    """

    record: str
    kind: str
    title: str
    compartment: str
    records: int
    kinds: tuple[tuple[str, str, int], ...]
    documents: int
    elsewhere: tuple[Place, ...]
    colleagues: tuple[str, ...]
    backups: tuple[Path, ...]
    drafts: int = 0
    rewritten: bool = True


def compartment_words(compartment: str) -> str:
    """What of a record is meant, in words."""
    known = {one.value: said for one, said in journal.COMPARTMENT_WORDS.items()}
    return known.get(compartment, compartment) if compartment else ALL_OF_IT


# --- proposals ------------------------------------------------------------------------------------

PROPOSED = (
    "SELECT t.record, t.compartment, t.author, t.time, r.kind FROM tombstone AS t "
    "JOIN record AS r ON r.id = t.record "
    "WHERE NOT t.accepted AND r.status IN ('here', 'deleted', 'merged') "
    f"AND t.compartment IN ({str(sorted(erasing.KNOWN))[1:-1]}) "
    "AND NOT EXISTS (SELECT 1 FROM tombstone AS a WHERE a.record = t.record AND a.accepted "
    "AND a.compartment IN (t.compartment, '')) "
    "AND NOT EXISTS (SELECT 1 FROM declined_erasure AS d WHERE d.record = t.record "
    "AND d.compartment = t.compartment AND d.author = t.author) ORDER BY t.time, t.record"
)


def proposals(office: Office) -> tuple[Proposal, ...]:
    """What colleagues propose to erase and nobody here has decided, each with what belongs to it."""
    with office.read() as session:
        return proposals_in(session)


def proposals_in(session: Session, limit: int = MOST_SHOWN) -> tuple[Proposal, ...]:
    """The same inside a unit that is already open; `limit` at most, people first."""
    connection = session.connection()
    open_: dict[tuple[str, str], list[tuple[str, str]]] = {}
    kind_of: dict[str, str] = {}
    for record, compartment, author, time, kind in run(connection, PROPOSED).fetchall():
        open_.setdefault((record, compartment), []).append((author, time))
        kind_of[record] = kind
    names = _names(connection)
    titles = records.titles(session, list(kind_of))
    covers: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for record, compartment in sorted(open_, key=lambda one: (kind_of[one[0]] != "person", one)):
        if any((record, compartment) in below for below in covers.values()):
            continue
        if len(covers) == limit:
            break
        below = set(erasing.scope(connection, record, compartment).covers) - {(record, compartment)}
        for other in [one for one in covers if one in below]:
            below |= covers.pop(other)
        covers[record, compartment] = below & open_.keys()
    return tuple(
        Proposal(
            record,
            kind_of[record],
            titles[record],
            compartment,
            compartment_words(compartment),
            tuple(sorted({names.get(author) or f"key {author[:8]}" for author, _ in said})),
            min(time for _, time in said),
            len(below),
        )
        for (record, compartment), below in covers.items()
        for said in (open_[record, compartment],)
    )


def accept(
    office: Office,
    record: str,
    compartment: str = WHOLE,
    *,
    progress: Progress | None = None,
    initiator: object | None = None,
) -> Effect:
    """Erase what is proposed, with what belongs to it here; raises as `erase`, `NotFound` if nobody does."""
    with office.read() as session:
        _assert_proposed(session, record, compartment)
    return erase(office, record, compartment, progress=progress, initiator=initiator)


def decline(
    office: Office, record: str, compartment: str = WHOLE, *, initiator: object | None = None
) -> None:
    """Keep what is proposed to be erased, and what belongs to it; remembered, so that it is not asked again.

    Raises `NotFound` if nobody proposes it.
    """
    with office.vault.write() as session:
        _assert_proposed(session, record, compartment)
        connection = session.connection()
        covered = {*erasing.scope(connection, record, compartment).covers, (record, compartment)}
        rows: list[tuple[Any, ...]] = []
        select = "SELECT record, compartment, author FROM tombstone"
        ids = sorted({one for one, _ in covered})
        for some in rows_in(connection, select, "record", ids, extra="AND NOT accepted"):
            rows += [(*row, office.ledger.time()) for row in map(tuple, some) if row[:2] in covered]
        many(connection, "INSERT INTO declined_erasure VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", rows)
        kind = run(connection, "SELECT kind FROM record WHERE id = ?", (record,)).fetchone()[0]
    office.announce({kind or "": {record}}, initiator)


def _assert_proposed(session: Session, record: str, compartment: str) -> None:
    rows = run(session.connection(), PROPOSED).fetchall()
    if not any(row[:2] == (record, compartment) for row in map(tuple, rows)):
        raise NotFound(
            "Nobody proposes to erase that, or it was decided.",
            safe="Nothing was changed.",
            remedy="See the list of proposals.",
        )


# --- erasing --------------------------------------------------------------------------------------


def compartments(office: Office, record: str) -> tuple[tuple[str, str], ...]:
    """What of a record can be erased: each compartment that says something, and its words; all of it first.

    Raises `NotFound`.
    """
    with office.read() as session:
        _scope(session, record, WHOLE)
        said = [
            one.value for one in Compartment if erasing.scope(session.connection(), record, one.value).records
        ]
    return tuple((one, compartment_words(one)) for one in (WHOLE, *said))


def look(office: Office, record: str, compartment: str = WHOLE) -> Effect:
    """What erasing a record, or one compartment of it, would do; changes nothing. Raises as `erase`."""
    with office.searching() as session:
        found = _scope(session, record, compartment)
        return _effect(session, found, record, elsewhere(session, found))


def erase(
    office: Office,
    record: str,
    compartment: str = WHOLE,
    *,
    progress: Progress | None = None,
    initiator: object | None = None,
) -> Effect:
    """Erase a record with all that belongs to it, or one compartment of these, for good.

    A backup is made before it: it still holds what is erased, and is named among `backups`.
    The vault's file is written anew, so that no page of it holds what was
    erased. Raises `NotFound`, `KzcaseError` for an unknown compartment, `Unwritable` where no
    backup can be made, `Cancelled`; then nothing was erased.
    """
    watched = progress or quiet()
    with office.read() as session:
        _scope(session, record, compartment)
    backups.make(office, backups.ERASURE, progress=watched)
    with office.vault.write() as session:
        watched.step("Looking for what belongs to it")
        due.settle(session.connection())  # what was changed must not stay in the index as it was
        found = _scope(session, record, compartment)
        effect = _effect(session, found, record, elsewhere(session, found))
        names = spellings(session.connection(), found)
        said = drafts_saying(session, found)
        watched.step("Erasing")
        done = erasing.erase(office.ledger, session, [found])
        ids = sorted(found.records)
        erasing.forget_traces(session, ids, whole=compartment == WHOLE)
        if PAPER in said:  # what was put together last is not anybody's work
            session.execute(delete(DraftRow).where(DraftRow.id == PAPER))
        forget_file_names(session.connection(), ids, names)
        _from_folders(session.connection(), ids)
        forget_files(session, set(done.files))
    office.known_words.forget()
    office.announce(done.touched, initiator, found.records.keys() if compartment == WHOLE else frozenset())
    watched.step("Writing the vault's file anew")
    try:
        with office.vault.write() as session:
            _forget_words(session.connection())
        office.vault.rewrite()
    except (Unwritable, VaultBusy):
        return replace(effect, rewritten=False)  # freed pages were overwritten all the same
    return effect


def forget_files(session: Session, files: set[str]) -> None:
    """Remove the contents of files that no document names any more, and the words that were read in them."""
    connection = session.connection()
    unused = sorted(unused_files(connection, files))
    for one in unused:
        blobs.remove(session, one)
    pages = [
        tuple(row)
        for rows in rows_in(connection, "SELECT id FROM attached_page", "sha256", unused)
        for row in rows
    ]
    many(connection, "DELETE FROM search_page WHERE rowid = ?", pages)
    many(connection, "DELETE FROM attached_page WHERE id = ?", pages)
    many(connection, "DELETE FROM attached_text WHERE sha256 = ?", [(one,) for one in unused])


def _forget_words(connection: Connection) -> None:
    """Write the text indexes anew: a removed text leaves its words in them until then."""
    for name in ("search_text", "search_page"):
        run(connection, f"INSERT INTO {name}({name}) VALUES ('optimize')")


def _from_folders(connection: Connection, ids: Sequence[str]) -> None:
    """What of one's own case files in folders holds this has to go; the rest of it is sent anew."""
    for rows in rows_in(connection, "SELECT DISTINCT export FROM export_item", "record", ids):
        many(
            connection,
            "UPDATE sync_file SET state = 'stale' WHERE export = ? AND state IN ('sent', 'writing')",
            [tuple(row) for row in rows],
        )
    many(
        connection,
        "INSERT INTO sync_waiting (folder, contact, record) SELECT folder, contact, ? FROM sync_contact "
        "WHERE TRUE ON CONFLICT DO NOTHING",
        [(one,) for one in ids],
    )


def _scope(session: Session, record: str, compartment: str) -> Scope:
    if compartment not in erasing.KNOWN:
        raise KzcaseError(f"There is no compartment “{compartment}”.", safe="Nothing was changed.")
    row = run(session.connection(), "SELECT status FROM record WHERE id = ?", (record,)).fetchone()
    if row is None or row[0] not in HERE:
        raise NotFound("There is no such record in this vault.", safe="Nothing was changed.")
    found = erasing.scope(session.connection(), record, compartment)
    if not found.records:
        raise KzcaseError("Nothing of that is in this vault.", safe="Nothing was changed.")
    return found


def _effect(session: Session, found: Scope, record: str, elsewhere: tuple[Place, ...]) -> Effect:
    connection = session.connection()
    counted: dict[str, int] = {}
    for kind in found.records.values():
        counted[kind] = counted.get(kind, 0) + 1
    plural = {key: kind.plural for key, kind in kinds().items()}
    kind_of = run(connection, "SELECT kind FROM record WHERE id = ?", (record,)).fetchone()[0]
    return Effect(
        record,
        kind_of or "",
        records.titles(session, [record])[record],
        found.compartment,
        len(found.records),
        tuple((kind, plural.get(kind, kind), number) for kind, number in sorted(counted.items())),
        counted.get(erasing.DOCUMENT, 0),
        elsewhere,
        _holders(connection, found),
        _backups(session),
        len(set(drafts_saying(session, found)) - {PAPER}),
    )


def _backups(session: Session) -> tuple[Path, ...]:
    """The copies of this vault that it knows of and that can be seen now."""
    places = [Path(one.place) for one in meta.copies(session) if one.place]
    return tuple(one for one in dict.fromkeys(places) if _is_there(one))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _holders(connection: Connection, found: Scope) -> tuple[str, ...]:
    """Who was sent any of these records, or sent it here, and has not told that they erased it."""
    ids = sorted(found.records)
    held: set[tuple[str, str]] = set()
    select = "SELECT i.record, e.recipients FROM export_item AS i JOIN export AS e ON e.id = i.export"
    for rows in rows_in(connection, select, "record", ids):
        held.update((one, key) for one, keys in rows for key in orjson.loads(keys))
    select = (
        "SELECT DISTINCT r.record, b.sender FROM revision AS r JOIN batch_item AS i ON i.revision = r.id "
        "JOIN batch AS b ON b.id = i.batch"
    )
    for rows in rows_in(connection, select, "record", ids, extra="AND b.sender IS NOT NULL"):
        held.update(map(tuple, rows))
    select = "SELECT record, author, compartment FROM tombstone"
    for rows in rows_in(connection, select, "record", ids):
        held -= {(one, by) for one, by, what in rows if what in (WHOLE, found.compartment)}
    ours = {row[0] for row in run(connection, "SELECT id FROM writer")}
    names = _names(connection)
    keys = {key for _, key in held} - ours
    return tuple(sorted({names[one] for one in keys if names.get(one)}))


def _names(connection: Connection) -> Mapping[str, str]:
    rows = run(connection, "SELECT id, name FROM known_key UNION ALL SELECT id, name FROM writer")
    return dict(map(tuple, rows))
