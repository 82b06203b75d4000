"""Undo and redo of one's own last actions: new revisions that give fields back what they said before.

Each save is a unit of history already, signed by its writer, so nothing has to
be noted when something is saved. This laptop keeps only which units took back
which others. A field that somebody else has changed meanwhile is left alone,
and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError
from kzcase.history import revert
from kzcase.history.fold import DELETED
from kzcase.history.ledger import Change
from kzcase.history.revert import Turn, WriteUnit
from kzcase.history.revision import Revision
from kzcase.models.base import kinds
from kzcase.models.ledger import KnownKeyRow, LocalRow, RecordRow, WriterRow
from kzcase.services.display import Speaker
from kzcase.services.office import Office

__all__ = ["Deed", "NothingToDo", "Outcome", "Outlook", "Step", "What", "Why", "outlook", "redo", "undo"]

KEY = "undo"
REACH = timedelta(hours=24)
"""How long after it was done something can be undone: what is older is changed where it stands."""
MOST_RECORDS = 2_000
"""A unit of more records than these is not taken back in one step."""


class NothingToDo(KzcaseError):
    """There is nothing of one's own to undo, or nothing undone to do again."""


class What(StrEnum):
    """What an action did to its first record."""

    MADE = "made"
    CHANGED = "changed"
    DELETED = "deleted"
    BACK = "back"


class Why(StrEnum):
    """Why something was not taken back."""

    CHANGED = "changed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Deed:
    """An action as a menu names it: what it did, to which record, to which fields (their keys).

    `others` counts the further records of the same action.
    """

    number: int
    what: What
    kind: str
    record: str
    title: str
    fields: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be undone and what would be done again; None: nothing."""

    undo: Deed | None = None
    redo: Deed | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One field that has another value again, in words; `field` is its key."""

    kind: str
    record: str
    title: str
    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A field that was not taken back, and by whom it was changed since ("" if that is not known)."""

    kind: str
    title: str
    field: str
    why: Why
    who: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What undo or redo did: the action, the fields that changed, and what was left alone.

    `gone` and `back` count the records that were deleted and brought back.
    """

    deed: Deed
    steps: tuple[Step, ...]
    left: tuple[LeftAlone, ...]
    gone: int
    back: int

    @property
    def did_nothing(self) -> bool:
        """Whether everything was left alone."""
        return not self.steps and not self.gone and not self.back


@dataclass(slots=True)
class _Marks:
    """What this laptop keeps: which unit takes back which (and so is undo or redo), and which cannot be."""

    undone: dict[int, int] = field(default_factory=dict)
    redone: dict[int, int] = field(default_factory=dict)
    past: set[int] = field(default_factory=set)

    def origin(self, unit: WriteUnit) -> int:
        """The number of the action that a unit undid or did again, at whatever remove."""
        number = unit.number
        while (before := self.undone.get(number, self.redone.get(number))) is not None:
            number = before
        return number


@dataclass(slots=True)
class _Stacks:
    """What can be undone and done again; the last of each is the next."""

    units: dict[int, WriteUnit]
    marks: _Marks
    back: list[WriteUnit] = field(default_factory=list)
    forward: list[WriteUnit] = field(default_factory=list)

    def action(self, unit: WriteUnit) -> WriteUnit:
        """The action that a unit stands for, if it is still looked back over."""
        return self.units.get(self.marks.origin(unit), unit)


def outlook(office: Office) -> Outlook:
    """What the next undo and redo would do; reads a bounded part of history."""
    with office.read() as session:
        stacks = _stacks(office, session)
        groups = (stacks.back, stacks.forward)
        return Outlook(*(_deed(session, stacks.action(group[-1])) if group else None for group in groups))


def undo(office: Office, language: str = "en", *, initiator: object | None = None) -> Outcome:
    """Take back the active writer's last action. Raises `NothingToDo`."""
    return _turn_back(office, language, initiator, lambda stacks: stacks.back, again=False)


def redo(office: Office, language: str = "en", *, initiator: object | None = None) -> Outcome:
    """Do again what was undone last. Raises `NothingToDo`."""
    return _turn_back(office, language, initiator, lambda stacks: stacks.forward, again=True)


def _turn_back(
    office: Office,
    language: str,
    initiator: object | None,
    chosen: Callable[[_Stacks], list[WriteUnit]],
    *,
    again: bool,
) -> Outcome:
    with office.vault.write() as session:
        stacks = _stacks(office, session)
        marks = stacks.marks
        waiting = chosen(stacks)
        if not waiting:
            raise NothingToDo("There is nothing to do again." if again else "There is nothing to undo.")
        unit = waiting[-1]
        connection = session.connection()
        deed = _deed(session, stacks.action(unit))
        writer = office.ledger.active(session).id
        turns = revert.turns(connection, office.ledger.picture, unit, writer)
        number = revert.last_unit(connection) + 1
        outcome = _outcome(session, deed, turns, language)
        changes = [Change(turn.kind, turn.record, turn.fields) for turn in turns if turn.fields]
        written = office.ledger.record(session, changes)
        if written.revisions:
            (marks.redone if again else marks.undone)[number] = unit.number
        else:
            marks.past.add(unit.number)
        _keep(session, marks)
    office.announce(written.ids, initiator)
    return outcome


# --- what can be undone ----------------------------------------------------------------------------------


def _stacks(office: Office, session: Session) -> _Stacks:
    """One's own units in the order in which they are undone and done again."""
    units = revert.own_units(session.connection(), office.ledger.active(session).id)
    marks = _marks(session, units[0].number if units else 0)
    back: dict[int, WriteUnit] = {}
    forward: dict[int, WriteUnit] = {}
    for unit in units:
        if unit.number in marks.undone:
            back.pop(marks.undone[unit.number], None)
            forward[unit.number] = unit
        elif unit.number in marks.redone:
            forward.pop(marks.redone[unit.number], None)
            back[unit.number] = unit
        else:
            back[unit.number] = unit
            forward.clear()
    since = office.clock().astimezone(UTC) - REACH
    for group in (back, forward):
        for number in marks.past & group.keys():
            del group[number]
    return _Stacks(
        {one.number: one for one in units},
        marks,
        _within_reach(list(back.values()), since),
        _within_reach(list(forward.values()), since),
    )


def _within_reach(units: Sequence[WriteUnit], since: datetime) -> list[WriteUnit]:
    """The last units that are young and small enough: nothing is undone past one that is not."""
    found: list[WriteUnit] = []
    for unit in reversed(units):
        if len(unit.revisions) > MOST_RECORDS or not unit.time:
            break
        if datetime.fromisoformat(unit.time.replace("Z", "+00:00")) < since:
            break
        found.append(unit)
    return found[::-1]


def _marks(session: Session, oldest: int) -> _Marks:
    """What was kept of the units that are still looked back over."""
    text = session.scalar(select(LocalRow.value).where(LocalRow.key == KEY))
    if text is None:
        return _Marks()
    kept = orjson.loads(text)
    return _Marks(
        {one: of for one, of in kept["undone"] if one >= oldest},
        {one: of for one, of in kept["redone"] if one >= oldest},
        {one for one in kept["past"] if one >= oldest},
    )


def _keep(session: Session, marks: _Marks) -> None:
    value = orjson.dumps(
        {
            "undone": sorted(marks.undone.items()),
            "redone": sorted(marks.redone.items()),
            "past": sorted(marks.past),
        }
    ).decode()
    statement = insert(LocalRow).values(key=KEY, value=value)
    session.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    )


# --- words -----------------------------------------------------------------------------------------------


def _deed(session: Session, unit: WriteUnit) -> Deed:
    revisions = revert.revisions_of(session.connection(), unit)
    first = _foremost(revisions)
    said: dict[str, Any] = {}
    for one in revisions:
        if one.record == first.record:
            for part in one.parts:
                said.update(part.fields)
    if not first.parents:
        what = What.MADE
    elif DELETED in said:
        what = What.DELETED if said[DELETED] else What.BACK
    else:
        what = What.CHANGED
    declared = kinds()[first.kind].fields if first.kind in kinds() else {}
    return Deed(
        number=unit.number,
        what=what,
        kind=first.kind,
        record=first.record,
        title=_title(session, first.record),
        fields=tuple(key for key in declared if key in said and key != DELETED),
        others=len({one.record for one in revisions}) - 1,
    )


def _foremost(revisions: Sequence[Revision]) -> Revision:
    """The revision of the record that the others of a unit belong to."""
    here = {one.record for one in revisions}

    def belongs(one: Revision) -> bool:
        declared = kinds()[one.kind].fields if one.kind in kinds() else {}
        return any(
            key in declared and declared[key].type.is_link and value in here
            for part in one.parts
            for key, value in part.fields.items()
            if isinstance(value, str)
        )

    order = list(kinds())
    return min(
        revisions,
        key=lambda one: (belongs(one), order.index(one.kind) if one.kind in order else len(order), one.id),
    )


def _title(session: Session, record: str) -> str:
    return session.scalar(select(RecordRow.title).where(RecordRow.id == record)) or ""


def _outcome(session: Session, deed: Deed, turns: Sequence[Turn], language: str) -> Outcome:
    speaker = Speaker(session, language)
    names = _names(session)
    steps: list[Step] = []
    left: list[LeftAlone] = []
    gone = back = 0
    for turn in turns:
        title = _title(session, turn.record)
        declared = kinds()[turn.kind].fields
        if DELETED in turn.fields:
            gone += bool(turn.fields[DELETED])
            back += not turn.fields[DELETED]
        steps += [
            Step(
                turn.kind,
                turn.record,
                title,
                key,
                speaker.text(declared[key], turn.was.get(key)),
                speaker.text(declared[key], turn.becomes.get(key)),
            )
            for key in declared
            if key in turn.fields and key != DELETED
        ]
        for kept in dict.fromkeys(turn.kept):
            why = Why.ERASED if kept.author is None else Why.CHANGED
            left.append(LeftAlone(turn.kind, title, kept.field, why, names.get(kept.author or "", "")))
    return Outcome(deed, tuple(steps), tuple(left), gone, back)


def _names(session: Session) -> Mapping[str, str]:
    """The names of all writers this vault knows, by key id."""
    pairs = [(KnownKeyRow.id, KnownKeyRow.name), (WriterRow.id, WriterRow.name)]
    return {one: name for columns in pairs for one, name in session.execute(select(*columns))}
