"""Sources, citations of them, and values in which they disagree.

Citations and alternative values inherit the compartment, the sensitivity and
the audiences of the field or record they stand beside (`docs/history.md`).
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field
from kzcase.models.fields import (
    INTERNAL,
    Compartment,
    Protect,
    choice_field,
    date_field,
    flag_field,
    link_field,
    note_field,
    text_field,
)


class Source(Record):
    """Where something is known from: a publication, a document, a conversation.

    A public source is named on paper by its title and publisher. Who a
    confidential source really is stands in the `source` compartment only.
    """

    __tablename__ = "source"
    __kind__: ClassVar[KindOptions] = KindOptions("Source", "Sources", ("title",), group="sources")

    title: Mapped[str | None] = text_field(
        "Title", required=True, help="For a confidential source a cover name, never the real one."
    )
    kind: Mapped[str | None] = choice_field("Type", "source_kind", listed=True)
    public: Mapped[bool | None] = flag_field(
        "Public", protect=Protect.FALSE, help="Anyone can read it: a fact cited to it is already public."
    )
    publisher: Mapped[str | None] = text_field("Publisher", listed=True)
    author: Mapped[str | None] = text_field("Published author", tells=True)
    published: Mapped[str | None] = date_field("Published", listed=True, tells=True)
    url: Mapped[str | None] = text_field("Address on the web")
    retrieved: Mapped[str | None] = date_field("Retrieved", seldom=True)
    language: Mapped[str | None] = choice_field("Language", "language", seldom=True)
    document: Mapped[str | None] = link_field("Archived copy", "document")
    reliability: Mapped[str | None] = choice_field(
        "Reliability", "reliability", audiences=INTERNAL, listed=True
    )
    connection: Mapped[str | None] = choice_field(
        "Connection to the events",
        "source_connection",
        compartment=Compartment.SOURCE,
        audiences=INTERNAL,
        seldom=True,
    )
    real_name: Mapped[str | None] = text_field(
        "Real name", compartment=Compartment.SOURCE, audiences=INTERNAL, seldom=True
    )
    person: Mapped[str | None] = link_field(
        "Person", "person", compartment=Compartment.SOURCE, audiences=INTERNAL, seldom=True
    )
    contact: Mapped[str | None] = note_field(
        "Contact details", compartment=Compartment.SOURCE, audiences=INTERNAL, seldom=True
    )
    obtained: Mapped[str | None] = note_field(
        "How it was obtained", compartment=Compartment.SOURCE, audiences=INTERNAL, seldom=True
    )
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Citation(Record):
    """That a source says what a field of a record holds, or, with no field named, the whole record."""

    __tablename__ = "citation"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Citation", "Citations", ("source", "place"), group="sources"
    )

    record: Mapped[str | None] = link_field("Record", owner=True, required=True)
    field: Mapped[str | None] = text_field(
        "Field", help="Key of the field that is cited; empty for the whole record."
    )
    source: Mapped[str | None] = link_field("Source", "source", required=True)
    place: Mapped[str | None] = text_field("Page or place")
    quote: Mapped[str | None] = note_field("Quotation")
    quote_language: Mapped[str | None] = choice_field("Language of the quotation", "language", seldom=True)
    retrieved: Mapped[str | None] = date_field("Retrieved", seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Alternative(Record):
    """Another value of a field, as another source gives it; the record itself holds the preferred one."""

    __tablename__ = "alternative"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Alternative value", "Alternative values", ("field", "value"), group="sources"
    )

    record: Mapped[str | None] = link_field("Record", owner=True, required=True)
    field: Mapped[str | None] = text_field("Field", required=True, help="Key of the field.")
    value: Mapped[str | None] = note_field(
        "Value", required=True, help="As text; parts that belong together and sets as JSON."
    )
    source: Mapped[str | None] = link_field("Source", "source")
    note: Mapped[str | None] = note_field("Note")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
