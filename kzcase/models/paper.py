"""Papers of the office: what was handed out, packs kept under a name, audiences of the office's own.

None of it ever leaves the vault: it tells whom an office speaks to, and of whom.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from kzcase.models.base import KindOptions, Record, Travel
from kzcase.models.common import remarks_field
from kzcase.models.fields import (
    INTERNAL,
    choice_field,
    date_field,
    flag_field,
    integer_field,
    link_field,
    links_field,
    note_field,
    text_field,
)


class PaperOut(Record):
    """A paper that was handed out: to whom, when, for which audience, on which consents, and its hash.

    `sha256` is that of the unlocked paper. `mark` is the number of the latest
    revision the vault held when the paper was gathered, so that the next one
    can tell what changed since.
    """

    __tablename__ = "paper_out"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Paper handed out", "Papers handed out", ("template", "made"), travel=Travel.PRIVATE, by_hand=False
    )

    made: Mapped[str | None] = date_field("Handed out", required=True, audiences=INTERNAL, listed=True)
    template: Mapped[str | None] = text_field("Kind of paper", audiences=INTERNAL, listed=True)
    form: Mapped[str | None] = text_field("Form", audiences=INTERNAL, help="pdf, html or txt.")
    audience: Mapped[str | None] = choice_field("Audience", "letter_audience", audiences=INTERNAL)
    rule: Mapped[str | None] = link_field("Named audience", "paper_audience", audiences=INTERNAL)
    language: Mapped[str | None] = choice_field("Language", "language", audiences=INTERNAL)
    as_of: Mapped[str | None] = date_field("As of", audiences=INTERNAL)
    recipient: Mapped[str | None] = text_field("For whom", audiences=INTERNAL)
    mission: Mapped[str | None] = link_field("To", "contact", "organisation", audiences=INTERNAL)
    sha256: Mapped[str | None] = text_field("SHA-256", audiences=INTERNAL, listed=True)
    pages: Mapped[int | None] = integer_field("Pages", audiences=INTERNAL)
    locked: Mapped[bool | None] = flag_field("With a password", audiences=INTERNAL)
    options: Mapped[str | None] = note_field("Options", audiences=INTERNAL)
    persons: Mapped[frozenset[str] | None] = links_field("About", "person", audiences=INTERNAL)
    consents: Mapped[frozenset[str] | None] = links_field("On the consents", "consent", audiences=INTERNAL)
    documents: Mapped[frozenset[str] | None] = links_field("Annexes", "document", audiences=INTERNAL)
    pack: Mapped[str | None] = link_field("Named pack", "paper_pack", audiences=INTERNAL)
    mark: Mapped[int | None] = integer_field("State of the vault", audiences=INTERNAL)
    remarks: Mapped[str | None] = remarks_field()


class PaperPack(Record):
    """What a paper is made of, kept under a name, so that it is made again with one click."""

    __tablename__ = "paper_pack"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Named pack", "Named packs", ("name",), travel=Travel.PRIVATE, by_hand=False
    )

    name: Mapped[str | None] = text_field("Name", required=True, audiences=INTERNAL)
    template: Mapped[str | None] = text_field("Kind of paper", audiences=INTERNAL)
    persons: Mapped[frozenset[str] | None] = links_field("About", "person", audiences=INTERNAL)
    search: Mapped[str | None] = text_field(
        "And all this search finds", audiences=INTERNAL, help="Looked for again whenever the pack is made."
    )
    audience: Mapped[str | None] = choice_field("Audience", "letter_audience", audiences=INTERNAL)
    rule: Mapped[str | None] = link_field("Named audience", "paper_audience", audiences=INTERNAL)
    language: Mapped[str | None] = choice_field("Language", "language", audiences=INTERNAL)
    mission: Mapped[str | None] = link_field("To", "contact", "organisation", audiences=INTERNAL)
    heading: Mapped[str | None] = text_field("Heading of the cover", audiences=INTERNAL)
    recipient: Mapped[str | None] = text_field("For whom", audiences=INTERNAL)
    sender: Mapped[str | None] = text_field("From whom", audiences=INTERNAL)
    classification: Mapped[str | None] = text_field("Classification line", audiences=INTERNAL)
    letterhead: Mapped[str | None] = link_field("Letterhead", "letterhead", audiences=INTERNAL)
    without: Mapped[frozenset[str] | None] = links_field("Left out", audiences=INTERNAL)
    answers: Mapped[str | None] = note_field(
        "Answers written for the form",
        audiences=INTERNAL,
        help="One a line: the question's key, a colon, text.",
    )
    documents: Mapped[frozenset[str] | None] = links_field("Annexes", "document", audiences=INTERNAL)
    annexes: Mapped[str | None] = note_field(
        "Order and pages of the annexes",
        audiences=INTERNAL,
        help="One a line: the document's id and, unless all its pages go, which of them.",
    )
    remarks: Mapped[str | None] = remarks_field()


class PaperAudience(Record):
    """An audience the office named: one of the four, with more fields kept back; never with fewer."""

    __tablename__ = "paper_audience"
    __kind__: ClassVar[KindOptions] = KindOptions(
        "Named audience", "Named audiences", ("name",), travel=Travel.PRIVATE
    )

    name: Mapped[str | None] = text_field("Name", required=True, audiences=INTERNAL)
    base: Mapped[str | None] = choice_field("Based on", "letter_audience", required=True, audiences=INTERNAL)
    fields: Mapped[str | None] = note_field(
        "Kept back besides",
        audiences=INTERNAL,
        help="One a line: a kind (letter) or a field of a kind (person.health).",
    )
    line: Mapped[str | None] = text_field(
        "Classification line", audiences=INTERNAL, help="Printed on every page."
    )
    readers: Mapped[frozenset[str] | None] = links_field(
        "Letters to",
        "contact",
        "organisation",
        audiences=INTERNAL,
        help="Letters to these, and to those of these bodies, keep back what it keeps back.",
    )
    retired: Mapped[bool | None] = flag_field("No longer offered", audiences=INTERNAL)
    remarks: Mapped[str | None] = remarks_field()
