"""Works out how to take back what one write unit of a writer's own did.

A writer's signature stands over the revisions of one unit, so the units that
were written here need no list of their own. Taking one back is a new revision:
each field that the unit set gets the value its writer saw before, unless
somebody has changed it since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history.fold import DELETED, WHOLE, is_erased, set_change
from kzcase.history.ops import SetOps
from kzcase.history.picture import Picture, accepted_tombstones, stored_revisions
from kzcase.history.reach import up_to
from kzcase.history.revision import Revision, join, split
from kzcase.history.sign import GROUP
from kzcase.history.tables import KindTable, rows_in, run, single

MOST_UNITS = 200
"""Units that are looked back over."""
MOST_SIGNATURES = 5_000
"""So many of the last signatures, whoever's, are gone through for them: no index says who signed."""


@dataclass(frozen=True, slots=True)
class WriteUnit:
    """What was written here in one step: its number, when, and its revisions."""

    number: int
    time: str
    revisions: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A field that is not taken back: `author` changed it since, or None if it was erased."""

    field: str
    author: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """How one record is taken back.

    `fields` goes to the ledger; `was` and `becomes` are the whole values for
    the reader. `made`: the unit made the record, so it is deleted.
    """

    kind: str
    record: str
    made: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    was: Mapping[str, Any] = field(default_factory=dict)
    becomes: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()


def last_unit(connection: Connection) -> int:
    """The number of the last unit written or taken in; the next one has a greater number."""
    return int(single(connection, "SELECT coalesce(max(seq), 0) FROM signature"))


def own_units(connection: Connection, author: str, most: int = MOST_UNITS) -> list[WriteUnit]:
    """The last units that this writer wrote here, oldest first; what an import brought is none of them."""
    found = run(
        connection,
        "SELECT seq, ids FROM signature WHERE seq > ? AND author = ? ORDER BY seq DESC LIMIT ?",
        (last_unit(connection) - MOST_SIGNATURES, author, most),
    ).fetchall()
    firsts = {ids[:32] for _, ids in found}
    brought = {
        one
        for rows in rows_in(connection, "SELECT revision FROM batch_item", "revision", list(firsts))
        for (one,) in rows
    }
    times = {
        one: orjson.loads(header)["time"] or ""
        for rows in rows_in(connection, "SELECT id, header FROM revision", "id", list(firsts))
        for one, header in rows
    }
    units: list[WriteUnit] = []
    end = 0
    for number, ids in reversed(found):
        if ids[:32] in brought or ids[:32] not in times:
            continue
        group = split(ids)
        last = units[-1] if units else None
        # A signature covers so many revisions at most: what was written in one step may have several.
        if last and number == end + 1 and len(last.revisions) % GROUP == 0 and last.time == times[ids[:32]]:
            units[-1] = WriteUnit(last.number, last.time, last.revisions + group)
        else:
            units.append(WriteUnit(number, times[ids[:32]], group))
        end = number
    return units


def revisions_of(connection: Connection, unit: WriteUnit) -> list[Revision]:
    """The revisions of a unit that are here, as they stand in the vault."""
    wanted = set(unit.revisions)
    records = {
        record
        for rows in rows_in(connection, "SELECT record FROM revision", "id", list(wanted))
        for (record,) in rows
    }
    return [
        one for _, group in stored_revisions(connection, sorted(records)) for one in group if one.id in wanted
    ]


def turns(connection: Connection, picture: Picture, unit: WriteUnit, author: str) -> list[Turn]:
    """What taking a unit back means for each record it wrote."""
    wanted = set(unit.revisions)
    records = sorted({one.record for one in revisions_of(connection, unit)})
    erased = accepted_tombstones(connection)
    found = []
    for _, group in stored_revisions(connection, records):
        mine = [one for one in group if one.id in wanted]
        if mine[0].kind in picture.tables:
            found.append(
                _Record(picture, group, mine, author, erased.get(mine[0].record, frozenset())).turn()
            )
    return found


class _Record:
    """The history of one record, before, right after and since a unit wrote it."""

    def __init__(
        self,
        picture: Picture,
        every: Sequence[Revision],
        mine: Sequence[Revision],
        author: str,
        erased: frozenset[str],
    ) -> None:
        self._picture = picture
        self._author = author
        self._erased = erased
        self._mine = mine
        ids = {one.id for one in mine}
        ground = join({parent for one in mine for parent in split(one.parents)} - ids)
        seen = up_to(every, join(ids))
        known = {one.id for one in seen}
        self._kind, self._record = mine[0].kind, mine[0].record
        self._table: KindTable = picture.tables[self._kind]
        self._later = [one for one in every if one.id not in known]
        self._made = not ground
        self._before = picture.fold(self._kind, up_to(every, ground), erased).values
        self._after = picture.fold(self._kind, seen, erased).values
        now = picture.fold(self._kind, every, erased)
        self._now, self._undecided = now.values, now.conflicts

    def turn(self) -> Turn:
        """How the record is taken back."""
        if WHOLE in self._erased:
            return Turn(self._kind, self._record, self._made, kept=(Kept(DELETED, None),))
        if self._made:
            return self._unmade()
        fields: dict[str, Any] = {}
        kept: list[Kept] = []
        for key, said in self._set_fields().items():
            if key not in self._table.fields:
                continue
            declared = self._table.fields[key]
            if is_erased(self._erased, declared.compartment):
                kept.append(Kept(key, None))
            elif declared.type.is_set:
                self._elements(key, said, fields, kept)
            elif (other := self._changed_since(key)) is not None:
                kept.append(Kept(key, other))
            elif key == DELETED:
                fields[key] = bool(self._before.get(key))
            else:
                fields[key] = self._before.get(key)
        becomes = {
            key: value.on(self._now.get(key)) or None if isinstance(value, SetOps) else value
            for key, value in fields.items()
        }
        was = {key: self._now.get(key) for key in fields}
        return Turn(self._kind, self._record, False, fields, was, becomes, tuple(kept))

    def _unmade(self) -> Turn:
        other = next((one.author for one in self._later if one.author != self._author), None)
        if other is not None:
            return Turn(self._kind, self._record, True, kept=(Kept(DELETED, other),))
        if self._now.get(DELETED):
            return Turn(self._kind, self._record, True)
        return Turn(self._kind, self._record, True, {DELETED: True}, {}, {DELETED: True})

    def _set_fields(self) -> dict[str, list[Any]]:
        """By field what the unit said of it, in the order in which it was said."""
        said: dict[str, list[Any]] = {}
        for one in self._mine:
            for fields in self._picture.upcasters.item(one).parts.values():
                for key, value in fields.items():
                    said.setdefault(key, []).append(value)
        return said

    def _setters_since(self, key: str) -> list[tuple[str, Any]]:
        found = []
        for one in self._later:
            for fields in self._picture.upcasters.item(one).parts.values():
                if key in fields:
                    found.append((one.author, fields[key]))
        return found

    def _changed_since(self, key: str) -> str | None:
        """Who changed a field after the unit did; None if it still says what the unit said."""
        since = self._setters_since(key)
        others = [author for author, _ in since if author != self._author]
        if others:
            return others[-1]
        undecided = key in self._undecided
        if undecided or self._now.get(key) != self._after.get(key):
            return next((one.author for one in self._undecided.get(key, ())), self._author)
        return None

    def _elements(self, key: str, said: list[Any], fields: dict[str, Any], kept: list[Kept]) -> None:
        """Take the elements that the unit added out of a set, and put those it removed back."""
        before, now = (values.get(key) or frozenset() for values in (self._before, self._now))
        after = self._after.get(key) or frozenset()
        theirs: dict[str, str] = {}
        for author, entry in self._setters_since(key):
            if author != self._author:
                add, remove = set_change(entry)
                theirs.update(dict.fromkeys(add | remove, author))
        touched = frozenset().union(*(one for entry in said for one in set_change(entry)))
        added, removed = (after - before) & touched, (before - after) & touched
        ops = SetOps(
            add=frozenset(one for one in removed if one not in now and one not in theirs),
            remove=frozenset(one for one in added if one in now and one not in theirs),
        )
        if ops:
            fields[key] = ops
        kept.extend(Kept(key, theirs[one]) for one in sorted((added | removed) & theirs.keys()))
