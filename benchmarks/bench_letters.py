"""A mailing of five hundred letters: printing them against bare Platypus laying out the same text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.briefing.fonts import REGULAR, typeface
from kzcase.briefing.style import PAGE
from kzcase.briefing.text import esc
from kzcase.history.ledger import Change
from kzcase.letters import making, pdf, printing
from kzcase.letters.content import HEADING, Printed
from kzcase.letters.filling import fill
from kzcase.letters.layout import Setter
from kzcase.letters.shapes import Asked, Filled, Mailing
from kzcase.letters.style import BOTTOM, LEFT, RIGHT, TOP, USUAL
from kzcase.letters.words import words
from kzcase.services import records
from kzcase.services.office import Office

DAY = date(2026, 11, 22)
LANGUAGES = ("en", "ru", "kk")
KINDS = ("embassy", "ministry", "un")


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Five hundred addressees in three languages and two closed audiences, a letter to each."""
    number = size.of(500, least=6)
    with filled(folder / "letters.kzvault", 20) as office:
        mailing = mailing_of(office, number)
        letters = fill(office, mailing)
        made = making.make(office, letters, mailing)
        printed = printing.read(office, made, draft=True)
        typeface()
        yield Contest(
            name=f"{number} letters in one file",
            ours=Contestant("kzcase", lambda: pdf.render(printed)),
            floor=Contestant("bare Platypus", lambda: bare(printed)),
            rounds=size.of(8, least=3),
            asked="at least 0.8 of bare ReportLab's speed: a ratio of 1.25 or less",
            about="The same texts in the same styles; kzcase also keeps each signature with some text.",
        )
        own = [unlike(one, place) for place, one in enumerate(printed)]
        yield Contest(
            name=f"{number} letters in one file, no paragraph twice",
            ours=Contestant("kzcase", lambda: pdf.render(own)),
            floor=Contestant("bare Platypus", lambda: bare(own)),
            rounds=size.of(8, least=3),
            asked="at least 0.8 of bare ReportLab's speed: a ratio of 1.25 or less",
            about="Every paragraph says something else, so that nothing can be laid out once for all.",
        )
        yield Contest(
            name=f"{number} letters, a file each",
            ours=Contestant("kzcase", lambda: each(printed)),
            floor=Contestant("bare Platypus", lambda: each_bare(printed)),
            rounds=size.of(4, least=3),
            asked="at least 0.8 of bare ReportLab's speed: a ratio of 1.25 or less",
        )
        yield Contest(
            name=f"filling, saving and reading {number} letters",
            ours=Contestant("kzcase", lambda: whole(office, mailing)),
            floor=Contestant("printing alone", lambda: pdf.render(printed)),
            rounds=size.of(4, least=3),
            about="What the gate, the records with their history and a second look cost beside it.",
        )


def mailing_of(office: Office, number: int) -> Mailing:
    """Addressees of three kinds, and two people who agreed that they may be told of."""
    agreed = frozenset({"diplomatic", "un", "public"})
    changes: list[Change] = []
    people = []
    for place in range(2):
        person = records.new_id()
        people.append(person)
        changes.append(Change("person", person, {"liberty": {"status": "at_liberty", "since": "2026-02-04"}}))
        summaries = {
            f"summary_{one}": f"{place} " + "Of the case it is known that. " * 12 for one in LANGUAGES
        }
        changes.append(Change("person", person, summaries))
        for language in LANGUAGES:
            parts = {"family": "Sampleuly", "given": "Almas"}
            name = {"person": person, "parts": parts, "language": language, "use": "preferred"}
            changes.append(Change("name", records.new_id(), name))
        consent = {
            "person": person,
            "scope": "case",
            "answer": "given",
            "audiences": agreed,
            "date": "2026-01-01",
        }
        changes.append(Change("consent", records.new_id(), consent))
    addressees = []
    for place in range(number):
        addressees.append(records.new_id())
        contact = {
            "name": f"Ms Addressee {place}",
            "position": "Second Secretary",
            "kind": KINDS[place % len(KINDS)],
            "language": LANGUAGES[place % len(LANGUAGES)],
            "salutation": f"Dear Ms Addressee {place}",
            "address": f"{place} Sample Avenue\nAstana",
        }
        changes.append(Change("contact", addressees[-1], contact))
    office.record(changes)
    asks = tuple(Asked(f"Ask {one}.", f"Просим {one}.", f"Сұраймыз {one}.") for one in range(3))
    return Mailing(tuple(addressees), template="urgent_appeal", persons=tuple(people), asks=asks, day=DAY)


def whole(office: Office, mailing: Mailing) -> list[Printed]:
    """A mailing from the choice of addressees to what is laid out."""
    letters: tuple[Filled, ...] = fill(office, mailing)
    return printing.read(office, making.make(office, letters, mailing), draft=True)


def unlike(letter: Printed, place: int) -> Printed:
    """The letter with its number in each line."""
    lines = [f"{one} ({place})" if one.strip() else one for one in letter.body.split("\n")]
    return replace(letter, body="\n".join(lines))


def bare(letters: list[Printed]) -> None:
    """The same texts as plain paragraphs in the same styles, each letter on a page of its own."""
    story: list[Flowable] = []
    for letter in letters:
        story += [_paragraph(text, style) for text, style in texts(letter)]
        story.append(PageBreak())
    out = SimpleDocTemplate(
        BytesIO(), pagesize=PAGE, leftMargin=LEFT, rightMargin=RIGHT, topMargin=TOP, bottomMargin=BOTTOM
    )

    def furnish(canvas: Any, document: Any) -> None:
        said = words(letters[0].language)
        canvas.setFont(REGULAR, 7)
        canvas.drawString(LEFT, BOTTOM - 15, said("class.diplomatic"))
        canvas.drawRightString(PAGE[0] - RIGHT, BOTTOM - 15, said("page", page=document.page, pages="?"))

    out.build(story, onFirstPage=furnish, onLaterPages=furnish)


def each(letters: list[Printed]) -> None:
    """Each of them as a file of its own, as a mailing is printed into a folder."""
    setter = Setter()
    for one in letters:
        pdf.render([one], setter=setter)


def each_bare(letters: list[Printed]) -> None:
    """Each of them as a file of its own."""
    for one in letters:
        bare([one])


def _paragraph(text: str, style: ParagraphStyle) -> Flowable:
    return Paragraph(esc(text), style) if text else Spacer(0, USUAL.between)


def texts(letter: Printed) -> Iterator[tuple[str, ParagraphStyle]]:
    """What a letter says, line by line, each with its style."""
    styles = USUAL.styles
    yield letter.reference, styles.reference
    yield letter.dated, styles.dated
    yield from ((one, styles.addressee) for one in letter.addressee)
    yield letter.subject, styles.subject
    yield letter.salutation, styles.body
    for line in letter.body.split("\n"):
        if line.startswith(HEADING):
            yield line.removeprefix(HEADING), styles.heading
        else:
            yield line, styles.item if line[:1] in "•0123456789" and line else styles.body
    yield from ((one, styles.closing) for one in letter.signature.split("\n"))
