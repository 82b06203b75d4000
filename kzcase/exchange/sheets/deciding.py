"""What was decided of rows whose people may be here already, and what is remembered of it.

A row that was said to be somebody who is here changes nothing that person's
record says: what is empty there is filled, and what differs is put beside it as
an alternative value. The vault remembers which record the row was said to be, so
that the same file again is the same person. It stays on this laptop.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.history.roots import Row
from kzcase.history.tables import groups
from kzcase.models.base import kinds
from kzcase.models.fields import Field, FieldType
from kzcase.models.ledger import LocalRow, RecordRow
from kzcase.models.values import as_text
from kzcase.services import records, validation
from kzcase.services.office import Office

ERASED = "erased"
REMEMBERED = "sheet-rows"
"""Under this name the vault remembers which record a row was said to be: ids only."""


class Way(StrEnum):
    """What shall become of a row whose person may be here already."""

    SAME = "same"
    NEW = "new"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """The way, and for `SAME` the id of the record that the row is about."""

    way: Way
    record: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row says of a record that is here: what fills a gap, what stands beside, what is left out.

    `others` are values as text by field, `left` fields of which only one value can hold.
    """

    fills: Mapping[str, Any]
    others: Mapping[str, str]
    left: tuple[Field, ...]


def remembered(session: Session) -> dict[str, str]:
    """By the id that a row would have the record it was said to be, of those that are here or were erased."""
    stored = session.scalar(select(LocalRow.value).where(LocalRow.key == REMEMBERED))
    said: dict[str, str] = orjson.loads(stored) if stored else {}
    here: set[str] = set()
    for group in groups(sorted(set(said.values()))):
        rows = session.scalars(
            select(RecordRow.id).where(
                RecordRow.id.in_(group), RecordRow.status.in_(("here", "merged", ERASED))
            )
        )
        here.update(rows)
    return {row: record for row, record in said.items() if record in here}


def erased(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Those of some records that were erased for good."""
    found: set[str] = set()
    for group in groups(sorted(ids)):
        rows = session.scalars(
            select(RecordRow.id).where(RecordRow.id.in_(group), RecordRow.status == ERASED)
        )
        found.update(rows)
    return frozenset(found)


def remember(session: Session, said: Mapping[str, str]) -> None:
    """Remember of some rows which records they were said to be."""
    kept = orjson.dumps({**remembered(session), **said}, option=orjson.OPT_SORT_KEYS).decode()
    statement = insert(LocalRow).values({"key": REMEMBERED, "value": kept})
    session.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    )


def beside(office: Office, session: Session, kind: str, record: str, said: Mapping[str, Any]) -> Beside:
    """Part what a row says of a record that is here; nothing that stands there is written over.

    What the record has taken from such a row before, and what it says more
    exactly, is in neither.
    """
    declared = kinds()[kind].fields
    now = records.view_in(session, record).fields
    brings = {
        key
        for revision in office.ledger.plan_rows(session, [Row(kind, record, validation.cleaned(kind, said))])
        for part in revision.parts
        for key in part.fields
    }
    fills: dict[str, Any] = {}
    others: dict[str, str] = {}
    left = []
    for key, value in said.items():
        field, here = declared[key], now.get(key)
        if here is None or field.type.is_set or key not in brings:
            fills[key] = value
        elif field.type is FieldType.DATE and _covers(value, here):
            continue
        elif field.type.is_link or field.protect is not None:
            left.append(field)
        else:
            others[key] = as_text(field, value)
    return Beside(fills, others, tuple(left))


def _covers(vague: str, exact: str) -> bool:
    """Whether a date only says less exactly what another one says."""
    try:
        wide, narrow = parse_edtf(vague), parse_edtf(exact)
    except DateError:
        return False
    (first, last), (begins, ends) = wide.fuzzy, narrow.fuzzy
    if first is None or last is None or begins is None or ends is None:
        return False
    return first <= begins and ends <= last
