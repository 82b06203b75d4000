"""What was taken in and from whom, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, islice

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.history import withdraw
from kzcase.history.idset import IdSet, ascending
from kzcase.history.tables import groups, rows_in
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
        return _told(session, withdraw.plan(session.connection(), row.id, quiet()))


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
        found = withdraw.plan(session.connection(), row.id, watched)
        before = _told(session, found)
        office.ledger.withdraw(session, row.id, found, watched)
        erasures.forget_files(session, set(found.files))
        watched.step("Finishing")
    office.announce(found.touched, initiator, IdSet.united(found.gone.values()))
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
    gone = {kind: ids for kind, ids in found.gone.items() if kind != NAME}
    return Undo(
        found.batch,
        len(found.leaving),
        found.records,
        sum(map(len, found.gone.values())),
        len(found.gone.get(PERSON, ())),
        _leaving(session, found, gone),
        _losing(session, found),
        _leaving(session, found, found.back),
        _records(session, dict(islice(found.keeping.items(), MOST_SHOWN))),
        found.shared,
        len(found.parts),
    )


def _leaving(
    session: Session, found: Withdrawal, ids: Mapping[str, AbstractSet[str]]
) -> tuple[UndoRecord, ...]:
    """The first of these records, people first, with how many of their changes go."""
    ordered = chain.from_iterable(ascending(ids[kind]) for kind in sorted(ids, key=_place))
    shown = list(islice(ordered, MOST_SHOWN))
    return _records(session, withdraw.number_leaving(session.connection(), found, shown))


def _records(session: Session, numbers: Mapping[str, int]) -> tuple[UndoRecord, ...]:
    """Records with how many of their changes are meant, by kind and title."""
    titles = records.titles(session, list(numbers))
    asked = rows_in(session.connection(), "SELECT id, kind FROM record", "id", list(numbers))
    of_kind = {one: kind for rows in asked for one, kind in rows}
    told = (UndoRecord(one, of_kind[one], titles[one], number) for one, number in numbers.items())
    return tuple(sorted(told, key=lambda one: (_place(one.kind), one.title)))


def _losing(session: Session, found: Withdrawal) -> tuple[Losing, ...]:
    """People who stay without a name that goes: those who are left with none first."""
    connection = session.connection()
    names, people_gone = found.gone.get(NAME, frozenset()), found.gone.get(PERSON, frozenset())
    whose = {
        name: person for name, person in _named(connection, "source", names) if person not in people_gone
    }
    people = sorted(set(whose.values()))
    left = {person for name, person in _named(connection, "now", people) if name not in names}
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


def _named(connection: Connection, column: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that are here, each with the person whose it is, looked up by either."""
    of_names = "AND kind = 'name' AND field = 'person'"
    here = "AND (SELECT status FROM record WHERE id = source) = 'here'"
    asked = "SELECT source, now FROM link"
    for group in groups(ascending(ids)):
        for rows in rows_in(connection, asked, column, group, extra=f"{of_names} {here}"):
            yield from map(tuple, rows)


def _place(kind: str) -> int:
    """Where a kind stands among the kinds; people first."""
    ordered = (PERSON, *(one for one in kinds() if one != PERSON))
    return ordered.index(kind) if kind in ordered else len(ordered)


def _names(session: Session, keys: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for model in (KnownKeyRow, WriterRow):
        rows = session.execute(select(model.id, model.name).where(model.id.in_(list(dict.fromkeys(keys)))))
        found.update((row.id, row.name) for row in rows if row.name)
    return found
