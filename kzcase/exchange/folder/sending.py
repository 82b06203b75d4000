"""Writes what changed into a folder as case files, and takes away those of one's own that others replace."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from kzcase.exchange import casefile
from kzcase.exchange.casefile import Recipients, Written
from kzcase.exchange.folder.changed import Due, chosen, due, parcels
from kzcase.exchange.folder.looking import assert_reachable
from kzcase.exchange.folder.names import name_of
from kzcase.history.tables import rows_in
from kzcase.progress import Progress, quiet
from kzcase.services import folders
from kzcase.services.folders import Folder, Known
from kzcase.services.office import Office


@dataclass(slots=True)
class Sent:
    """What was written into a folder: the files, how many records, and how many old files were taken away.

    `staying` records are left out by what the folder is not to hold, and wait.
    """

    files: list[Written] = field(default_factory=list)
    records: int = 0
    staying: int = 0
    removed: int = 0


def to_send(office: Office, folder: Folder, *, progress: Progress | None = None) -> tuple[int, int]:
    """How many records would be written into a folder now, and how many stay back; writes nothing."""
    going: set[str] = set()
    staying: set[str] = set()
    with office.read() as session:
        for one in due(office, session, folder, progress or quiet()):
            going |= one.going
            staying |= one.staying
    return len(going), len(staying - going)


def send(office: Office, folder: Folder, *, progress: Progress | None = None) -> Sent:
    """Write what changed since the last time, for every verified colleague of the folder.

    Each file is written whole, read back and verified; until all of them are, nothing
    counts as sent, so that whatever stops it is made good the next time. Raises
    `Unwritable`, `Cancelled`; `NotFound` in a vault without a writer.
    """
    watched = progress or quiet()
    assert_reachable(folder)
    _clear_unfinished(office, folder)
    done = Sent()
    with office.read() as session:
        whole = list(due(office, session, folder, watched))
        portions = [list(parcels(session, one.going)) for one in whole]
    fresh: set[str] = set()
    for one, portion in zip(whole, portions, strict=True):
        if not one.nothing:
            fresh |= _write(office, folder, one, portion, done, watched)
        folders.settle(office, folder.id, one.readers, one.last_seq, waited=one.waited, left=one.staying)
        done.staying += len(one.staying)
    done.removed = _tidy(office, folder, fresh)
    folders.note_synced(office, folder.id)
    return done


def _write(
    office: Office,
    folder: Folder,
    one: Due,
    portions: Sequence[Sequence[str]],
    done: Sent,
    progress: Progress,
) -> set[str]:
    """Write the files for one group of readers; returns their export ids."""
    fresh: set[str] = set()
    for place, records in enumerate(portions or [()]):
        progress.step("Writing into the folder", place, len(portions))
        export = secrets.token_hex(16)
        folders.note_file(office, folder.id, export, folders.WRITING, one.readers)
        written = casefile.write(
            office,
            folder.path / name_of(export),
            chosen(folder, records, erasures=not records),
            Recipients(contacts=one.readers),
            export=export,
            progress=progress,
        )
        folders.note_file(office, folder.id, export, folders.SENT)
        fresh.add(export)
        done.files.append(written)
        done.records += len(records)
    return fresh


# --- tidying --------------------------------------------------------------------------------------


def _clear_unfinished(office: Office, folder: Folder) -> None:
    """Take away what was being written when something stopped it; what was in it is written anew."""
    with office.read() as session:
        left = folders.files_in(session, folder.id, [folders.WRITING])
    for one in left:
        _remove(office, folder, one.export)


def _tidy(office: Office, folder: Folder, fresh: set[str]) -> int:
    """Take away those of one's own files of which everything stands in newer ones for the same readers."""
    with office.read() as session:
        mine = folders.files_in(session, folder.id, [folders.SENT, folders.STALE])
        old = [one.export for one in mine if one.state == folders.STALE] + _replaced(
            session, folder, [one for one in mine if one.state == folders.SENT], fresh
        )
        gone = [one.export for one in folders.files_in(session, folder.id, [folders.REMOVED])]
    for export in [*old, *(one for one in gone if _is_there(folder, one))]:
        _remove(office, folder, export)
    return len(old)


def _replaced(session: Session, folder: Folder, mine: Sequence[Known], fresh: set[str]) -> list[str]:
    now = {one.key for one in folder.contacts}
    readers = {one.export: one.readers & now for one in mine}
    holds: dict[str, dict[str, int]] = {one.export: {} for one in mine}
    for rows in rows_in(
        session.connection(),
        "SELECT export, record, last_seq FROM export_item",
        "export",
        sorted(readers),
    ):
        for export, record, last in rows:
            holds[export][record] = last
    newest: dict[str, list[tuple[int, bool, str]]] = {}
    for export, records in holds.items():
        for record, last in records.items():
            newest.setdefault(record, []).append((last, export in fresh, export))

    def stands_elsewhere(export: str, record: str, last: int) -> bool:
        return any(
            (other_last, is_fresh) > (last, export in fresh) and readers[other] >= readers[export]
            for other_last, is_fresh, other in newest[record]
        )

    return [
        export
        for export, records in holds.items()
        if export not in fresh
        and all(stands_elsewhere(export, record, last) for record, last in records.items())
        and (records or any(readers[other] >= readers[export] for other in fresh))
    ]


def _remove(office: Office, folder: Folder, export: str) -> None:
    """Take a file of one's own away, and then remember that."""
    path = folder.path / name_of(export)
    for one in (path, casefile.part_of(path, export)):
        with suppress(OSError):
            one.unlink(missing_ok=True)
    if not _is_there(folder, export):
        folders.note_file(office, folder.id, export, folders.REMOVED)


def _is_there(folder: Folder, export: str) -> bool:
    try:
        return (folder.path / name_of(export)).exists()
    except OSError:
        return True
