"""Arrests and detentions."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field
from kzcase.models.fields import (
    CLOSED,
    TERM,
    Compartment,
    choice_field,
    composite_field,
    date_field,
    flag_field,
    link_field,
    note_field,
    text_field,
)


class Detention(Record):
    """A stretch of time in one kind of custody.

    The fields on the arrest follow what the Working Group on Arbitrary
    Detention asks for (model questionnaire, part II).
    """

    __tablename__ = "detention"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Detention", "Detentions", ("kind", "start"), group="events"
    )

    person: Mapped[str | None] = link_field("Person", "person", owner=True, required=True)
    prosecution: Mapped[str | None] = link_field("Prosecution", "prosecution")
    penalty: Mapped[str | None] = link_field("Serving the penalty", "penalty", seldom=True)
    kind: Mapped[str | None] = choice_field("Kind", "detention_kind", required=True, listed=True)
    start: Mapped[str | None] = date_field("From", listed=True)
    end: Mapped[str | None] = date_field("Until", listed=True)
    term: Mapped[dict[str, Any] | None] = composite_field("Term", TERM, seldom=True)
    claimed_end: Mapped[str | None] = date_field("Stated end", seldom=True)
    place: Mapped[str | None] = link_field("Held at", "organisation")
    locality: Mapped[str | None] = text_field("Town or village")
    held_by: Mapped[str | None] = link_field("Held by", "organisation")
    regime: Mapped[str | None] = choice_field("Regime", "regime", seldom=True)
    arrest_place: Mapped[str | None] = text_field("Place of arrest")
    arrest_forces: Mapped[str | None] = text_field("Who carried out the arrest")
    warrant: Mapped[str | None] = choice_field("Warrant shown", "yes_no_unknown", seldom=True)
    ordered_by: Mapped[str | None] = link_field("Ordered by", "organisation", seldom=True)
    reasons: Mapped[str | None] = note_field("Reasons given")
    legislation: Mapped[str | None] = text_field("Legislation applied", seldom=True)
    incommunicado: Mapped[bool | None] = flag_field("Held incommunicado", seldom=True)
    counsel: Mapped[str | None] = note_field("Access to a lawyer", seldom=True)
    family_access: Mapped[str | None] = note_field(
        "Contact with the family", compartment=Compartment.FAMILY, audiences=CLOSED, seldom=True
    )
    conditions: Mapped[str | None] = note_field("Conditions of detention", seldom=True)
    treatment: Mapped[str | None] = note_field(
        "Treatment and injuries", compartment=Compartment.HEALTH, audiences=CLOSED, seldom=True
    )
    release_ground: Mapped[str | None] = choice_field("Ground of release", "release_ground")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
