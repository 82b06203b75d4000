"""Draws letters as PDF: same letters, same bytes; nothing of the machine reaches the file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color

from kzcase.briefing.fonts import REGULAR, SECOND, typeface
from kzcase.briefing.pdf import QuickCanvas, dated
from kzcase.briefing.style import ACCENT, MUTED, PAGE, RULE
from kzcase.briefing.text import shortened
from kzcase.letters.content import Printed
from kzcase.letters.layout import Setter
from kzcase.letters.saying import bracketed
from kzcase.letters.style import BOTTOM, LEFT, RIGHT, TOP, WIDTH
from kzcase.letters.words import words
from kzcase.progress import Progress, quiet

# Armour is for channels that carry seven bits; it costs time and makes a file a quarter larger.
rl_config.useA85 = 0

_SMALL = 7.4
_LONGEST_TITLE = 200
_AT_A_TIME = 10


def render(
    letters: Sequence[Printed], progress: Progress | None = None, setter: Setter | None = None
) -> tuple[bytes, int]:
    """Letters one after the other as one PDF: its bytes, and how many pages it has.

    A `setter` that several files share lays out once what several of them say.

    Raises `Unprintable` if a character has no letter in our fonts, `Cancelled`
    if the user stopped it.
    """
    steps = progress or quiet()
    typeface().check((place, bracketed(text)) for one in letters for place, text in one.texts())
    out = BytesIO()
    canvas = _canvas(out, letters)
    setter = setter or Setter()
    pages = 0
    for number, letter in enumerate(letters):
        if number % _AT_A_TIME == 0:
            steps.step("Drawing letters", number, len(letters))
        pages += _draw(canvas, letter, setter, outlined=len(letters) > 1, place=number)
    canvas.save()
    return out.getvalue(), pages


def _canvas(out: BytesIO, letters: Sequence[Printed]) -> Any:
    first = letters[0]
    font: Any = REGULAR  # ReportLab's types call it a number
    canvas: Any = QuickCanvas(
        out,
        pagesize=PAGE,
        invariant=1,
        pageCompression=1,
        lang=first.language,
        initialFontName=font,
    )
    title = bracketed(first.subject) if len(letters) == 1 else first.dated
    canvas.setTitle(shortened(title, _LONGEST_TITLE))
    canvas.setAuthor(first.head.name or "kzcase")
    canvas.setSubject(words(first.language)(f"class.{first.audience}") if len(letters) == 1 else "")
    canvas.setCreator("kzcase")
    canvas.setProducer("kzcase")
    dated(canvas, first.day)
    return canvas


def _draw(canvas: Any, letter: Printed, setter: Setter, *, outlined: bool, place: int) -> int:
    pages = setter.pages(letter)
    for number, page in enumerate(pages, start=1):
        if outlined and number == 1:
            key = f"letter{place}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(letter.number or str(place + 1), key, 0)
        for one in page:
            # A text that several letters share may have been tried in two parts meanwhile.
            one.flowable.wrap(WIDTH, PAGE[1])
            one.flowable.drawOn(canvas, one.x, one.y)
        _furnish(canvas, letter, number, len(pages))
        canvas.showPage()
    return len(pages)


def _furnish(canvas: Any, letter: Printed, number: int, pages: int) -> None:
    """What stands on every page: for whom it is, and its number; later ones say of which letter they are."""
    said = words(letter.language)
    foot = BOTTOM - 18
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, foot + 10, PAGE[0] - RIGHT, foot + 10)
    page = said("page", page=number, pages=pages)
    taken = typeface().width(page, REGULAR, _SMALL)
    _write(canvas, PAGE[0] - RIGHT - taken, foot, page, MUTED)
    marking = said("draft") if letter.draft else said(f"class.{letter.audience}")
    _write(canvas, LEFT, foot, _within(marking, WIDTH - taken - 12), ACCENT if letter.draft else MUTED)
    if number > 1:
        top = PAGE[1] - TOP + 2
        told = ", ".join(one for one in (letter.reference, letter.dated) if one)
        _write(canvas, LEFT, top, _within(told, WIDTH), MUTED)


def _within(text: str, width: float) -> str:
    """The text cut to a width."""
    while text and typeface().width(text, REGULAR, _SMALL) > width:
        text = shortened(text, len(text) - 4)
    return text


def _write(canvas: Any, x: float, y: float, text: str, color: Color) -> None:
    canvas.setFillColor(color)
    canvas.setFont(REGULAR, _SMALL)
    for other, part in typeface().spans(text):
        font = SECOND if other else REGULAR
        canvas.setFont(font, _SMALL)
        canvas.drawString(x, y, part)
        x += typeface().width(part, font, _SMALL)
