"""Restrictions in force outside a cell, their conditions, changes of their term, and breaches."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    HOURS,
    TERM,
    choice_field,
    composite_field,
    date_field,
    flag_field,
    integer_field,
    link_field,
    note_field,
    text_field,
)


class Restriction(Record):
    """A limit on a person's freedom outside a cell; several may run at once.

    The dates are stored apart because sources count from different ones: the
    day of decision, of entry into force, of receipt by the probation service.
    Ends are computed from them and never stored; `claimed_end` is what an
    authority or a source says.
    """

    __tablename__ = "restriction"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Restriction", "Restrictions", ("kind", "translation"), group="restrictions"
    )

    person: Mapped[str | None] = link_field("Person", "person", owner=True, required=True)
    kind: Mapped[str | None] = choice_field("Kind", "restriction_kind", required=True, listed=True)
    translation: Mapped[str | None] = note_field(
        "In English", help="What is forbidden or ordered, translated."
    )
    term: Mapped[dict[str, Any] | None] = composite_field("Term", TERM)
    longest: Mapped[dict[str, Any] | None] = composite_field(
        "At most", TERM, help="If only a longest term is known, such as up to three years.", seldom=True
    )
    credited: Mapped[int | None] = integer_field(
        "Days credited", help="Days by which the judgment shortens the term for time in custody.", seldom=True
    )
    decided: Mapped[str | None] = date_field("Decided", listed=True)
    in_force: Mapped[str | None] = date_field("Entered into force", listed=True, tells=True)
    received: Mapped[str | None] = date_field(
        "Received by probation", help="The day the probation service received or registered the judgment."
    )
    released: Mapped[str | None] = date_field(
        "Released", help="From imprisonment, if the restriction counts from release.", seldom=True
    )
    start: Mapped[str | None] = date_field("Start", help="The first day, as stated.", listed=True)
    claimed_end: Mapped[str | None] = date_field(
        "Claimed end",
        help="As an authority or a source states it; a later extension is recorded as a change.",
        listed=True,
    )
    claimed_by: Mapped[str | None] = text_field("Who claims this end", seldom=True)
    claimed_reason: Mapped[str | None] = note_field("How the claimed end is counted", seldom=True)
    imposed_by: Mapped[str | None] = link_field("Imposed by", "organisation")
    article: Mapped[str | None] = choice_field("Article", "law_article")
    legal_basis: Mapped[str | None] = text_field("Legal basis", seldom=True)
    wording: Mapped[str | None] = note_field("Wording", help="In the language of the decision.")
    wording_language: Mapped[str | None] = choice_field("Language of the wording", "language", seldom=True)
    hours: Mapped[dict[str, Any] | None] = composite_field("Hours of labour", HOURS, seldom=True)
    supervised_by: Mapped[str | None] = link_field("Supervised by", "organisation", seldom=True)
    lifted: Mapped[str | None] = date_field("Lifted", help="Ended early, whatever the reason.")
    lifted_reason: Mapped[str | None] = choice_field("Why it was lifted", "lifted_reason", seldom=True)
    lifted_note: Mapped[str | None] = note_field("How it was lifted", seldom=True)
    penalty: Mapped[str | None] = link_field("Imposed as penalty", "penalty", seldom=True)
    measure: Mapped[str | None] = link_field("Imposed as measure", "measure", seldom=True)
    effect: Mapped[str | None] = note_field("Effect on the person's life and work")
    state_position: Mapped[str | None] = note_field("Position of the authorities", seldom=True)
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Condition(Record):
    """One thing a restriction or a measure demands or forbids, in the order of the decision."""

    __tablename__ = "condition"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Condition", "Conditions", ("kind", "translation"), group="restrictions"
    )

    record: Mapped[str | None] = link_field("Of", "restriction", "measure", owner=True, required=True)
    position: Mapped[int | None] = integer_field("Place in the list", seldom=True)
    kind: Mapped[str | None] = choice_field("Kind", "condition_kind", required=True, listed=True)
    wording: Mapped[str | None] = note_field("Wording", help="In the language of the decision.")
    wording_language: Mapped[str | None] = choice_field("Language of the wording", "language", seldom=True)
    translation: Mapped[str | None] = note_field("In English")
    from_time: Mapped[str | None] = text_field("From (time of day)", help="Such as 22:00.")
    to_time: Mapped[str | None] = text_field("To (time of day)", help="Such as 06:00.")
    frequency: Mapped[str | None] = text_field("How often", help="Such as once a month.")
    since: Mapped[str | None] = date_field("Since", seldom=True)
    until: Mapped[str | None] = date_field("Until", seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class RestrictionChange(Record):
    """One change of how long a restriction or a measure lasts: an extension, a suspension, an amnesty.

    Each decision is a record of its own, because there may be several in any
    order and each has its day, its body and its reason. `start` is kept apart
    from `date` where a decision takes effect on another day.
    """

    __tablename__ = "restriction_change"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Change of a restriction", "Changes of restrictions", ("kind", "date"), group="restrictions"
    )

    record: Mapped[str | None] = link_field("Of", "restriction", "measure", owner=True, required=True)
    kind: Mapped[str | None] = choice_field("Change", "change_kind", required=True, listed=True)
    date: Mapped[str | None] = date_field("Decided", listed=True)
    start: Mapped[str | None] = date_field(
        "Takes effect", help="If not on the day of the decision.", seldom=True
    )
    term: Mapped[dict[str, Any] | None] = composite_field(
        "By how long", TERM, help="By how much an extension lengthens the term, or a reduction shortens it."
    )
    new_end: Mapped[str | None] = date_field("New end", help="If the decision or a source states it.")
    decided_by: Mapped[str | None] = link_field("Decided by", "organisation")
    replaced_by: Mapped[str | None] = link_field(
        "Replaced by", "restriction", "measure", "penalty", seldom=True
    )
    reason: Mapped[str | None] = note_field("Reason given")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Breach(Record):
    """A breach the authorities allege, or a warning they gave."""

    __tablename__ = "breach"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Breach or warning", "Breaches and warnings", ("kind", "date"), group="restrictions"
    )

    record: Mapped[str | None] = link_field("Of", "restriction", "measure", owner=True, required=True)
    kind: Mapped[str | None] = choice_field("Kind", "breach_kind", required=True, listed=True)
    date: Mapped[str | None] = date_field("Date", listed=True)
    recorded_by: Mapped[str | None] = link_field("Recorded by", "organisation", "person")
    condition: Mapped[str | None] = link_field("Condition", "condition", seldom=True)
    description: Mapped[str | None] = note_field("What is alleged")
    contested: Mapped[bool | None] = flag_field("The person contests it", seldom=True)
    consequence: Mapped[str | None] = note_field("Consequence")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
