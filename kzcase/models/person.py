"""Persons and their names."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    CLOSED,
    INTERNAL,
    NAME,
    STATUS,
    Compartment,
    Protect,
    choice_field,
    choices_field,
    composite_field,
    date_field,
    link_field,
    note_field,
    text_field,
)


class Person(Record):
    """A human being: an activist, a relative, a judge, a lawyer."""

    __tablename__ = "person"
    __kind__: ClassVar[KindOptions] = KindOptions("Person", "People", (), group="people")

    born: Mapped[str | None] = date_field("Born", compartment=Compartment.IDENTITY, listed=True, tells=True)
    gender: Mapped[str | None] = choice_field("Gender", "gender", compartment=Compartment.IDENTITY)
    occupation: Mapped[str | None] = text_field("Occupation", tells=True)
    region: Mapped[str | None] = choice_field("Region", "region", listed=True)
    locality: Mapped[str | None] = text_field("Town or village", tells=True)
    liberty: Mapped[dict[str, Any] | None] = composite_field(
        "Liberty status",
        STATUS,
        vocabulary="liberty",
        help="Where the person is; restrictions are recorded separately.",
    )
    roles: Mapped[frozenset[str] | None] = choices_field(
        "Roles", "person_role", help="Why the person is of interest."
    )
    died: Mapped[str | None] = date_field("Died", seldom=True)
    citizenship: Mapped[str | None] = text_field("Citizenship", compartment=Compartment.IDENTITY, seldom=True)
    identity_document: Mapped[str | None] = text_field(
        "Identity document", compartment=Compartment.IDENTITY, audiences=CLOSED, seldom=True
    )
    languages: Mapped[frozenset[str] | None] = choices_field("Languages", "language", seldom=True)
    summary_en: Mapped[str | None] = note_field("Summary in English")
    summary_ru: Mapped[str | None] = note_field("Summary in Russian", seldom=True)
    summary_kk: Mapped[str | None] = note_field("Summary in Kazakh", seldom=True)
    risk: Mapped[str | None] = choice_field("Risk", "risk", audiences=INTERNAL, listed=True, seldom=True)
    contact: Mapped[str | None] = note_field(
        "Contact details", compartment=Compartment.IDENTITY, audiences=INTERNAL, seldom=True
    )
    address: Mapped[str | None] = note_field(
        "Address", compartment=Compartment.IDENTITY, audiences=INTERNAL, seldom=True
    )
    family: Mapped[str | None] = note_field(
        "Family", compartment=Compartment.FAMILY, audiences=CLOSED, seldom=True
    )
    health: Mapped[str | None] = note_field(
        "Health", compartment=Compartment.HEALTH, audiences=CLOSED, seldom=True
    )
    photo: Mapped[str | None] = link_field("Photo", "document", compartment=Compartment.IDENTITY, seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    pseudonym: Mapped[str | None] = text_field(
        "Pseudonym",
        protect=Protect.GIVEN,
        help="Printed instead of the name outside the office.",
        seldom=True,
    )
    do_not_say: Mapped[str | None] = note_field(
        "Do not say", protect=Protect.GIVEN, audiences=INTERNAL, seldom=True
    )
    tags: Mapped[frozenset[str] | None] = tags_field()
    remarks: Mapped[str | None] = remarks_field()
    merged_into: Mapped[str | None] = link_field("The same person as", "person", hidden=True)


class Name(Record):
    """One name of a person, in one script, as one source writes it."""

    __tablename__ = "name"
    __kind__: ClassVar[KindOptions] = KindOptions("Name", "Names", ("parts",), group="people")

    person: Mapped[str | None] = link_field("Person", "person", owner=True, required=True)
    parts: Mapped[dict[str, Any] | None] = composite_field("Name", NAME, required=True)
    use: Mapped[str | None] = choice_field(
        "Kind of name", "name_use", help="Preferred, passport, alias, as in a verdict."
    )
    language: Mapped[str | None] = choice_field("Language or script", "name_language")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
