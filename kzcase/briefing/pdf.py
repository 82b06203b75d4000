"""Draws frozen content as a PDF: same content, same bytes, written whole or not at all.

Nothing of the machine reaches the file: no user, host, path, clock or locale.
The date in the file is the paper's own day, at midnight UTC. Bytes are the
same for one build and its locked libraries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, SupportsIndex

from reportlab import rl_config
from reportlab.lib.pagesizes import landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

from kzcase.briefing import brief as one_person
from kzcase.briefing import lanes
from kzcase.briefing.annexes import drawing as annexes
from kzcase.briefing.annexes.drawing import LYING_PAGE, UPRIGHT_PAGE
from kzcase.briefing.content import Content
from kzcase.briefing.contents import Places
from kzcase.briefing.dossiers import draw as forms
from kzcase.briefing.fonts import BOLD, REGULAR, typeface
from kzcase.briefing.pack import Pack, cover
from kzcase.briefing.putting import put
from kzcase.briefing.quick import QuickCanvas
from kzcase.briefing.style import BOTTOM, CALM, LEFT, MUTED, PAGE, RIGHT, RULE, TOP, Styles
from kzcase.briefing.text import shortened
from kzcase.briefing.words import Words, words
from kzcase.progress import Progress, quiet

# Armour is for channels that carry seven bits; it costs time and makes a file a quarter larger.
rl_config.useA85 = 0

_HEAD_SIZE = 8.0
_FOOT_SIZE = 7.0
_LONGEST_TITLE = 200
_AHEAD = 40
LYING = frozenset({"list", "prisoners"})
"""Papers whose pages lie on their side: a table needs the width."""


__all__ = ["QuickCanvas", "Rendered", "dated", "first_page", "put", "render"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A paper that was written: how many pages, and the SHA-256 of its bytes (hex)."""

    pages: int
    sha256: str


def render(content: Content, out: Path | BytesIO, progress: Progress | None = None) -> Rendered:
    """Draw a paper to a file or into memory.

    Raises `Unprintable` if a character has no letter in our fonts, `Unwritable`
    if the file cannot be written, `Cancelled` if the user stopped it; then an
    older file of that name is untouched.
    """
    steps = progress or quiet()
    steps.step("Checking letters", 0, 0)
    said = words(content.language)
    typeface().check(content.texts())
    drawn = BytesIO()
    pages = _draw(content, said, drawn, steps)
    data = drawn.getvalue()
    steps.step("Writing", pages, pages)
    put(data, out)
    return Rendered(pages, hashlib.sha256(data).hexdigest())


def first_page(content: Content) -> bytes:
    """The first page of a paper whose others are not known yet; for the screen, never to be handed out."""
    said = words(content.language)
    typeface().check(content.texts())
    drawn = BytesIO()
    document = _Document(drawn, content, said, quiet(), pages="…")
    document.build(
        list(cover(content, said, Styles())) if content.template == "pack" else list(document.story()),
        canvasmaker=document.canvas_class(),
    )
    return drawn.getvalue()


def _draw(content: Content, said: Words, out: BytesIO, steps: Progress) -> int:
    document = _Document(out, content, said, steps)
    document.build(_Ahead(document.story()), canvasmaker=document.canvas_class())
    return document.pages


class _Ahead(list[Flowable]):
    """A story of which only the next few pieces are there: those of a thousand people take much room."""

    def __init__(self, story: Iterator[Flowable]) -> None:
        super().__init__()
        self._rest = story
        self._fill()

    def _fill(self) -> None:
        self.extend(islice(self._rest, max(0, _AHEAD - len(self))))

    def __delitem__(self, place: SupportsIndex | slice) -> None:
        super().__delitem__(place)
        self._fill()


def _briefs(content: Content, said: Words, steps: Progress) -> Iterator[Flowable]:
    for place, brief in enumerate(content.briefs):
        steps.step("Laying out", place, len(content.briefs))
        if place:
            yield PageBreak()
        yield one_person.mark(place, brief)
        yield from one_person.story(content, brief, said).sheet()


class _Document(BaseDocTemplate):
    """A4 pages with the audience on top, its meaning and the page number below."""

    def __init__(self, out: BytesIO, content: Content, said: Words, steps: Progress, pages: str = "") -> None:
        super().__init__(
            out,
            pagesize=landscape(PAGE) if content.template in LYING else PAGE,
            leftMargin=LEFT,
            rightMargin=RIGHT,
            topMargin=TOP,
            bottomMargin=BOTTOM,
            title=shortened(content.title, _LONGEST_TITLE),
            author="kzcase",
            subject=said(f"audience.{content.audience.value}"),
            creator="kzcase",
            producer="kzcase",
            lang=content.language,
            invariant=1,
            pageCompression=1,
        )
        self.content = content
        self.said = said
        self.steps = steps
        self.places = Places()
        self.pages = 0
        self.sizes: list[tuple[float, float]] = []
        self.told_pages = pages
        self.across, self.up = self.pagesize
        lying, upright = _template(LYING_PAGE, landscape(PAGE)), _template(UPRIGHT_PAGE, PAGE)
        # The first one is what a paper begins with.
        self.addPageTemplates([lying, upright] if content.template in LYING else [upright, lying])

    def story(self) -> Iterator[Flowable]:
        """Everything the paper's template draws, then its annexes."""
        yield from self._paper()
        yield from annexes.story(self.content.annexes, self.said, Styles(), self.steps)

    def _paper(self) -> Iterator[Flowable]:
        if self.content.template == "brief":
            return _briefs(self.content, self.said, self.steps)
        if self.content.template == "timeline":
            return lanes.story(self.content, self.said, self.steps)
        if self.content.dossiers:
            return forms.story(self.content, self.said, self.steps)
        pack = Pack(self.content, self.said, self.places, self.steps)
        match self.content.template:
            case "list":
                return pack.list()
            case "prisoners":
                return pack.prisoners()
            case _:
                return pack.story()

    def handle_flowable(self, flowables: list[Flowable]) -> None:
        """Notice a cancel before each piece of the story."""
        self.steps.step("Drawing", self.page, 0)
        super().handle_flowable(flowables)

    def canvas_class(self) -> type[Canvas]:
        """A canvas that knows how many pages there are before the first is finished."""
        document = self

        class Numbered(QuickCanvas):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                # Else every file names a font of ReportLab's that it neither holds nor uses.
                super().__init__(*args, **{**kwargs, "initialFontName": REGULAR})
                self._kept: list[dict[str, Any]] = []
                dated(self, document.content.as_of)
                self.showOutline()

            def showPage(self) -> None:  # noqa: N802 (ReportLab's name)
                # A page of an annex may lie on its side where the others stand.
                document.sizes.append(document.pageTemplate.pagesize)
                self._kept.append(dict(self.__dict__))
                self._startPage()  # type: ignore[attr-defined]

            def mark(self, key: str, top: float) -> None:
                # The file does not know this page yet: bookmarks are set when it is finished.
                document.places.mark(key, self.getPageNumber(), top)

            def save(self) -> None:
                document.pages = len(self._kept)
                for number, state in enumerate(self._kept, start=1):
                    document.steps.step("Numbering", number, len(self._kept))
                    self.__dict__.update(state)
                    document.furnish(self, number)
                    for key, top in document.places.marks_on(number):
                        self.bookmarkPage(key, fit="XYZ", left=0, top=top)
                    super().showPage()
                super().save()

        return Numbered

    def furnish(self, canvas: Canvas, number: int) -> None:
        """Draw what stands on every page."""
        said, content = self.said, self.content
        audience = content.audience.value
        self.across, self.up = self.sizes[number - 1]
        canvas.saveState()
        self.places.write(canvas, number)
        if content.template != "pack" or number > 1:
            self._head(canvas)
            if number == 1 and content.imprint.name:
                self._imprint(canvas)
        foot = BOTTOM - 15
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, foot + 9, self.across - RIGHT, foot + 9)
        line = content.imprint.classification or said(f"audience.{audience}.line")
        _write(canvas, LEFT, foot, line, REGULAR, _FOOT_SIZE, MUTED)
        page = said("page", page=number, pages=self.told_pages or self.pages)
        _write(
            canvas,
            self.across - RIGHT - _width(page, REGULAR, _FOOT_SIZE),
            foot,
            page,
            REGULAR,
            _FOOT_SIZE,
            MUTED,
        )
        canvas.restoreState()

    def _imprint(self, canvas: Canvas) -> None:
        """The office on the first page, above its head: its name, and how it is reached if there is room."""
        imprint = self.content.imprint
        y = self.up - TOP + 27
        _write(canvas, LEFT, y, imprint.name, BOLD, _FOOT_SIZE, MUTED)
        x = LEFT + _width(imprint.name, BOLD, _FOOT_SIZE) + 8
        for line in imprint.lines:
            width = _width(line, REGULAR, _FOOT_SIZE)
            if x + width > self.across - RIGHT:
                break
            _write(canvas, x, y, line, REGULAR, _FOOT_SIZE, MUTED)
            x += width + 8

    def _head(self, canvas: Canvas) -> None:
        """The audience and the day on top; a cover says both in large."""
        said, content = self.said, self.content
        top = self.up - TOP + 13
        audience = said(f"audience.{content.audience.value}").upper()
        _write(canvas, LEFT, top, audience, BOLD, _HEAD_SIZE, CALM)
        day = said("as_of", date=said.day(content.as_of))
        _write(canvas, self.across - RIGHT - _width(day, BOLD, _HEAD_SIZE), top, day, BOLD, _HEAD_SIZE, CALM)
        canvas.setStrokeColor(CALM)
        canvas.setLineWidth(0.9)
        canvas.line(LEFT, top - 5, self.across - RIGHT, top - 5)


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    """A page of a size with its margins."""
    frame = Frame(LEFT, BOTTOM, size[0] - LEFT - RIGHT, size[1] - TOP - BOTTOM, 0, 0, 0, 0, id="body")
    return PageTemplate(name, [frame], pagesize=size)


def dated(canvas: Canvas, on: date) -> None:
    """Give the file the paper's own day, and an id that follows from its content alone."""
    day = datetime(on.year, on.month, on.day, tzinfo=UTC)
    document = canvas._doc  # type: ignore[attr-defined]
    stamp = document._timeStamp
    stamp.t = day.timestamp()
    stamp.lt = day.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.tzname, stamp.dhh, stamp.dmm = "UTC", 0, 0
    # ReportLab begins the id with the clock, or with what the environment says instead of it.
    document.signature = hashlib.md5(on.isoformat().encode(), usedforsecurity=False)


def _width(text: str, font: str, size: float) -> float:
    return typeface().width(text, font, size)


def _write(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, color: Any) -> None:
    canvas.setFont(font, size)
    canvas.setFillColor(color)
    canvas.drawString(x, y, text)
