"""Draws a paper of the office's own about its letters: a head on each page, the page's number below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from kzcase.briefing.fonts import BOLD, REGULAR, typeface
from kzcase.briefing.pdf import dated
from kzcase.briefing.style import CALM, MUTED, RULE
from kzcase.letters.words import words
from kzcase.progress import Progress

_MARGIN = 42.0
_TOP = 48.0
_FOOT = 40.0
_SMALL = 7.4


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper in memory: its bytes and how many pages it has."""

    data: bytes
    pages: int


def room(size: tuple[float, float]) -> float:
    """The width that a paper of a size has for its text."""
    return size[0] - 2 * _MARGIN


def draw(
    story: Sequence[Flowable],
    texts: Iterable[tuple[str, str]],
    *,
    size: tuple[float, float],
    title: str,
    head: str,
    as_of: date,
    language: str,
    steps: Progress,
) -> Drawn:
    """A story on pages of a size.

    Raises `Unprintable` for a character no font has, `Cancelled` if the user
    stopped it.
    """
    typeface().check(texts)
    # Drawn once to count the pages, once with their number on each.
    first = _Document(size, title, head, as_of, language, steps, 0)
    first.build(list(story))
    second = _Document(size, title, head, as_of, language, steps, first.page)
    second.build(list(story))
    return Drawn(second.out.getvalue(), second.page)


class _Document(BaseDocTemplate):
    def __init__(
        self,
        size: tuple[float, float],
        title: str,
        head: str,
        as_of: date,
        language: str,
        steps: Progress,
        pages: int,
    ) -> None:
        self.out = BytesIO()
        super().__init__(
            self.out,
            pagesize=size,
            title=title,
            author="kzcase",
            subject=head,
            creator="kzcase",
            producer="kzcase",
            lang=language,
            invariant=1,
            pageCompression=1,
        )
        self.head, self.as_of, self.told, self.steps, self.size = head, as_of, pages, steps, size
        self.said = words(language)
        frame = Frame(_MARGIN, _FOOT, size[0] - 2 * _MARGIN, size[1] - _TOP - _FOOT, 0, 0, 0, 0, id="body")
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._furnish)])

    def handle_documentBegin(self) -> None:  # noqa: N802 (ReportLab's name)
        """Give the file the paper's own day."""
        super().handle_documentBegin()
        dated(self.canv, self.as_of)

    def handle_flowable(self, flowables: list[Flowable]) -> None:
        """Notice a cancel before each piece of the story."""
        self.steps.step("Drawing", self.page, self.told)
        super().handle_flowable(flowables)

    def _furnish(self, canvas: Any, document: Any) -> None:
        wide, high = self.size
        canvas.saveState()
        self._write(canvas, _MARGIN, high - 30, self.head.upper(), BOLD, CALM)
        day = self.said("register.as_of", date=self.said.day(self.as_of))
        self._write(canvas, wide - _MARGIN - typeface().width(day, BOLD, _SMALL), high - 30, day, BOLD, CALM)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(_MARGIN, high - 35, wide - _MARGIN, high - 35)
        page = self.said("page", page=document.page, pages=self.told or "…")
        at = wide - _MARGIN - typeface().width(page, REGULAR, _SMALL)
        self._write(canvas, at, 24, page, REGULAR, MUTED)
        canvas.restoreState()

    def _write(self, canvas: Any, x: float, y: float, text: str, font: str, color: Any) -> None:
        canvas.setFillColor(color)
        canvas.setFont(font, _SMALL)
        canvas.drawString(x, y, text)
