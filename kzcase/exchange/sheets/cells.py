"""Reads the cells of a row: the text of each becomes the value of a field of one of the row's records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kzcase.errors import Refusal
from kzcase.exchange.recordsfile.lines import LONGEST_KEY
from kzcase.exchange.sheets.grid import Row
from kzcase.exchange.sheets.mapping import Resolved, creating
from kzcase.exchange.sheets.naming import Names, NotHere
from kzcase.exchange.sheets.targets import Group, Target
from kzcase.exchange.sheets.values import BadCell, Words
from kzcase.history import roots
from kzcase.models.fields import FieldType
from kzcase.services import validation

Values = dict[Group, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that rows name and that is not here; `kind` is what can be made of it, "" for nothing."""

    kind: str
    text: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the cells of a row say: values by record and field, what is wrong, what to make of a mere name.

    `wanted` are kinds and names of records that are not here and that the mapping lets be made.
    """

    values: Values
    faults: Sequence[Refusal]
    wanted: Sequence[tuple[str, str]]


class Cells:
    """Reads the cells of rows by a mapping, and remembers which records they name in vain."""

    def __init__(self, resolved: Resolved, words: Words, names: Names) -> None:
        self._resolved = resolved
        self._words = words
        self._names = names
        self._missing: dict[tuple[str, str], list[str]] = {}
        self._wanted: list[tuple[str, str]] = []

    @property
    def missing(self) -> list[Missing]:
        """The records that rows named and that are not here."""
        return [Missing(kind, text, tuple(rows)) for (kind, text), rows in self._missing.items()]

    def read(self, row: Row, where: str) -> Said:
        """The values of one row's cells, each in its place, with what is wrong with them."""
        found: Values = {}
        faults: list[Refusal] = []
        parts: list[tuple[Target, Any]] = []
        for place, heading, target in self._resolved.columns:
            text = row[place].strip() if place < len(row) else ""
            text = self._resolved.mapping.values.get(heading, {}).get(text, text)
            if text:
                self._cell(target, text, heading, where, found, parts, faults)
        _join(parts, found)
        main = Group(self._resolved.mapping.kind)
        named = {target.group for _, _, target in self._resolved.columns}
        for target, text in self._resolved.constants:
            # A record that columns tell of is there only in rows where one of them says something.
            there = target.group == main or target.group not in named or target.group in found
            if there and target.field.key not in found.get(target.group, {}):
                self._cell(target, text, target.key, where, found, parts, faults)
        _join(parts, found)
        found.setdefault(Group(self._resolved.mapping.kind), {})
        wanted, self._wanted = self._wanted, []
        return Said(found, faults, wanted)

    def _cell(
        self,
        target: Target,
        text: str,
        heading: str,
        where: str,
        found: Values,
        parts: list[tuple[Target, Any]],
        faults: list[Refusal],
    ) -> None:
        try:
            if fault := validation.text_fault(text):
                raise BadCell(f"The cell {fault}")
            if target.part is not None:
                parts.append((target, self._words.part(target.field, target.part, text)))
            elif target.field.type.is_link:
                found.setdefault(target.group, {})[target.field.key] = self._link(target, text, where)
            else:
                found.setdefault(target.group, {})[target.field.key] = self._words.value(target.field, text)
        except BadCell as bad:
            faults.append(Refusal(where, bad.what, heading))

    def _link(self, target: Target, text: str, where: str) -> Any:
        if target.field.type is FieldType.LINK:
            return self._named(target, text, where)
        pieces = [one.strip() for one in text.replace("\n", ";").split(";") if one.strip()]
        return [self._named(target, one, where) for one in pieces]

    def _named(self, target: Target, text: str, where: str) -> str:
        try:
            return self._names.one(target.field.targets, text)
        except NotHere as missing:
            kind = missing.kind if missing.kind and creating(missing.kind) is not None else ""
            if kind and kind in self._resolved.mapping.create:
                self._wanted.append((kind, text))
                return roots.record_id(self._resolved.mapping.namespace, kind, called(text))
            self._missing.setdefault((kind, text), []).append(where)
            raise


def _join(parts: list[tuple[Target, Any]], found: Values) -> None:
    """Put the parts into their wholes: a part of its own says more than the whole."""
    for target, value in parts:
        assert target.part is not None
        whole = found.setdefault(target.group, {}).setdefault(target.field.key, {})
        whole[target.part.key] = value
    parts.clear()


def called(text: str) -> str:
    """The key of a record that is made of its name."""
    return f"called {text}"[:LONGEST_KEY]
