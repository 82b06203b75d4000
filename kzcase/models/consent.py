"""Consent: what a person agreed may be told, and to whom."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import remarks_field
from kzcase.models.fields import (
    INTERNAL,
    Compartment,
    Protect,
    choice_field,
    choices_field,
    date_field,
    flag_field,
    link_field,
    note_field,
    text_field,
)


class Consent(Record):
    """One answer to the question whether something may be told to some audiences.

    A new use needs a new consent; an answer that was withdrawn stays on file.
    """

    __tablename__ = "consent"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Consent", "Consents", ("scope", "answer", "date"), group="more"
    )

    person: Mapped[str | None] = link_field("Person", "person", owner=True, required=True)
    scope: Mapped[str | None] = choice_field("What may be told", "consent_scope", required=True, listed=True)
    audiences: Mapped[frozenset[str] | None] = choices_field("To whom", "consent_audience", required=True)
    answer: Mapped[str | None] = choice_field(
        "Answer", "consent_answer", required=True, protect=Protect.FIRST, listed=True
    )
    pseudonym_only: Mapped[bool | None] = flag_field(
        "Only under the pseudonym", protect=Protect.TRUE, help="The name itself must not be printed."
    )
    given_by: Mapped[str | None] = choice_field("Answered by", "consent_given_by")
    given_by_name: Mapped[str | None] = text_field(
        "Name of who answered", compartment=Compartment.FAMILY, audiences=INTERNAL, seldom=True
    )
    how: Mapped[str | None] = choice_field("How", "consent_how", audiences=INTERNAL, seldom=True)
    taken_by: Mapped[str | None] = text_field("Taken by", audiences=INTERNAL, seldom=True)
    language: Mapped[str | None] = choice_field("Language", "language", audiences=INTERNAL, seldom=True)
    date: Mapped[str | None] = date_field("Date", required=True, listed=True)
    expires: Mapped[str | None] = date_field("Expires", protect=Protect.GIVEN, listed=True)
    withdrawn: Mapped[str | None] = date_field("Withdrawn", protect=Protect.GIVEN, seldom=True)
    explained: Mapped[str | None] = note_field(
        "What was explained",
        audiences=INTERNAL,
        help="Purpose, who gets access, how it is kept, risks and benefits, the right to withdraw.",
        seldom=True,
    )
    limits: Mapped[str | None] = note_field("Limits set", protect=Protect.GIVEN, audiences=INTERNAL)
    document: Mapped[str | None] = link_field(
        "Signed form or recording", "document", audiences=INTERNAL, seldom=True
    )
    remarks: Mapped[str | None] = remarks_field()
