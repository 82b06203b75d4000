"""What was taken in and from whom, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.history import withdraw
from kzcase.history.tables import rows_in
from kzcase.history.withdraw import Withdrawal
from kzcase.models.base import kinds
from kzcase.models.ledger import BatchItemRow, BatchRow, KnownKeyRow, WriterRow
from kzcase.progress import Progress, quiet
from kzcase.services import erasures, records
from kzcase.services.office import Office

MOST_SHOWN = 200
PERSON, NAME = "person", "name"


@dataclass(frozen=True, slots=True)
class Import:
    """One import: its file, who sent it ("" for a script file), when, and when it was undone (None: not)."""

    id: str
    label: str
    sender: str
    verified: bool
    time: str
    undone: str | None
    revisions: int


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """A record of which changes that an import brought must stay."""

    id: str
    kind: str
    title: str
    revisions: int


@dataclass(frozen=True, slots=True)
class Losing:
    """Somebody who stays and loses names that only the import brought; `nameless`: there is no other here."""

    id: str
    title: str
    names: tuple[str, ...]
    nameless: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking an import back does, or did.

    `leaving` changes of `leaving_records` records go; `gone` records are then not
    here at all, `gone_people` of them people. `going` names these, people
    first; names are told with whose they are: `losing` are the people who stay
    without them, and `changing` the records that stay and go back to what they
    were without the import. `staying` are those on which something was written since;
    `shared` changes stay because another import brought them too. `parts`
    counts changes of which only some details go. Of each list the first
    `MOST_SHOWN` are told.
    """

    batch: str
    leaving: int
    leaving_records: int
    gone: int
    gone_people: int
    going: tuple[UndoRecord, ...]
    losing: tuple[Losing, ...]
    changing: tuple[UndoRecord, ...]
    staying: tuple[UndoRecord, ...]
    shared: int
    parts: int


def listed(office: Office, limit: int = 100) -> tuple[Import, ...]:
    """The imports of this vault, the latest first."""
    counted = select(BatchItemRow.batch, func.count().label("number")).group_by(BatchItemRow.batch).subquery()
    statement = (
        select(BatchRow, counted.c.number)
        .outerjoin(counted, counted.c.batch == BatchRow.id)
        .order_by(BatchRow.time.desc(), BatchRow.id)
        .limit(limit)
    )
    with office.read() as session:
        rows = session.execute(statement).all()
        names = _names(session, [row.BatchRow.sender for row in rows if row.BatchRow.sender])
        return tuple(
            Import(
                row.BatchRow.id,
                row.BatchRow.label,
                names.get(row.BatchRow.sender or "", "") or row.BatchRow.sender_name or "",
                bool(row.BatchRow.verified),
                row.BatchRow.time,
                row.BatchRow.undone,
                row.number or 0,
            )
            for row in rows
        )


def look(office: Office, batch: str) -> Undo:
    """What taking an import back would do; changes nothing. Raises `NotFound`, `KzcaseError`."""
    with office.read() as session:
        row = _batch(session, batch)
        found = withdraw.plan(session.connection(), row.id)
        return _told(session, found)


def undo(
    office: Office, batch: str, *, progress: Progress | None = None, initiator: object | None = None
) -> Undo:
    """Take an import back: what only it brought leaves, and a later plan says that it was undone.

    Nothing that someone wrote upon what it brought is touched. Raises `NotFound` for an unknown batch,
    `KzcaseError` for one that was undone before, `Cancelled`.
    """
    watched = progress or quiet()
    with office.vault.write() as session:
        row = _batch(session, batch)
        watched.step("Looking for what only this import brought")
        found = withdraw.plan(session.connection(), row.id)
        before = _told(session, found)
        watched.step("Taking it back")
        office.ledger.withdraw(session, row.id, found, watched)
        erasures.forget_files(session, found.files)
        watched.step("Finishing")
    office.announce(found.touched, initiator, found.gone)
    office.tidy()
    return before


def _batch(session: Session, batch: str) -> BatchRow:
    """An import by its id or an unambiguous beginning of it, if it can be taken back."""
    found = session.scalars(
        select(BatchRow).where(BatchRow.id >= batch, BatchRow.id < batch + "\U0010ffff").limit(2)
    ).all()
    if len(found) != 1 or len(batch) < 8:
        raise NotFound(
            "There is no such import in this vault.",
            safe="Nothing was changed.",
            remedy="See the list of imports.",
        )
    if found[0].undone is not None:
        raise KzcaseError(f"This import was undone on {found[0].undone[:10]}.", safe="Nothing was changed.")
    return found[0]


def _told(session: Session, found: Withdrawal) -> Undo:
    back = sorted(found.changed - found.gone, key=_by_kind(found))
    gone = sorted((one for one in found.gone if found.kinds[one] != NAME), key=_by_kind(found))
    return Undo(
        found.batch,
        sum(map(len, found.leaving.values())),
        len(found.leaving),
        len(found.gone),
        sum(found.kinds[one] == PERSON for one in gone),
        _records(session, found, {one: len(found.leaving[one]) for one in gone[:MOST_SHOWN]}),
        _losing(session, found),
        _records(session, found, {one: len(found.leaving.get(one, ())) for one in back[:MOST_SHOWN]}),
        _records(session, found, {one: len(found.keeping[one]) for one in list(found.keeping)[:MOST_SHOWN]}),
        found.shared,
        len(found.parts),
    )


def _records(session: Session, found: Withdrawal, numbers: Mapping[str, int]) -> tuple[UndoRecord, ...]:
    """Records with how many of their changes are meant, by kind and title."""
    titles = records.titles(session, list(numbers))
    place = _by_kind(found)
    return tuple(
        UndoRecord(one, found.kinds[one], titles[one], numbers[one])
        for one in sorted(numbers, key=lambda one: (place(one), titles[one]))
    )


def _losing(session: Session, found: Withdrawal) -> tuple[Losing, ...]:
    """People who stay without a name that goes: those who are left with none first."""
    connection = session.connection()
    names = [one for one in found.gone if found.kinds[one] == NAME]
    whose = {name: person for name, person in _named(connection, "source", names) if person not in found.gone}
    people = sorted(set(whose.values()))
    left = {person for name, person in _named(connection, "now", people) if name not in found.gone}
    some = sorted(people, key=lambda one: (one in left, one))[:MOST_SHOWN]
    losing: dict[str, list[str]] = {one: [] for one in some}
    for name, person in whose.items():
        if person in losing:
            losing[person].append(name)
    titles = records.titles(session, [*some, *chain.from_iterable(losing.values())])
    told = (
        Losing(one, titles[one], tuple(sorted(titles[name] for name in losing[one])), one not in left)
        for one in some
    )
    return tuple(sorted(told, key=lambda one: (not one.nameless, one.title)))


def _named(connection: Connection, column: str, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names that are here, each with the person whose it is, looked up by either."""
    of_names = "AND kind = 'name' AND field = 'person'"
    here = "AND (SELECT status FROM record WHERE id = source) = 'here'"
    for rows in rows_in(connection, "SELECT source, now FROM link", column, ids, extra=f"{of_names} {here}"):
        yield from map(tuple, rows)


def _by_kind(found: Withdrawal) -> Callable[[str], int]:
    """Where a record's kind stands among the kinds; people first."""
    place = {PERSON: -1, **{kind: at for at, kind in enumerate(kinds()) if kind != PERSON}}
    return lambda one: place.get(found.kinds[one], len(place))


def _names(session: Session, keys: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for model in (KnownKeyRow, WriterRow):
        rows = session.execute(select(model.id, model.name).where(model.id.in_(list(dict.fromkeys(keys)))))
        found.update((row.id, row.name) for row in rows if row.name)
    return found
