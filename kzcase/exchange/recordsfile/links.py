"""Turns the keys by which lines name each other into record ids."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import Refusal
from kzcase.exchange.recordsfile.held import HeldLines, HeldRows
from kzcase.exchange.recordsfile.lines import stop_at_too_many
from kzcase.exchange.strictjson import BadJson, quote
from kzcase.history import roots
from kzcase.history.revision import is_id
from kzcase.models.base import kinds
from kzcase.models.fields import Field
from kzcase.models.ledger import RecordRow
from kzcase.services import validation

MOST_KNOWN = 50_000
"""How many answers of the registry are remembered."""


def names(row: roots.Row) -> frozenset[str]:
    """The records that a row's links name."""
    found: set[str] = set()
    for key, value in row.fields.items():
        if kinds()[row.kind].fields[key].type.is_link and value:
            found |= {value} if isinstance(value, str) else value
    return frozenset(found)


def resolve(session: Session, raw: HeldLines, refused: list[Refusal]) -> tuple[HeldRows, list[str]]:
    """The rows with every link turned into a record id, and the place of each; repeated ids are refused.

    The fields of the lines are taken out of `raw`.
    """
    links = _Links(session, raw)
    first: dict[str, int] = {}
    rows, places = HeldRows(), []
    for number, record in enumerate(raw.records):
        kind, where, given = raw.kinds[number], raw.places[number], raw.take(number)
        if (before := first.setdefault(record, number)) != number:
            refused.append(Refusal(where, f"The same id stands in {raw.places[before]}."))
            continue
        fields = {}
        for key, value in given.items():
            try:
                fields[key] = links.resolved(kinds()[kind].fields.get(key), value, raw.namespaces[number])
            except BadJson as bad:
                refused.append(Refusal(where, bad.what, key))
        stop_at_too_many(refused)
        if len(fields) == len(given):
            rows.append(roots.Row(kind, record, validation.cleaned(kind, fields)))
            places.append(where)
    return rows, places


class _Links:
    """The keys of all lines, and which ids the registry knows, asked once each."""

    def __init__(self, session: Session, raw: HeldLines) -> None:
        self._session = session
        self._raw = raw
        self._known: dict[str, bool] = {}
        self._by_key: dict[str, int | list[int]] = {}
        for number, key in enumerate(raw.keys):
            if (before := self._by_key.setdefault(key, number)) != number:
                self._by_key[key] = [*self._lines(before), number]

    @staticmethod
    def _lines(found: int | list[int] | None) -> list[int]:
        """The lines of a key: nearly all have one, which is held without a list around it."""
        if found is None:
            return []
        return [found] if isinstance(found, int) else found

    def resolved(self, field: Field | None, value: Any, namespace: str) -> Any:
        """A field's value with record ids for keys; what is no link stays as it is."""
        if field is None or not field.type.is_link:
            return value
        if isinstance(value, str):
            return self._target(field, value, namespace)
        if isinstance(value, list):
            return [self._target(field, key, namespace) if isinstance(key, str) else key for key in value]
        return value

    def _target(self, field: Field, key: str, namespace: str) -> str:
        """The id a key means: of a line of these files, a UUID, or of such a line taken in before."""
        raw, lines = self._raw, self._lines(self._by_key.get(key))
        fitting = [line for line in lines if not field.targets or raw.kinds[line] in field.targets]
        same = [line for line in fitting if raw.namespaces[line] == namespace] or fitting
        if len({raw.records[line] for line in same}) > 1:
            raise BadJson(f"{quote(key)} is the id of several lines.")
        if same:
            return raw.records[same[0]]
        if lines:
            return raw.records[lines[0]]  # of a kind that does not fit: the checks say so
        if validation.text_fault(key):
            raise BadJson(f"{quote(key)} is no id.")
        if is_id(key.lower()):
            return key.lower()
        possible = [roots.record_id(namespace, kind, key) for kind in field.targets or kinds()]
        return next((record for record in possible if self._knows(record)), possible[0])

    def _knows(self, record: str) -> bool:
        if record not in self._known:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[record] = (
                self._session.scalar(select(RecordRow.seq).where(RecordRow.id == record)) is not None
            )
        return self._known[record]
