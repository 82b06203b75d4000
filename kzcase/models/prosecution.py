"""Prosecutions: charges, procedural steps, hearings and measures of restraint."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field, tags_field
from kzcase.models.fields import (
    AMOUNT,
    INTERNAL,
    STATUS,
    TERM,
    choice_field,
    composite_field,
    date_field,
    flag_field,
    link_field,
    note_field,
    text_field,
)


class Prosecution(Record):
    """Proceedings of the state against one person, criminal or administrative."""

    __tablename__ = "prosecution"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Prosecution", "Prosecutions", ("kind", "title", "number"), group="prosecutions"
    )

    person: Mapped[str | None] = link_field("Person", "person", owner=True, required=True)
    case: Mapped[str | None] = link_field("Case", "case")
    kind: Mapped[str | None] = choice_field("Kind", "prosecution_kind", required=True, listed=True)
    title: Mapped[str | None] = text_field("Short name", help="What the case is called, if it has a name.")
    number: Mapped[str | None] = text_field("Register number", help="ERDR number.", listed=True)
    court_number: Mapped[str | None] = text_field("Court case number", seldom=True)
    opened: Mapped[str | None] = date_field("Opened", listed=True, tells=True)
    stage: Mapped[dict[str, Any] | None] = composite_field("Stage", STATUS, vocabulary="stage")
    investigated_by: Mapped[str | None] = link_field("Investigated by", "organisation")
    court: Mapped[str | None] = link_field("Court", "organisation", tells=True)
    outcome: Mapped[str | None] = choice_field("Outcome", "prosecution_outcome", listed=True)
    closed: Mapped[str | None] = date_field("Closed", listed=True)
    summary: Mapped[str | None] = note_field("What it is about")
    state_position: Mapped[str | None] = note_field(
        "Position of the authorities", help="The authorities' own version, as they gave it.", seldom=True
    )
    tags: Mapped[frozenset[str] | None] = tags_field()
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Charge(Record):
    """One article a person is charged with."""

    __tablename__ = "charge"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Charge", "Charges", ("article", "part", "paragraph"), group="prosecutions"
    )

    prosecution: Mapped[str | None] = link_field("Prosecution", "prosecution", owner=True, required=True)
    article: Mapped[str | None] = choice_field("Article", "law_article", listed=True)
    part: Mapped[str | None] = text_field("Part")
    paragraph: Mapped[str | None] = text_field("Paragraph", seldom=True)
    wording: Mapped[str | None] = text_field(
        "As written", help="As the document or the source writes it; needed if the article is not known."
    )
    status: Mapped[str | None] = choice_field("Status", "charge_status", listed=True)
    brought: Mapped[str | None] = date_field("Brought", listed=True, seldom=True)
    ended: Mapped[str | None] = date_field("Ended", help="Dropped, requalified or decided.", seldom=True)
    alleged: Mapped[str | None] = note_field("What is alleged", seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Step(Record):
    """One procedural step: a search, an indictment, an appeal lodged, a decision."""

    __tablename__ = "step"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Procedural step", "Procedural steps", ("kind", "date"), group="prosecutions"
    )

    prosecution: Mapped[str | None] = link_field("Prosecution", "prosecution", owner=True, required=True)
    kind: Mapped[str | None] = choice_field("Step", "step_kind", required=True, listed=True)
    date: Mapped[str | None] = date_field("Date", listed=True)
    taken_by: Mapped[str | None] = link_field("By", "organisation", "person")
    number: Mapped[str | None] = text_field("Number of the document")
    outcome: Mapped[str | None] = choice_field("Outcome", "step_outcome")
    description: Mapped[str | None] = note_field("Description")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Hearing(Record):
    """A sitting of a court, past or to come."""

    __tablename__ = "hearing"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Hearing", "Hearings", ("kind", "date", "court"), group="prosecutions"
    )

    prosecution: Mapped[str | None] = link_field("Prosecution", "prosecution", owner=True, required=True)
    kind: Mapped[str | None] = choice_field("Kind", "hearing_kind", required=True, listed=True)
    date: Mapped[str | None] = date_field("Date", required=True, listed=True)
    time: Mapped[str | None] = text_field("Time", help="Local time of the court, such as 10:00.")
    court: Mapped[str | None] = link_field("Court", "organisation")
    room: Mapped[str | None] = text_field("Room")
    judge: Mapped[str | None] = link_field("Judge", "person")
    status: Mapped[str | None] = choice_field("Status", "hearing_status", listed=True)
    closed_session: Mapped[bool | None] = flag_field("Held behind closed doors", seldom=True)
    online: Mapped[bool | None] = flag_field("Held online", seldom=True)
    observers: Mapped[str | None] = note_field("Observers", audiences=INTERNAL, seldom=True)
    outcome: Mapped[str | None] = note_field("What happened")
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Measure(Record):
    """A measure of restraint while proceedings last: remand, house arrest, bail, a travel pledge."""

    __tablename__ = "measure"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Measure of restraint", "Measures of restraint", ("kind", "start"), group="prosecutions"
    )

    person: Mapped[str | None] = link_field("Person", "person", owner=True, required=True)
    prosecution: Mapped[str | None] = link_field("Prosecution", "prosecution")
    kind: Mapped[str | None] = choice_field("Measure", "measure_kind", required=True, listed=True)
    decided: Mapped[str | None] = date_field("Decided")
    start: Mapped[str | None] = date_field("Start", listed=True)
    term: Mapped[dict[str, Any] | None] = composite_field("Term", TERM)
    claimed_end: Mapped[str | None] = date_field(
        "Stated end", help="The end the decision states; an extension is recorded as a change.", listed=True
    )
    lifted: Mapped[str | None] = date_field("Lifted or replaced")
    lifted_reason: Mapped[str | None] = choice_field("Why it ended", "lifted_reason", seldom=True)
    imposed_by: Mapped[str | None] = link_field("Imposed by", "organisation")
    judge: Mapped[str | None] = link_field("Judge", "person", seldom=True)
    bail: Mapped[dict[str, Any] | None] = composite_field("Bail", AMOUNT, seldom=True)
    ground: Mapped[str | None] = note_field("Ground given", seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
