"""A letter as it is printed, frozen: every text final and cleaned, nothing left to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kzcase.letters.letterheads import NONE, Letterhead
from kzcase.letters.shapes import Missing
from kzcase.services.audiences import Rule

HEADING = "# "
"""What a line of a letter begins with to be a heading; the only sign that is not printed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One letter, ready to be laid out.

    `reference` and `theirs` are with their words ("Our reference: ..."),
    `addressee` the lines of the address. `missing` is what it lacks; `draft`
    that it says of itself not to be sent. `logo` are the bytes of the
    letterhead's picture. `classification` is the line of the named audience that
    it goes to, in place of what is said to all of its kind; `rule` what that
    audience keeps back, also from a paper that is enclosed.
    """

    id: str
    language: str
    audience: str
    day: date
    dated: str
    subject: str
    salutation: str
    body: str
    signature: str
    addressee: tuple[str, ...] = ()
    number: str = ""
    reference: str = ""
    theirs: str = ""
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    head: Letterhead = NONE
    logo: bytes = b""
    missing: tuple[Missing, ...] = ()
    draft: bool = False
    persons: tuple[str, ...] = ()
    classification: str = ""
    rule: Rule | None = None

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that is printed, as (place, text)."""
        place = f"the letter {self.number or self.subject}"
        for one in (
            self.dated,
            self.subject,
            self.salutation,
            self.body,
            self.signature,
            self.classification,
            self.reference,
            self.theirs,
            *self.addressee,
            *self.enclosures,
            *self.copies,
            self.head.name,
            *self.head.address,
            *self.head.contact,
        ):
            yield place, one
