"""Documents: what is attached, and where it came from."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    INTERNAL,
    Compartment,
    choice_field,
    date_field,
    integer_field,
    link_field,
    links_field,
    note_field,
    text_field,
)


class Document(Record):
    """A file kept in the vault: a judgment, a photo, a letter, a page saved from the web."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "file"),)
    __kind__: ClassVar[KindOptions] = KindOptions("Document", "Documents", ("title",), group="documents")

    title: Mapped[str | None] = text_field("Title", required=True)
    kind: Mapped[str | None] = choice_field("Kind", "document_kind", listed=True, tells=True)
    records: Mapped[frozenset[str] | None] = links_field("Belongs to", owner=True)
    date: Mapped[str | None] = date_field("Date of the document", listed=True, tells=True)
    language: Mapped[str | None] = choice_field("Language", "language")
    number: Mapped[str | None] = text_field("Number")
    issued_by: Mapped[str | None] = link_field("Issued by", "organisation", "person")
    file: Mapped[str | None] = text_field("File", hidden=True, help="SHA-256 of the content.")
    file_name: Mapped[str | None] = text_field("File name", audiences=INTERNAL)
    size: Mapped[int | None] = integer_field("Size in bytes", audiences=INTERNAL)
    media_type: Mapped[str | None] = text_field("Media type", audiences=INTERNAL)
    url: Mapped[str | None] = text_field("Address on the web")
    obtained_on: Mapped[str | None] = date_field("Obtained on", audiences=INTERNAL)
    obtained: Mapped[str | None] = note_field(
        "How it was obtained", compartment=Compartment.SOURCE, audiences=INTERNAL
    )
    custody: Mapped[str | None] = note_field(
        "Custody",
        compartment=Compartment.SOURCE,
        audiences=INTERNAL,
        help="Who has held it, in order (Berkeley Protocol: chain of custody).",
    )
    description: Mapped[str | None] = note_field("Description")
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
