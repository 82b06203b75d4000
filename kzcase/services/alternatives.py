"""Other values of a field, as other sources give them, beside the preferred one that the record holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kzcase.models.base import kinds
from kzcase.models.fields import Field
from kzcase.models.values import NotThatType, as_text, from_text
from kzcase.services import belongings, records
from kzcase.services.display import Speaker
from kzcase.services.office import Office

__all__ = ["Given", "as_text", "of_record", "of_record_in"]


@dataclass(frozen=True, slots=True)
class Given:
    """One alternative value in words: of which field, and which source gives it ("" if none is named)."""

    id: str
    field: str
    text: str
    source: str
    source_title: str


def of_record(office: Office, record: str, language: str = "en") -> tuple[Given, ...]:
    """The alternative values of a record's fields, by field and then by their words."""
    with office.read() as session:
        return of_record_in(session, record, language)


def of_record_in(session: Session, record: str, language: str = "en") -> tuple[Given, ...]:
    """The same inside a unit that is already open."""
    rows = belongings.naming(session, "alternative", (belongings.now_of(session, record),), "record")
    if not rows:
        return ()
    fields = kinds()[records.view_in(session, record).kind].fields
    titles = records.titles(session, [row["source"] for row in rows if row["source"]])
    speaker = Speaker(session, language)
    made = [
        Given(
            row["id"],
            row["field"] or "",
            _said(speaker, fields.get(row["field"] or ""), row["value"] or ""),
            row["source"] or "",
            titles.get(row["source"], "") if row["source"] else "",
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: (one.field, one.text, one.id)))


def _said(speaker: Speaker, field: Field | None, stored: str) -> str:
    """A stored alternative in words; one that is no value of its field is shown as it stands."""
    if field is None:
        return stored
    try:
        value: Any = from_text(field, stored)
    except NotThatType:
        return stored
    return speaker.text(field, value)
