"""Turns the keys by which lines name each other into record ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import Refusal
from kzcase.exchange.recordsfile.lines import RawLine, stop_at_too_many
from kzcase.exchange.strictjson import BadJson, quote
from kzcase.history import roots
from kzcase.history.revision import is_id
from kzcase.models.base import kinds
from kzcase.models.fields import Field
from kzcase.models.ledger import RecordRow
from kzcase.services import validation


@dataclass(frozen=True, slots=True)
class Line:
    """One good line of a file: where it stands, and its row with links resolved."""

    where: str
    row: roots.Row

    def names(self) -> frozenset[str]:
        """The records that its links name."""
        found: set[str] = set()
        for key, value in self.row.fields.items():
            if kinds()[self.row.kind].fields[key].type.is_link and value:
                found |= {value} if isinstance(value, str) else value
        return frozenset(found)


def resolve(session: Session, raw: Sequence[RawLine], refused: list[Refusal]) -> list[Line]:
    """The lines with every link turned into a record id; repeated ids are refused."""
    links = _Links(session, raw)
    seen: dict[str, str] = {}
    lines = []
    for one in raw:
        if one.record in seen:
            refused.append(Refusal(one.where, f"The same id stands in {seen[one.record]}."))
            continue
        seen[one.record] = one.where
        fields = {}
        for key, value in one.fields.items():
            try:
                fields[key] = links.resolved(kinds()[one.kind].fields.get(key), value, one)
            except BadJson as bad:
                refused.append(Refusal(one.where, bad.what, key))
        stop_at_too_many(refused)
        if len(fields) == len(one.fields):
            row = roots.Row(one.kind, one.record, validation.cleaned(one.kind, fields))
            lines.append(Line(one.where, row))
    return lines


class _Links:
    """The keys of all lines, and which ids the registry knows, asked once each."""

    def __init__(self, session: Session, raw: Sequence[RawLine]) -> None:
        self._session = session
        self._known: dict[str, bool] = {}
        self._by_key: dict[str, list[RawLine]] = {}
        for one in raw:
            self._by_key.setdefault(one.key, []).append(one)

    def resolved(self, field: Field | None, value: Any, one: RawLine) -> Any:
        """A field's value with record ids for keys; what is no link stays as it is."""
        if field is None or not field.type.is_link:
            return value
        if isinstance(value, str):
            return self._target(field, value, one)
        if isinstance(value, list):
            return [self._target(field, key, one) if isinstance(key, str) else key for key in value]
        return value

    def _target(self, field: Field, key: str, one: RawLine) -> str:
        """The id a key means: of a line of these files, a UUID, or of such a line taken in before."""
        lines = self._by_key.get(key, ())
        fitting = [line for line in lines if not field.targets or line.kind in field.targets]
        same = [line for line in fitting if line.namespace == one.namespace] or fitting
        if len({line.record for line in same}) > 1:
            raise BadJson(f"{quote(key)} is the id of several lines.")
        if same:
            return same[0].record
        if lines:
            return lines[0].record  # of a kind that does not fit: the checks say so
        if validation.text_fault(key):
            raise BadJson(f"{quote(key)} is no id.")
        if is_id(key.lower()):
            return key.lower()
        possible = [roots.record_id(one.namespace, kind, key) for kind in field.targets or kinds()]
        return next((record for record in possible if self._knows(record)), possible[0])

    def _knows(self, record: str) -> bool:
        if record not in self._known:
            self._known[record] = (
                self._session.scalar(select(RecordRow.seq).where(RecordRow.id == record)) is not None
            )
        return self._known[record]
