"""Citations: which source says a thing, on which page, and where that page can be read in the vault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.models.base import kinds
from kzcase.services import belongings, records
from kzcase.services.belongings import Row
from kzcase.services.office import Office

_PAGE = re.compile(
    r"(?:\b(?:p|pp|page|pages|с|стр|страница|б|бет)\b\.?\s*)(\d{1,5})|(\d{1,5})\s*-?\s*бет|^\s*(\d{1,5})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """That a source says what a field of a record holds; an empty field means the whole record.

    `page` is the number that `place` speaks of and `document` the id of the
    source's archived copy, each None where there is none.
    """

    id: str
    record: str
    field: str
    source: str
    title: str
    place: str
    quote: str
    page: int | None
    document: str | None


@dataclass(frozen=True, slots=True)
class CitedFrom:
    """A citation as one sees it from the document it was made from: of what, and on which page."""

    citation: Cited
    kind: str
    record_title: str
    field_label: str


def page_in(place: str) -> int | None:
    """The page number in the words of a place, as typed in English, Russian or Kazakh.

    >>> page_in("p. 12"), page_in("стр. 3, абз. 2"), page_in("5-бет"), page_in("last paragraph")
    (12, 3, 5, None)
    """
    found = _PAGE.search(place)
    return int(next(filter(None, found.groups()))) if found else None


def of_record(office: Office, record: str) -> tuple[Cited, ...]:
    """The citations of a record and its fields, by field and then by the source's title."""
    with office.read() as session:
        return of_record_in(session, record)


def of_record_in(session: Session, record: str) -> tuple[Cited, ...]:
    """The same inside a unit that is already open."""
    now = belongings.now_of(session, record)
    return _cited(session, belongings.naming(session, "citation", (now,), "record"))


def of_document(office: Office, document: str) -> tuple[CitedFrom, ...]:
    """What was cited from a document, page after page."""
    with office.read() as session:
        sources = _sources_of(session, document)
        found = _cited(session, belongings.naming(session, "citation", sources, "source"))
        views = {one: _kind_and_title(session, one) for one in {cited.record for cited in found}}
        made = [
            CitedFrom(one, *views[one.record], _label_of(views[one.record][0], one.field)) for one in found
        ]
    return tuple(sorted(made, key=lambda one: (one.citation.page or 0, one.record_title, one.citation.id)))


def source_for(office: Office, document: str, *, initiator: object | None = None) -> str:
    """The id of the source whose archived copy a document is, made if there is none.

    A new one has the document's title and is not marked public: whether anyone
    can read it is for the caseworker to say.
    """
    with office.read() as session:
        sources = _sources_of(session, document)
        title = records.view_in(session, document).title
    if sources:
        return sources[0]
    draft = records.Draft("source", records.new_id(), {"title": title, "document": document})
    return records.save(office, draft, initiator=initiator).id


def _sources_of(session: Session, document: str) -> list[str]:
    rows = belongings.naming(session, "source", (belongings.now_of(session, document),), "document")
    return [row["id"] for row in rows]


def _cited(session: Session, rows: Sequence[Row]) -> tuple[Cited, ...]:
    sources = [row["source"] for row in rows if row["source"]]
    titles = records.titles(session, sources)
    copies = {row["id"]: row["document"] for row in belongings.rows(session, "source", sources)}
    made = [
        Cited(
            row["id"],
            row["record"] or "",
            row["field"] or "",
            row["source"] or "",
            titles.get(row["source"], "") if row["source"] else "",
            row["place"] or "",
            row["quote"] or "",
            page_in(row["place"] or ""),
            copies.get(row["source"]),
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: (one.field, one.title, one.id)))


def _kind_and_title(session: Session, record: str) -> tuple[str, str]:
    try:
        found = records.view_in(session, record)
    except NotFound:
        return "", records.shown_title(None, "absent")
    return found.kind, records.shown_title(found.title, found.status)


def _label_of(kind: str, field: str) -> str:
    declared = kinds()[kind].fields.get(field) if kind in kinds() else None
    return declared.label if declared is not None else field
