"""Turns the rows of a sheet into the lines of a records file: each record of a row with its key and fields.

A record's id is a function of the row, so that the same file is the same
records in every vault: of the key column's text; or else of what the row says
openly of its record and its names. What may be withheld never makes an id,
because an id that can be computed would let it be guessed. A row that somebody
said to be a record that is here is a row about that record, now and later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy.orm import Session

from kzcase.errors import Refusal
from kzcase.exchange.recordsfile.lines import LONGEST_KEY, RawLine
from kzcase.exchange.sheets.cells import Cells, Missing, Values, called
from kzcase.exchange.sheets.deciding import Decision, Way, beside, erased, remembered
from kzcase.exchange.sheets.failures import SheetTooLarge
from kzcase.exchange.sheets.grid import Grid, Row
from kzcase.exchange.sheets.mapping import Resolved, creating
from kzcase.exchange.sheets.naming import Names, by_field, words_of
from kzcase.exchange.sheets.targets import Group
from kzcase.exchange.sheets.values import BadCell, Words, quoted
from kzcase.history import roots
from kzcase.history.revision import is_id
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment
from kzcase.progress import Progress
from kzcase.services import validation
from kzcase.services.office import Office

ROWS_AT_A_TIME = 1_000
MOST_TOGETHER = 40_000
"""Records that rows make, and faults that are told of them: more would fill the memory."""


@dataclass(slots=True)
class Read:
    """The lines of a sheet, the rows that could not be read, and what is told besides.

    `repeated` are the rows that say what another one says, `made` the
    records that are made of nothing but a name, `left` what a row says otherwise
    than the record it was said to be, where only one value can hold; `said` are
    the records that rows were said to be, by the id they would have had.
    """

    lines: list[RawLine] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    made: set[str] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Reader:
    """Reads the rows of one sheet against the vault that is to take them in."""

    office: Office
    session: Session
    grid: Grid
    resolved: Resolved
    decided: Mapping[str, Decision] = field(default_factory=dict)
    _words: Words = field(init=False)
    _names: Names = field(init=False)
    _cells: Cells = field(init=False)
    _read: Read = field(default_factory=Read)
    _main: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _owned: dict[tuple[str, Group], list[dict[str, Any]]] = field(default_factory=dict)
    _matched: dict[Any, tuple[str, ...]] = field(default_factory=dict)
    _spelled: dict[str, list[list[str]]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _worded: dict[str, dict[str, Any]] = field(default_factory=dict)
    _remembered: Mapping[str, str] = field(init=False)
    _told: set[str] = field(init=False)
    _erased: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._remembered = remembered(self.session)
        self._told = set(self._remembered.values())
        self._erased = erased(self.session, self._told)
        self._words = Words(self.session)
        self._names = Names(self.session)
        self._cells = Cells(self.resolved, self._words, self._names)

    def read(self, progress: Progress) -> Read:
        """Every row as lines, or refused with its reasons."""
        good: list[tuple[str, Row, Values]] = []
        for at, (number, row) in enumerate(self.grid.rows):
            if at % ROWS_AT_A_TIME == 0:
                progress.step("Reading rows", at, len(self.grid.rows))
            where = f"row {number}"
            if (decision := self.decided.get(where)) is not None and decision.way is Way.SKIP:
                continue
            said = self._cells.read(row, where)
            if said.faults:
                self._read.refused += said.faults
                self._assert_not_too_many()
            else:
                for kind, text in said.wanted:
                    self._make(kind, text, where)
                good.append((where, row, said.values))
        self._match(good)
        for where, row, values in good:
            self._row(where, row, values)
        self._read.missing = self._cells.missing
        return self._read

    def _make(self, kind: str, text: str, where: str) -> None:
        """Make a record of nothing but its name, once."""
        key = called(text)
        record = roots.record_id(self._namespace, kind, key)
        if record in self._read.made:
            return
        self._read.made.add(record)
        field_key = creating(kind)
        self._add(where, kind, record, {field_key: text} if field_key else {})
        if kind == "person":
            parts = self._words.value(kinds()["name"].fields["parts"], text)
            name = roots.record_id(self._namespace, "name", key)
            self._add(where, "name", name, {"person": record, "parts": parts})

    # --- records ----------------------------------------------------------------------------------

    def _match(self, rows: Sequence[tuple[str, Row, Values]]) -> None:
        """Look up which records are here already by the field that the mapping names."""
        mapping = self.resolved.mapping
        if mapping.match:
            main = Group(mapping.kind)
            wanted = [values[main].get(mapping.match) for _, _, values in rows]
            self._matched = by_field(self.session, mapping.kind, mapping.match, wanted)

    @property
    def _namespace(self) -> str:
        return self.resolved.mapping.namespace

    @property
    def _of_words(self) -> str:
        """The namespace of keys made of words: they must not meet those of another file by chance."""
        return self._namespace or f"sheet:{self.grid.file}"

    def _row(self, where: str, row: Row, values: Values) -> None:
        main = Group(self.resolved.mapping.kind)
        try:
            own = self._record(main, row, values)
        except BadCell as bad:
            self._read.refused.append(Refusal(where, bad.what))
            return
        record = self._said_to_be(where, own)
        known = self._main.get(record)
        if record in self._erased:  # the plan counts it; nothing of the row may bring them back
            if known is None:
                self._main[record] = (where, values[main])
                self._add(where, main.kind, record, values[main])
            return
        if known is not None and known[1] != values[main]:
            self._read.refused.append(
                Refusal(where, f"It says something else of the record than {known[0]} does.")
            )
            return
        new = known is None
        if new:
            self._main[record] = (where, values[main])
            said = values[main] if record == own else self._beside(where, main.kind, record, values[main])
            self._add(where, main.kind, record, said)
        records = {main: record}
        for group in self._by_nearness(values):
            new = self._belonging(where, group, values[group], record, records) or new
        if not new and known is not None:
            self._read.repeated.append(f"{where} repeats {known[0]}")

    def _said_to_be(self, where: str, own: str) -> str:
        """The record that somebody said, now or before, this row to be; else its own."""
        decision = self.decided.get(where)
        if decision is None:
            return self._remembered.get(own, own)
        if decision.way is not Way.SAME:
            return own
        self._read.said[own] = decision.record
        self._told.add(decision.record)
        return decision.record

    def _beside(self, where: str, kind: str, record: str, said: dict[str, Any]) -> dict[str, Any]:
        """What of a row goes into the record it was said to be; other values become alternative ones."""
        parted = beside(self.office, self.session, kind, record, said)
        for key, text in parted.others.items():
            other = roots.record_id(self._of_words, "alternative", f"{record}/{key}")
            self._add(where, "alternative", other, {"record": record, "field": key, "value": text})
        self._read.left += [f"{where}: {one.label} stays as it is here" for one in parted.left]
        return dict(parted.fills)

    def _by_nearness(self, values: Values) -> list[Group]:
        """The groups of a row after its own record: those that belong to it first."""
        main = self.resolved.mapping.kind
        groups = [group for group in self.resolved.groups[1:] if values.get(group)]
        return sorted(groups, key=lambda one: not any(main in f.targets for f in kinds()[one.kind].owners))

    def _belonging(
        self, where: str, group: Group, said: dict[str, Any], main: str, records: dict[Group, str]
    ) -> bool:
        """Add a record that belongs to another of the row; whether it is one that was not added before."""
        owner = next(
            (
                (owner.key, record)
                for other, record in reversed(records.items())
                for owner in kinds()[group.kind].owners
                if other.kind in owner.targets
            ),
            None,
        )
        if owner is None:
            self._read.refused.append(
                Refusal(where, f"The row has nothing that the {group.kind} could belong to.")
            )
            return False
        fields = {owner[0]: owner[1], **said}
        if group.kind == "name" and words_of(said.get("parts") or {}) in self._names_here(main):
            return False  # the person is called so already
        before = self._owned.setdefault((main, group), [])
        if fields in before:
            place, new = before.index(fields), False
        else:
            place, new = len(before), True
            before.append(fields)
        key = f"{main}/{group}" + (f"/{place + 1}" if place else "")
        record = roots.record_id(self._namespace, group.kind, key)
        records[group] = record
        if new:
            self._add(where, group.kind, record, fields)
        return new

    def _names_here(self, person: str) -> list[list[str]]:
        """The names that a person has in the vault and not from this sheet's earlier form."""
        told = self.resolved.ids >= 0 or self.resolved.mapping.match or person in self._told
        if not is_id(person) or not told:
            return []
        if person not in self._spelled:
            self._spelled[person] = self._names.spelled(person)
        return self._spelled[person]

    def _record(self, main: Group, row: Row, values: Values) -> str:
        """The id of the row's own record."""
        mapping = self.resolved.mapping
        if self.resolved.ids >= 0 and (text := _text(row, self.resolved.ids)):
            if not is_id(text.lower()):
                raise BadCell(f"{quoted(text)} is no record id.")
            return text.lower()
        if mapping.match and (said := values[main].get(mapping.match)) is not None:
            found = self._matched.get(said, ())
            if len(found) > 1:
                raise BadCell(
                    f"{len(found)} records here have {quoted(str(said))}: write the id of the one meant."
                )
            if found:
                return found[0]
        if mapping.key:
            key = _text(row, self.resolved.keys)
            if not key:
                raise BadCell(f"The row has no key in “{mapping.key}”.")
            if len(key) > LONGEST_KEY or is_id(key.lower()) or validation.text_fault(key):
                raise BadCell(f"{quoted(key)} cannot be a key.")
            record = roots.record_id(self._namespace, main.kind, key)
            self._keys[record] = key
            return record
        return self._by_words(main, values)

    def _by_words(self, main: Group, values: Values) -> str:
        """An id of what the row says openly of its record; namesakes get one each, in the order of rows."""
        said = [[str(group), _open(group, values[group])] for group in (main, *_names_of(values))]
        if not any(one[1] for one in said):
            said = [[str(group), _open(group, values[group])] for group in sorted(values, key=str)]
        if not any(one[1] for one in said):
            raise BadCell("The row says nothing openly by which it could be known again: give it a key.")
        digest = sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
        namespace = self._of_words
        number = 1
        while True:
            key = f"row {digest}" + (f"/{number}" if number > 1 else "")
            record = roots.record_id(namespace, main.kind, key)
            if self._worded.setdefault(record, values[main]) == values[main]:
                return record
            number += 1

    def _add(self, where: str, kind: str, record: str, fields: Mapping[str, Any]) -> None:
        # A key of the register's own stays one, so that it is noticed when another file has it too.
        key = self._keys.get(record, record)
        self._read.lines.append(RawLine(self.grid.file, where, self._namespace, kind, key, fields))
        self._assert_not_too_many()

    def _assert_not_too_many(self) -> None:
        if len(self._read.lines) + len(self._read.refused) > MOST_TOGETHER:
            raise SheetTooLarge(
                f"The sheet has more than is taken in at once: {MOST_TOGETHER:,} records or faults.",
                remedy="Divide it into several files.",
            )


def _text(row: Row, place: int) -> str:
    return row[place].strip() if 0 <= place < len(row) else ""


def _names_of(values: Values) -> list[Group]:
    return sorted((group for group in values if group.kind == "name"), key=str)


def _open(group: Group, said: Mapping[str, Any]) -> dict[str, Any]:
    declared = kinds()[group.kind].fields
    return {key: one for key, one in said.items() if declared[key].compartment is Compartment.OPEN}
