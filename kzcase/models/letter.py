"""Letters, what they ask for, and the people they go to."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    CLOSED,
    INTERNAL,
    Compartment,
    choice_field,
    choices_field,
    date_field,
    integer_field,
    link_field,
    links_field,
    note_field,
    text_field,
)


class Letter(Record):
    """A letter, appeal or complaint sent or received, with what came of it.

    `response` and `impact` follow the ideas of HURIDOCS lists 27 and 44, in
    our own words; the day a reply is due has no equivalent there.
    """

    __tablename__ = "letter"
    __kind__: ClassVar[KindOptions] = KindOptions("Letter", "Letters", ("number", "subject"), group="letters")

    direction: Mapped[str | None] = choice_field("Direction", "letter_direction", required=True, listed=True)
    kind: Mapped[str | None] = choice_field("Kind", "letter_kind", listed=True)
    number: Mapped[str | None] = text_field("Number in our register", audiences=INTERNAL, listed=True)
    reference: Mapped[str | None] = text_field("Their reference", audiences=CLOSED, seldom=True)
    subject: Mapped[str | None] = text_field("Subject", required=True, listed=True)
    senders: Mapped[frozenset[str] | None] = links_field(
        "From", "contact", "organisation", "person", audiences=CLOSED
    )
    addressees: Mapped[frozenset[str] | None] = links_field(
        "To", "contact", "organisation", "person", audiences=CLOSED
    )
    persons: Mapped[frozenset[str] | None] = links_field("Persons concerned", "person")
    cases: Mapped[frozenset[str] | None] = links_field("Cases", "case", seldom=True)
    language: Mapped[str | None] = choice_field("Language", "language")
    channel: Mapped[str | None] = choice_field("Channel", "channel", audiences=INTERNAL, seldom=True)
    status: Mapped[str | None] = choice_field("Status", "letter_status", audiences=INTERNAL, listed=True)
    priority: Mapped[str | None] = choice_field(
        "Priority", "priority", audiences=INTERNAL, listed=True, seldom=True
    )
    written: Mapped[str | None] = date_field("Dated", listed=True, tells=True)
    sent: Mapped[str | None] = date_field("Sent or received", audiences=CLOSED, listed=True)
    due: Mapped[str | None] = date_field("Reply due", audiences=CLOSED, listed=True)
    reminded: Mapped[str | None] = date_field("Last reminder", audiences=INTERNAL, seldom=True)
    answered: Mapped[str | None] = date_field("Answered", audiences=CLOSED, listed=True)
    reply_to: Mapped[str | None] = link_field("In reply to", "letter")
    response: Mapped[str | None] = choice_field("Response", "letter_response", audiences=CLOSED, listed=True)
    response_note: Mapped[str | None] = note_field("What they answered", audiences=CLOSED)
    impact: Mapped[str | None] = choice_field("Impact", "letter_impact", audiences=CLOSED, seldom=True)
    body: Mapped[str | None] = note_field("Text", audiences=CLOSED)
    documents: Mapped[frozenset[str] | None] = links_field("Documents", "document", audiences=CLOSED)
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Ask(Record):
    """One thing asked for, in a letter or on behalf of a person or a case, and what came of it."""

    __tablename__ = "ask"
    __kind__: ClassVar[KindOptions] = KindOptions("Ask", "Asks", ("kind", "text"), group="letters")

    record: Mapped[str | None] = link_field("Of", "letter", "person", "case", owner=True, required=True)
    position: Mapped[int | None] = integer_field("Place in the list", seldom=True)
    kind: Mapped[str | None] = choice_field("Kind", "ask_kind", listed=True)
    text: Mapped[str | None] = note_field("What we ask", required=True)
    text_ru: Mapped[str | None] = note_field("In Russian", seldom=True)
    text_kk: Mapped[str | None] = note_field("In Kazakh", seldom=True)
    outcome: Mapped[str | None] = choice_field("Outcome", "ask_outcome", audiences=CLOSED, listed=True)
    outcome_date: Mapped[str | None] = date_field("Date of the outcome", audiences=CLOSED, seldom=True)
    outcome_note: Mapped[str | None] = note_field("What was done", audiences=CLOSED, seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Contact(Record):
    """Someone the office writes to or works with: a desk officer, a mandate, a colleague."""

    __tablename__ = "contact"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Contact", "Contacts", ("name", "organisation"), group="letters"
    )

    name: Mapped[str | None] = text_field("Name", required=True, audiences=INTERNAL)
    organisation: Mapped[str | None] = link_field("Organisation", "organisation")
    position: Mapped[str | None] = text_field("Position", audiences=CLOSED, tells=True)
    salutation: Mapped[str | None] = text_field("Salutation", audiences=CLOSED, seldom=True)
    languages: Mapped[frozenset[str] | None] = choices_field(
        "Languages", "language", audiences=INTERNAL, seldom=True
    )
    email: Mapped[str | None] = text_field("Email", compartment=Compartment.IDENTITY, audiences=INTERNAL)
    phone: Mapped[str | None] = text_field("Phone", compartment=Compartment.IDENTITY, audiences=INTERNAL)
    address: Mapped[str | None] = note_field(
        "Address", compartment=Compartment.IDENTITY, audiences=INTERNAL, seldom=True
    )
    channel: Mapped[str | None] = choice_field(
        "Preferred channel", "channel", audiences=INTERNAL, seldom=True
    )
    until: Mapped[str | None] = date_field("Left the post", audiences=INTERNAL, seldom=True)
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
