"""Events, and assemblies with what the police did."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    INTERNAL,
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


class Event(Record):
    """Something that happened on a day or over some days: a search, a threat, a dismissal, a visit."""

    __tablename__ = "event"
    __kind__: ClassVar[KindOptions] = KindOptions("Event", "Events", ("title",), group="events")

    title: Mapped[str | None] = text_field("Title", required=True)
    kind: Mapped[str | None] = choice_field("Kind", "event_kind", listed=True)
    date: Mapped[str | None] = date_field("Date", listed=True, tells=True)
    end: Mapped[str | None] = date_field("Until", help="If it lasted.", seldom=True)
    region: Mapped[str | None] = choice_field("Region", "region", listed=True)
    locality: Mapped[str | None] = text_field("Town or village")
    place: Mapped[str | None] = text_field("Place")
    persons: Mapped[frozenset[str] | None] = links_field("Persons concerned", "person", concerns=True)
    organisations: Mapped[frozenset[str] | None] = links_field(
        "Organisations concerned", "organisation", seldom=True
    )
    case: Mapped[str | None] = link_field("Case", "case")
    violations: Mapped[frozenset[str] | None] = choices_field("Rights concerned", "violation")
    description: Mapped[str | None] = note_field("Description")
    consequence: Mapped[str | None] = note_field("Consequences")
    state_position: Mapped[str | None] = note_field("Position of the authorities", seldom=True)
    monitoring: Mapped[str | None] = choice_field(
        "Monitoring", "monitoring_status", audiences=INTERNAL, seldom=True
    )
    received: Mapped[str | None] = date_field("Reported to the office", audiences=INTERNAL, seldom=True)
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Assembly(Record):
    """A rally, picket, march or strike: the notice, the decision on it, and what the police did."""

    __tablename__ = "assembly"
    __kind__: ClassVar[KindOptions] = KindOptions("Assembly", "Assemblies", ("title", "date"), group="events")

    title: Mapped[str | None] = text_field("Title", required=True)
    kind: Mapped[str | None] = choice_field("Kind", "assembly_kind", listed=True)
    date: Mapped[str | None] = date_field("Date", listed=True)
    end: Mapped[str | None] = date_field("Until", help="If it lasted.", seldom=True)
    region: Mapped[str | None] = choice_field("Region", "region", listed=True)
    locality: Mapped[str | None] = text_field("Town or village")
    place: Mapped[str | None] = text_field("Place")
    purpose: Mapped[str | None] = note_field("Purpose and demands")
    organisers: Mapped[frozenset[str] | None] = links_field(
        "Organisers", "person", "organisation", concerns=True
    )
    persons: Mapped[frozenset[str] | None] = links_field("Persons concerned", "person", concerns=True)
    case: Mapped[str | None] = link_field("Case", "case")
    notice: Mapped[str | None] = choice_field("Notice", "assembly_notice")
    notice_date: Mapped[str | None] = date_field("Notice given on", seldom=True)
    notice_by: Mapped[str | None] = text_field("Notice given by", seldom=True)
    decision: Mapped[str | None] = choice_field("Decision", "assembly_decision", listed=True)
    decision_date: Mapped[str | None] = date_field("Decided on", seldom=True)
    decided_by: Mapped[str | None] = link_field("Decided by", "organisation", seldom=True)
    decision_ground: Mapped[str | None] = note_field("Ground given")
    participants: Mapped[int | None] = integer_field("Participants, about")
    police: Mapped[str | None] = note_field("What the police did")
    kettled: Mapped[bool | None] = flag_field("Participants were kettled", seldom=True)
    detained: Mapped[int | None] = integer_field("Number detained")
    outcome: Mapped[str | None] = note_field("How it ended")
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
