"""Letters and other steps of advocacy, what they ask for, and the people they go to."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record, Travel
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    CLOSED,
    INTERNAL,
    Compartment,
    choice_field,
    choices_field,
    date_field,
    flag_field,
    integer_field,
    link_field,
    links_field,
    note_field,
    text_field,
)


class Letter(Record):
    """A letter, appeal, statement, meeting or call, sent or received, with what came of it.

    `response` and `impact` follow the ideas of HURIDOCS lists 27 and 44, in
    our own words; the day a reply is due has no equivalent there. `due` is the
    day somebody set, with `due_reason`; without it the day follows from
    `due_rule`, or from the mechanism and from who is written to
    (`kzcase.services.letters.due`). That a reply is overdue is never recorded.
    """

    __tablename__ = "letter"
    __kind__: ClassVar[KindOptions] = KindOptions("Letter", "Letters", ("number", "subject"), group="letters")
    # The register goes by direction and day.
    __table_args__ = (Index(None, "direction", "sent", "id"),)

    direction: Mapped[str | None] = choice_field("Direction", "letter_direction", required=True, listed=True)
    kind: Mapped[str | None] = choice_field("Kind", "letter_kind", listed=True)
    number: Mapped[str | None] = text_field("Number in our register", audiences=INTERNAL, listed=True)
    reference: Mapped[str | None] = text_field("Their reference", audiences=CLOSED, seldom=True)
    mechanism: Mapped[str | None] = choice_field("Mechanism", "mechanism", listed=True)
    communication: Mapped[str | None] = text_field(
        "Communication reference",
        audiences=CLOSED,
        seldom=True,
        help="How a mechanism numbers the case, for example KAZ 2/2011.",
    )
    subject: Mapped[str | None] = text_field("Subject", required=True, listed=True)
    senders: Mapped[frozenset[str] | None] = links_field(
        "From", "contact", "organisation", "person", audiences=CLOSED
    )
    addressees: Mapped[frozenset[str] | None] = links_field(
        "To", "contact", "organisation", "person", audiences=CLOSED
    )
    copies: Mapped[frozenset[str] | None] = links_field(
        "Copies to", "contact", "organisation", "person", audiences=CLOSED, seldom=True
    )
    signatories: Mapped[frozenset[str] | None] = links_field(
        "Signed by", "contact", "organisation", "person", audiences=CLOSED, seldom=True
    )
    persons: Mapped[frozenset[str] | None] = links_field("Persons concerned", "person", concerns=True)
    cases: Mapped[frozenset[str] | None] = links_field("Cases", "case", seldom=True)
    audience: Mapped[str | None] = choice_field(
        "Audience",
        "letter_audience",
        audiences=INTERNAL,
        seldom=True,
        help="What the letter may say follows from it.",
    )
    language: Mapped[str | None] = choice_field("Language", "language")
    channel: Mapped[str | None] = choice_field("Channel", "channel", audiences=INTERNAL, seldom=True)
    status: Mapped[str | None] = choice_field("Status", "letter_status", audiences=INTERNAL, listed=True)
    priority: Mapped[str | None] = choice_field(
        "Priority", "priority", audiences=INTERNAL, listed=True, seldom=True
    )
    written: Mapped[str | None] = date_field("Dated", listed=True, tells=True)
    sent: Mapped[str | None] = date_field("Sent or received", audiences=CLOSED, listed=True)
    acknowledged: Mapped[str | None] = date_field(
        "Receipt confirmed",
        audiences=CLOSED,
        seldom=True,
        help="The day on which they received or registered it; a term for the reply is counted from it.",
    )
    due: Mapped[str | None] = date_field(
        "Reply due",
        audiences=CLOSED,
        listed=True,
        help="Only if a day was set; otherwise it is counted by the rule for whom the letter went to.",
    )
    due_reason: Mapped[str | None] = note_field("Why this day", audiences=INTERNAL, seldom=True)
    due_rule: Mapped[str | None] = choice_field(
        "Rule for the reply",
        "reply_rule",
        audiences=INTERNAL,
        seldom=True,
        help="In place of the rule for whom the letter went to.",
    )
    reminded: Mapped[str | None] = date_field("Last reminder", audiences=INTERNAL, seldom=True)
    answered: Mapped[str | None] = date_field("Answered", audiences=CLOSED, listed=True)
    reply_to: Mapped[str | None] = link_field("In reply to", "letter")
    follow_up_of: Mapped[str | None] = link_field("Follows up", "letter", seldom=True)
    response: Mapped[str | None] = choice_field("Response", "letter_response", audiences=CLOSED, listed=True)
    response_note: Mapped[str | None] = note_field("What they answered", audiences=CLOSED)
    impact: Mapped[str | None] = choice_field("Impact", "letter_impact", audiences=CLOSED, seldom=True)
    impact_date: Mapped[str | None] = date_field("Impact seen on", audiences=CLOSED, seldom=True)
    impact_note: Mapped[str | None] = note_field("What changed", audiences=CLOSED, seldom=True)
    salutation: Mapped[str | None] = text_field("Salutation", audiences=CLOSED, seldom=True)
    body: Mapped[str | None] = note_field("Text", audiences=CLOSED)
    signature: Mapped[str | None] = note_field("Signature block", audiences=CLOSED, seldom=True)
    enclosures: Mapped[frozenset[str] | None] = links_field(
        "Enclosed", "document", audiences=CLOSED, seldom=True
    )
    documents: Mapped[frozenset[str] | None] = links_field("Documents", "document", audiences=CLOSED)
    letterhead: Mapped[str | None] = link_field("Letterhead", "letterhead", audiences=INTERNAL, seldom=True)
    template: Mapped[str | None] = text_field("Template", audiences=INTERNAL, seldom=True)
    mailing: Mapped[str | None] = text_field(
        "Mailing",
        audiences=INTERNAL,
        seldom=True,
        help="The same for all letters that were written together.",
    )
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
    name_ru: Mapped[str | None] = text_field("Name in Russian", audiences=INTERNAL, seldom=True)
    name_kk: Mapped[str | None] = text_field("Name in Kazakh", audiences=INTERNAL, seldom=True)
    organisation: Mapped[str | None] = link_field("Organisation", "organisation")
    kind: Mapped[str | None] = choice_field(
        "Kind of addressee",
        "organisation_kind",
        audiences=INTERNAL,
        seldom=True,
        help="If it is another than the organisation's; by when a reply is due follows from it.",
    )
    position: Mapped[str | None] = text_field("Position", audiences=CLOSED, tells=True)
    position_ru: Mapped[str | None] = text_field("Position in Russian", audiences=CLOSED, seldom=True)
    position_kk: Mapped[str | None] = text_field("Position in Kazakh", audiences=CLOSED, seldom=True)
    mechanism: Mapped[str | None] = choice_field("Mechanism", "mechanism", audiences=CLOSED, seldom=True)
    audience: Mapped[str | None] = choice_field(
        "Audience",
        "letter_audience",
        audiences=INTERNAL,
        seldom=True,
        help="What a letter to this contact may say follows from it.",
    )
    salutation: Mapped[str | None] = text_field("Salutation", audiences=CLOSED, seldom=True)
    salutation_ru: Mapped[str | None] = text_field("Salutation in Russian", audiences=CLOSED, seldom=True)
    salutation_kk: Mapped[str | None] = text_field("Salutation in Kazakh", audiences=CLOSED, seldom=True)
    language: Mapped[str | None] = choice_field(
        "Language of letters", "language", audiences=INTERNAL, seldom=True
    )
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
    since: Mapped[str | None] = date_field("In the post since", audiences=INTERNAL, seldom=True)
    until: Mapped[str | None] = date_field("Left the post", audiences=INTERNAL, seldom=True)
    succeeded_by: Mapped[str | None] = link_field("Succeeded by", "contact", audiences=INTERNAL, seldom=True)
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class LetterTemplate(Record):
    """A letter of the office's own to be filled in; with the key of a shipped one it takes its place."""

    __tablename__ = "letter_template"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Letter template", "Letter templates", ("name",), group="letters"
    )

    name: Mapped[str | None] = text_field("Name", required=True, audiences=INTERNAL, listed=True)
    key: Mapped[str | None] = text_field(
        "Key", audiences=INTERNAL, help="That of a shipped template, to take its place."
    )
    kind: Mapped[str | None] = choice_field("Kind", "letter_kind", audiences=INTERNAL, listed=True)
    language: Mapped[str | None] = choice_field("Language", "language", audiences=INTERNAL)
    audience: Mapped[str | None] = choice_field("Audience", "letter_audience", audiences=INTERNAL)
    subject: Mapped[str | None] = text_field("Subject", audiences=INTERNAL)
    body: Mapped[str | None] = note_field("Text", required=True, audiences=INTERNAL)
    retired: Mapped[bool | None] = flag_field("No longer offered", audiences=INTERNAL)
    remarks: Mapped[str | None] = remarks_field()


class Letterhead(Record):
    """The office as it stands on its letters: name, address, signature; it never leaves the vault."""

    __tablename__ = "letterhead"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Letterhead", "Letterheads", ("name", "language"), group="letters", travel=Travel.PRIVATE
    )

    name: Mapped[str | None] = text_field("Name as printed", required=True, audiences=INTERNAL)
    language: Mapped[str | None] = choice_field("Language", "language", audiences=INTERNAL)
    address: Mapped[str | None] = note_field("Address", audiences=INTERNAL)
    contact: Mapped[str | None] = note_field("Contact details", audiences=INTERNAL)
    reference_prefix: Mapped[str | None] = text_field(
        "Before the number", audiences=INTERNAL, help="Printed before the number in our register."
    )
    signatory: Mapped[str | None] = text_field("Who signs", audiences=INTERNAL)
    signatory_post: Mapped[str | None] = text_field("Post of who signs", audiences=INTERNAL)
    signature_note: Mapped[str | None] = note_field("Under the signature", audiences=INTERNAL)
    logo: Mapped[str | None] = link_field("Logo", "document", audiences=INTERNAL)
    preferred: Mapped[bool | None] = flag_field(
        "Usual letterhead", audiences=INTERNAL, help="Taken for its language unless another is chosen."
    )
    remarks: Mapped[str | None] = remarks_field()
