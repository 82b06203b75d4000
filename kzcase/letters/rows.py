"""Reads whole rows of a kind by id, many at once, for what concerns letters themselves and not people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.history.tables import groups
from kzcase.models.base import kinds, models
from kzcase.models.fields import fits
from kzcase.models.ledger import RecordRow

Row = Mapping[str, Any]


def here(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The kind of each of these records that is here."""
    found: dict[str, str] = {}
    for group in groups(sorted(set(ids))):
        rows = session.execute(
            select(RecordRow.id, RecordRow.kind).where(RecordRow.id.in_(group), RecordRow.status == "here")
        )
        found.update({row.id: row.kind for row in rows if row.kind in models()})
    return found


def read(session: Session, kind: str, ids: Iterable[str]) -> dict[str, Row]:
    """The given fields of records of one kind, by id; what is not of its field's type is left out."""
    table, fields = models()[kind].__table__, kinds()[kind].fields
    columns = [table.c.id, *(table.c[key] for key in fields)]
    found: dict[str, Row] = {}
    for group in groups(sorted(set(ids))):
        for row in session.execute(select(*columns).where(table.c.id.in_(group))).mappings():
            if row.get("deleted") is not True:
                found[row["id"]] = {
                    key: row[key]
                    for key, declared in fields.items()
                    if row[key] is not None and fits(declared, row[key])
                }
    return found


def ids(value: object) -> tuple[str, ...]:
    """The ids of a set of links, in order."""
    return tuple(sorted(map(str, value))) if isinstance(value, frozenset | set | list | tuple) else ()
