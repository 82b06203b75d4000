"""Finds what has to be written into a folder: records that changed since its readers were sent them last."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.exchange.casefile import Selection, had_by, selection
from kzcase.history.tables import is_shared, rows_in, run, single
from kzcase.progress import Progress
from kzcase.services import folders
from kzcase.services.folders import Folder
from kzcase.services.office import Office

LARGEST = 4 << 20
"""Lines and documents of one file come to about so many bytes, unless one record alone is larger."""
MOST_RECORDS = 2_000
SMALL = 200
MOST_SMALL = 40
"""More files of one's own with fewer than `SMALL` records are gathered into larger ones."""


@dataclass(slots=True)
class Due:
    """What a group of readers is to be sent: records that go, and those that stay back and wait.

    `erasures`: they had something that was erased here since; `last_seq` is how far this reaches.
    """

    readers: tuple[str, ...]
    last_seq: int
    going: AbstractSet[str] = field(default_factory=set)
    staying: set[str] = field(default_factory=set)
    waited: set[str] = field(default_factory=set)
    erasures: bool = False

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to be written."""
        return not self.going and not self.erasures


def chosen(folder: Folder, records: Collection[str] = (), *, erasures: bool = False) -> Selection:
    """What of some records goes into a folder's files."""
    without = folder.without
    return Selection(
        exactly=tuple(sorted(records)),
        erasures=erasures,
        without_compartments=without - {folders.DO_NOT_SHARE, folders.NO_CONSENT, folders.DOCUMENTS},
        without_marked=folders.DO_NOT_SHARE in without,
        only_agreed=folders.NO_CONSENT in without,
        documents=folders.DOCUMENTS not in without,
    )


def due(office: Office, session: Session, folder: Folder, progress: Progress) -> Iterator[Due]:
    """What each group of readers who were sent as much is to be sent now."""
    connection = session.connection()
    last = int(single(connection, "SELECT coalesce(max(seq), 0) FROM revision"))
    sent = folders.sent_to(session, folder.id)
    groups: dict[int, list[str]] = {}
    for contact in folder.contacts:
        groups.setdefault(sent.get(contact.key, 0), []).append(contact.key)
    again = _to_be_sent_again(session, folder)
    for since, readers in sorted(groups.items()):
        made = Due(tuple(sorted(readers)), last)
        made.waited = folders.waiting(session, folder.id, readers)
        wanted = _changed(connection, since, frozenset(readers)) | made.waited | again
        here, erased = _told_apart(connection, wanted)
        made.erasures = bool(had_by(connection, made.readers, erased))
        found = selection.find(session, chosen(folder, here), office.today(), progress) if here else None
        made.going = found.ids if found is not None else set()
        made.staying = here - made.going
        yield made


def _changed(connection: Connection, since: int, readers: frozenset[str]) -> set[str]:
    """The records that got a revision since, but by files of this folder that all readers have."""
    rows = run(
        connection,
        "SELECT r.record, r.seq, f.readers FROM revision AS r "
        "LEFT JOIN batch_item AS i ON i.revision = r.id LEFT JOIN batch AS b ON b.id = i.batch "
        "LEFT JOIN sync_file AS f ON f.export = b.export AND f.state = 'taken' "
        "WHERE r.seq > ? ORDER BY r.seq",
        (since,),
    )
    found: set[str] = set()
    before: tuple[str, int] | None = None
    covered = False
    for record, number, who in rows:
        if before is not None and before != (record, number):
            found.update(() if covered else before[:1])
            covered = False
        before = (record, number)
        covered = covered or (who is not None and readers <= set(orjson.loads(who)))
    if before is not None and not covered:
        found.add(before[0])
    return found


def _told_apart(connection: Connection, wanted: set[str]) -> tuple[set[str], set[str]]:
    """Those of some records that may leave the vault, and those that were erased."""
    here: set[str] = set()
    erased: set[str] = set()
    for rows in rows_in(connection, "SELECT id, kind, status FROM record", "id", sorted(wanted)):
        for one, kind, status in rows:
            if status == "erased":
                erased.add(one)
            elif kind is not None and is_shared(kind):
                here.add(one)
    for rows in rows_in(
        connection, "SELECT record FROM tombstone", "record", sorted(here), extra="AND accepted"
    ):
        erased.update(row[0] for row in rows)
    return here, erased


def _to_be_sent_again(session: Session, folder: Folder) -> set[str]:
    """The records of files that have to go: because something in them was erased, or to gather small ones."""
    connection = session.connection()
    stale = [one.export for one in folders.files_in(session, folder.id, [folders.STALE])]
    sent = [one.export for one in folders.files_in(session, folder.id, [folders.SENT])]
    counted: dict[str, int] = {}
    for rows in rows_in(connection, "SELECT id, records FROM export", "id", sent):
        counted.update((one, number) for one, number in rows)
    small = sorted(one for one, number in counted.items() if number < SMALL)
    if len(small) > MOST_SMALL:
        stale += small
    found: set[str] = set()
    for rows in rows_in(connection, "SELECT record FROM export_item", "export", stale):
        found.update(row[0] for row in rows)
    return found


def parcels(session: Session, records: Collection[str]) -> Iterator[list[str]]:
    """Records in portions of bounded size; what belongs to one person stands together."""
    connection = session.connection()
    size: dict[str, int] = dict.fromkeys(records, 0)
    ordered = sorted(records)
    select = "SELECT record, length(header) + length(parts) FROM revision"
    for rows in rows_in(connection, select, "record", ordered):
        for one, length in rows:
            size[one] += length or 0
    select = "SELECT id, (SELECT size FROM blob WHERE sha256 = file) FROM document"
    for rows in rows_in(connection, select, "id", ordered):
        for one, length in rows:
            size[one] += length or 0
    owner = {one: one for one in ordered}
    for rows in rows_in(
        connection, "SELECT source, now FROM link", "source", ordered, extra="AND field = 'person'"
    ):
        owner.update((one, person) for one, person in rows)
    portion: list[str] = []
    held = 0
    for one in sorted(ordered, key=lambda record: (owner[record], record)):
        if portion and (held + size[one] > LARGEST or len(portion) == MOST_RECORDS):
            yield portion
            portion, held = [], 0
        portion.append(one)
        held += size[one]
    if portion:
        yield portion
