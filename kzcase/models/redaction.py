"""Redactions: what of a document's pages is covered in every paper that it is an annex of."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.fields import INTERNAL, choice_field, integer_field, link_field, note_field, text_field


class Redaction(Record):
    """One box on one page of a document, covered before a page of it goes out.

    `box` is one value, because half of one box and half of another cover
    nothing that either was drawn for: left, top, right and bottom in
    thousandths of the page as it is looked at, "120 88 430 110". `file` is the
    content it was drawn on. The document itself is never changed.
    """

    __tablename__ = "redaction"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Redaction", "Redactions", ("page", "reason"), group="documents", by_hand=False
    )

    document: Mapped[str | None] = link_field(
        "Document", "document", owner=True, required=True, audiences=INTERNAL
    )
    page: Mapped[int | None] = integer_field("Page", required=True, audiences=INTERNAL)
    box: Mapped[str | None] = text_field(
        "Box",
        required=True,
        audiences=INTERNAL,
        help="Left, top, right and bottom in thousandths of the page as it is looked at.",
    )
    file: Mapped[str | None] = text_field(
        "File", hidden=True, audiences=INTERNAL, help="SHA-256 of the content the box was drawn on."
    )
    reason: Mapped[str | None] = choice_field("Why", "redaction_reason", audiences=INTERNAL)
    note: Mapped[str | None] = note_field("Note", audiences=INTERNAL)
