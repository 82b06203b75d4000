"""Judgments, and each punishment a judgment imposes."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record
from kzcase.models.common import do_not_share_field, remarks_field
from kzcase.models.fields import (
    AMOUNT,
    HOURS,
    INDEX,
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


class Sentence(Record):
    """A judgment or decision that ends an instance; its punishments are penalties of their own."""

    __tablename__ = "sentence"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Sentence", "Sentences", ("kind", "date", "court"), group="prosecutions"
    )

    prosecution: Mapped[str | None] = link_field("Prosecution", "prosecution", owner=True, required=True)
    kind: Mapped[str | None] = choice_field("Kind", "sentence_kind", required=True, listed=True)
    instance: Mapped[str | None] = choice_field("Instance", "instance")
    court: Mapped[str | None] = link_field("Court", "organisation")
    judge: Mapped[str | None] = link_field("Judge", "person")
    date: Mapped[str | None] = date_field("Date", listed=True)
    number: Mapped[str | None] = text_field("Number")
    in_force: Mapped[str | None] = date_field(
        "Entered into force", help="The day the sentence entered into legal force.", listed=True
    )
    copy_received: Mapped[str | None] = date_field(
        "Copy handed over",
        help="The term for an appeal of a person in custody runs from this day.",
        seldom=True,
    )
    prosecutor_asked: Mapped[str | None] = note_field("What the prosecutor asked for", seldom=True)
    appealed: Mapped[str | None] = date_field("Appealed")
    appeal_outcome: Mapped[str | None] = choice_field("Outcome on appeal", "appeal_outcome")
    appeal_decided: Mapped[str | None] = date_field("Appeal decided", seldom=True)
    appeal_court: Mapped[str | None] = link_field("Appeal court", "organisation", seldom=True)
    reasoning: Mapped[str | None] = note_field("What the court found")
    document: Mapped[str | None] = link_field("Text", "document", seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()


class Penalty(Record):
    """One punishment of a sentence, main or additional (Criminal Code art. 40)."""

    __tablename__ = "penalty"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Penalty", "Penalties", ("kind", "translation"), group="prosecutions"
    )

    sentence: Mapped[str | None] = link_field("Sentence", "sentence", owner=True, required=True)
    position: Mapped[int | None] = integer_field("Place in the list", seldom=True)
    kind: Mapped[str | None] = choice_field("Kind", "penalty_kind", required=True, listed=True)
    rank: Mapped[str | None] = choice_field("Main or additional", "penalty_rank")
    term: Mapped[dict[str, Any] | None] = composite_field("Term", TERM)
    credited: Mapped[int | None] = integer_field(
        "Days credited", help="Days by which the judgment shortens the term for time in custody.", seldom=True
    )
    regime: Mapped[str | None] = choice_field("Regime", "regime")
    hours: Mapped[dict[str, Any] | None] = composite_field(
        "Hours of labour", HOURS, help="For each year, or in all: sources give either.", seldom=True
    )
    fine: Mapped[dict[str, Any] | None] = composite_field("Fine", AMOUNT)
    index: Mapped[dict[str, Any] | None] = composite_field(
        "In monthly calculation indices", INDEX, help="How many, and the index of which day.", seldom=True
    )
    damages: Mapped[dict[str, Any] | None] = composite_field("Damages awarded", AMOUNT, seldom=True)
    wording: Mapped[str | None] = note_field("Wording", help="In the language of the judgment.", seldom=True)
    wording_language: Mapped[str | None] = choice_field("Language of the wording", "language", seldom=True)
    translation: Mapped[str | None] = note_field("In English", help="What is banned or ordered, translated.")
    conditional: Mapped[bool | None] = flag_field("Conditional (suspended)", seldom=True)
    probation: Mapped[dict[str, Any] | None] = composite_field("Probation period", TERM, seldom=True)
    do_not_share: Mapped[bool | None] = do_not_share_field()
    remarks: Mapped[str | None] = remarks_field()
