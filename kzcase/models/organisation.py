"""Organisations, and their registration over time."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    INTERNAL,
    STATUS,
    Compartment,
    choice_field,
    composite_field,
    date_field,
    link_field,
    note_field,
    text_field,
)


class Organisation(Record):
    """A body that acts or is acted upon: a union, a party, a court, a ministry, an embassy, a UN body."""

    __tablename__ = "organisation"
    __kind__: ClassVar[KindOptions] = KindOptions("Organisation", "Organisations", ("name",), group="people")

    name: Mapped[str | None] = text_field("Name", required=True, help="As the office usually writes it.")
    name_en: Mapped[str | None] = text_field("Name in English")
    name_ru: Mapped[str | None] = text_field("Name in Russian")
    name_kk: Mapped[str | None] = text_field("Name in Kazakh")
    acronym: Mapped[str | None] = text_field("Acronym")
    other_names: Mapped[str | None] = note_field("Other names", help="One on each line.", seldom=True)
    kind: Mapped[str | None] = choice_field("Kind", "organisation_kind", listed=True, tells=True)
    part_of: Mapped[str | None] = link_field("Part of", "organisation", seldom=True)
    country: Mapped[str | None] = text_field("Country", seldom=True)
    region: Mapped[str | None] = choice_field("Region", "region", listed=True)
    locality: Mapped[str | None] = text_field("Town or village", tells=True)
    address: Mapped[str | None] = note_field(
        "Address", compartment=Compartment.IDENTITY, audiences=INTERNAL, seldom=True
    )
    contact: Mapped[str | None] = note_field(
        "Contact details", compartment=Compartment.IDENTITY, audiences=INTERNAL, seldom=True
    )
    website: Mapped[str | None] = text_field("Website", seldom=True)
    founded: Mapped[str | None] = date_field("Founded", seldom=True)
    summary: Mapped[str | None] = note_field("Summary")
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Registration(Record):
    """What the state recognised an organisation as, from a day on: one row for each change."""

    __tablename__ = "registration"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Registration status", "Registration statuses", ("status",), group="people"
    )

    organisation: Mapped[str | None] = link_field("Organisation", "organisation", owner=True, required=True)
    status: Mapped[dict[str, Any] | None] = composite_field(
        "Status", STATUS, vocabulary="registration_status", required=True
    )
    until: Mapped[str | None] = date_field("Until")
    decided_by: Mapped[str | None] = link_field("Decided by", "organisation")
    number: Mapped[str | None] = text_field("Number of the decision", seldom=True)
    ground: Mapped[str | None] = note_field("Ground given", seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
