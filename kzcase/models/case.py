"""Cases, and who is involved in what."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    INTERNAL,
    Compartment,
    choice_field,
    date_field,
    link_field,
    links_field,
    note_field,
    text_field,
)

PROTECTED_ROLES = frozenset({"witness", "source", "relative"})
"""Whose part in a matter is never told by pointing at a public source (terms of `involvement_role`)."""


class Case(Record):
    """A story the office follows as one: its people, prosecutions, events and letters."""

    __tablename__ = "case"
    __kind__: ClassVar[KindOptions] = KindOptions("Case", "Cases", ("title",), group="more")

    title: Mapped[str | None] = text_field("Title", required=True)
    number: Mapped[str | None] = text_field("Office number", audiences=INTERNAL, listed=True)
    status: Mapped[str | None] = choice_field("Status", "case_status", audiences=INTERNAL, listed=True)
    priority: Mapped[str | None] = choice_field("Priority", "priority", audiences=INTERNAL, listed=True)
    opened: Mapped[str | None] = date_field("Opened", audiences=INTERNAL, listed=True, tells=True)
    closed: Mapped[str | None] = date_field("Closed", audiences=INTERNAL, seldom=True)
    region: Mapped[str | None] = choice_field("Region", "region")
    persons: Mapped[frozenset[str] | None] = links_field("Persons concerned", "person", concerns=True)
    summary_en: Mapped[str | None] = note_field("Summary in English")
    summary_ru: Mapped[str | None] = note_field("Summary in Russian", seldom=True)
    summary_kk: Mapped[str | None] = note_field("Summary in Kazakh", seldom=True)
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Involvement(Record):
    """The part a person or an organisation has in a case, a prosecution or an event.

    A witness or a source who must not be named goes into `protected_person`,
    which leaves with the `source` compartment; `person` stays empty then.
    """

    __tablename__ = "involvement"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Involvement", "Involvements", ("role", "person", "organisation"), group="people"
    )

    record: Mapped[str | None] = link_field(
        "In", "case", "prosecution", "event", "assembly", "detention", "breach", owner=True, required=True
    )
    person: Mapped[str | None] = link_field("Person", "person", owner=True)
    organisation: Mapped[str | None] = link_field("Organisation", "organisation")
    protected_person: Mapped[str | None] = link_field(
        "Protected person",
        "person",
        compartment=Compartment.SOURCE,
        audiences=INTERNAL,
        owner=True,
        help="A witness or a source who must not be named; leave Person empty.",
    )
    role: Mapped[str | None] = choice_field("Role", "involvement_role", required=True, listed=True)
    capacity: Mapped[str | None] = text_field("Capacity", help="The office held at the time.")
    since: Mapped[str | None] = date_field("Since", seldom=True)
    until: Mapped[str | None] = date_field("Until", seldom=True)
    description: Mapped[str | None] = note_field("What they did")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
