"""The folders in which colleagues leave each other case files: which, for whom, and how far each is in step.

A folder is one that people replicate anyway: a stick, Syncthing, Nextcloud. What
is known of it stays in the vault of this laptop. What is done with it is in
`kzcase.exchange.folder`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.history.canonical import encode
from kzcase.history.revision import new_id
from kzcase.history.tables import groups
from kzcase.models.fields import Compartment
from kzcase.models.folder import SyncContactRow, SyncFileRow, SyncFolderRow, SyncWaitingRow
from kzcase.services import colleagues
from kzcase.services.colleagues import Contact
from kzcase.services.office import Office

DO_NOT_SHARE, NO_CONSENT, DOCUMENTS = "do_not_share", "no_consent", "documents"
WITHOUT = frozenset({*(one.value for one in Compartment), DO_NOT_SHARE, NO_CONSENT, DOCUMENTS}) - {
    Compartment.OPEN.value
}
"""What can be kept out of a folder."""

WRITING, SENT, STALE, REMOVED = "writing", "sent", "stale", "removed"
TAKEN, PASSED = "taken", "passed"
OWN = frozenset({WRITING, SENT, STALE, REMOVED})


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is kept in step: for whom it is written, what stays out, when that was done last.

    `unknown` are names or key ids of those who were chosen and cannot be
    written to now, because their card was removed or replaced or never compared.
    """

    id: str
    path: Path
    contacts: tuple[Contact, ...]
    unknown: tuple[str, ...]
    without: frozenset[str]
    synced: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file of a folder: whose it is and what was done, and who can open it."""

    export: str
    state: str
    readers: frozenset[str]


def listed(office: Office) -> tuple[Folder, ...]:
    """Every folder that was chosen, by path."""
    with office.read() as session:
        rows = session.scalars(select(SyncFolderRow).order_by(SyncFolderRow.path)).all()
        return tuple(_folder(session, row) for row in rows)


def at(office: Office, path: Path) -> Folder | None:
    """What is known of a folder, None if it was never chosen."""
    with office.read() as session:
        row = session.scalar(select(SyncFolderRow).where(SyncFolderRow.path == str(real(path))))
        return _folder(session, row) if row is not None else None


def choose(
    office: Office, path: Path, contacts: Sequence[str], *, without: Collection[str] | None = None
) -> Folder:
    """Keep a folder in step with these contacts (key ids), from now on or differently than before.

    A contact who is new to it gets everything the next time; so does everyone when `without` changes
    (None: as it was; of a new folder nothing but what is marked “do not share”). Raises `NotFound` for an
    unknown contact or folder, `KzcaseError` for a contact whose words were never compared.
    """
    place = real(path)
    _judge(office, place)
    with office.vault.write() as session:
        chosen = [colleagues.known(session, one) for one in contacts]
        _assert_verified(chosen)
        row = session.scalar(select(SyncFolderRow).where(SyncFolderRow.path == str(place)))
        if row is None:
            row = SyncFolderRow(id=new_id(), path=str(place), without=_stored({DO_NOT_SHARE}))
            session.add(row)
        if without is not None:
            if unknown := set(without) - WITHOUT:
                raise KzcaseError(
                    f"That cannot be left out: {', '.join(sorted(unknown))}.", safe="Nothing was changed."
                )
            if _stored(without) != row.without:
                session.execute(
                    update(SyncContactRow).where(SyncContactRow.folder == row.id).values(last_seq=0)
                )
            row.without = _stored(without)
        session.flush()
        keys = [one.key for one in chosen]
        for model in (SyncContactRow, SyncWaitingRow):
            session.execute(delete(model).where(model.folder == row.id, model.contact.not_in(keys)))
        for key in keys:
            session.execute(
                insert(SyncContactRow).values(folder=row.id, contact=key, last_seq=0).on_conflict_do_nothing()
            )
        return _folder(session, row)


def forget(office: Office, folder: str) -> None:
    """Keep a folder in step no more; the files in it are left as they are."""
    with office.vault.write() as session:
        for model in (SyncContactRow, SyncWaitingRow):
            session.execute(delete(model).where(model.folder == folder))
        session.execute(delete(SyncFolderRow).where(SyncFolderRow.id == folder))


def real(path: Path) -> Path:
    """A folder by its one name."""
    return Path(os.path.realpath(Path(path).expanduser()))


def _judge(office: Office, place: Path) -> None:
    try:
        there = place.is_dir()
    except OSError:
        there = False
    if not there:
        raise NotFound(
            f"The folder cannot be seen: {place}.",
            safe="Nothing was changed.",
            remedy="Put the stick in, or choose another folder.",
        )
    if real(office.path).is_relative_to(place):
        raise KzcaseError(
            "The vault itself lies in this folder, or in one inside it.",
            safe="Nothing was changed.",
            remedy="Choose a folder of its own: whatever replicates this one would hand the vault around.",
        )


def _assert_verified(chosen: Iterable[Contact]) -> None:
    for one in chosen:
        if one.verified is None:
            raise KzcaseError(
                f"The words of {one.name}'s key were never compared.",
                safe="Nothing was changed.",
                remedy="A folder is written only to colleagues who are verified: compare the words first.",
            )


def _stored(without: Collection[str]) -> str:
    return encode(sorted(without)).decode()


def _folder(session: Session, row: SyncFolderRow) -> Folder:
    keys = session.scalars(
        select(SyncContactRow.contact).where(SyncContactRow.folder == row.id).order_by(SyncContactRow.contact)
    ).all()
    found: list[Contact] = []
    unknown: list[str] = []
    for key in keys:
        one = colleagues.contact(session, key)
        if one is None or one.replaced is not None or one.verified is None:
            unknown.append(one.name if one is not None else f"key {key[:8]}")
        else:
            found.append(one)
    return Folder(
        row.id,
        Path(row.path),
        tuple(sorted(found, key=lambda one: one.name)),
        tuple(unknown),
        frozenset(orjson.loads(row.without)),
        row.synced,
    )


# --- files ----------------------------------------------------------------------------------------


def files_in(session: Session, folder: str, states: Collection[str] = ()) -> tuple[Known, ...]:
    """What is known of the files of a folder (in some states)."""
    statement = select(SyncFileRow).where(SyncFileRow.folder == folder).order_by(SyncFileRow.export)
    if states:
        statement = statement.where(SyncFileRow.state.in_(sorted(states)))
    return tuple(
        Known(row.export, row.state, frozenset(orjson.loads(row.readers)))
        for row in session.scalars(statement)
    )


def states(session: Session, exports: Collection[str]) -> dict[str, str]:
    """By export id what was done with files, in whichever folder they were met."""
    found: dict[str, str] = {}
    for some in groups(sorted(exports)):
        rows = session.execute(
            select(SyncFileRow.export, SyncFileRow.state).where(SyncFileRow.export.in_(some))
        )
        found.update((row.export, row.state) for row in rows)
    return found


def note_file(
    office: Office, folder: str, export: str, state: str, readers: Collection[str] | None = None
) -> None:
    """Remember what was done with a file of a folder; its readers stay as they were if none are given."""
    time = office.ledger.time()
    kept = encode(sorted(readers or ())).decode()
    statement = insert(SyncFileRow).values(export=export, folder=folder, state=state, time=time, readers=kept)
    changed = {"state": state, "time": time, **({} if readers is None else {"readers": kept})}
    with office.vault.write() as session:
        session.execute(statement.on_conflict_do_update(index_elements=["export"], set_=changed))


# --- how far --------------------------------------------------------------------------------------


def sent_to(session: Session, folder: str) -> dict[str, int]:
    """By contact the local revision number up to which they were sent what changed."""
    rows = session.execute(
        select(SyncContactRow.contact, SyncContactRow.last_seq).where(SyncContactRow.folder == folder)
    )
    return {row.contact: row.last_seq for row in rows}


def waiting(session: Session, folder: str, contacts: Collection[str]) -> set[str]:
    """The records that wait to be sent to any of these contacts."""
    return set(
        session.scalars(
            select(SyncWaitingRow.record).where(
                SyncWaitingRow.folder == folder, SyncWaitingRow.contact.in_(sorted(contacts))
            )
        )
    )


def settle(
    office: Office,
    folder: str,
    contacts: Collection[str],
    last_seq: int,
    *,
    waited: Collection[str],
    left: Collection[str],
) -> None:
    """Note that contacts were sent everything up to a number, and all that waited but what was left out."""
    wanted = sorted(contacts)
    with office.vault.write() as session:
        session.execute(
            update(SyncContactRow)
            .where(SyncContactRow.folder == folder, SyncContactRow.contact.in_(wanted))
            .values(last_seq=last_seq)
        )
        mine = (SyncWaitingRow.folder == folder, SyncWaitingRow.contact.in_(wanted))
        for some in groups(sorted(set(waited) - set(left))):
            session.execute(delete(SyncWaitingRow).where(*mine, SyncWaitingRow.record.in_(some)))
        _add_waiting(session, [(folder, one) for one in wanted], left)


def note_synced(office: Office, folder: str) -> None:
    """Note that a folder was kept in step just now."""
    with office.vault.write() as session:
        session.execute(
            update(SyncFolderRow).where(SyncFolderRow.id == folder).values(synced=office.ledger.time())
        )


def note_joined(session: Session, records: Collection[str]) -> None:
    """Let every folder's readers be sent records that gained a part, which no revision number tells."""
    pairs = session.execute(select(SyncContactRow.folder, SyncContactRow.contact)).all()
    _add_waiting(session, [(pair.folder, pair.contact) for pair in pairs], records)


def _add_waiting(session: Session, readers: Sequence[tuple[str, str]], records: Collection[str]) -> None:
    rows = [
        {"folder": folder, "contact": contact, "record": one}
        for folder, contact in readers
        for one in sorted(records)
    ]
    for place in range(0, len(rows), 2_000):
        session.execute(insert(SyncWaitingRow).on_conflict_do_nothing(), rows[place : place + 2_000])
