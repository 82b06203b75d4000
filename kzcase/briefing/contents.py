"""The table of contents: a line for each part, whose page number is written when all pages are known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from kzcase.briefing.flow import Text
from kzcase.briefing.style import RULE

_NUMBER_ROOM = 26.0
_LEADER_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Reference:
    """Where on a page the number of another page belongs: its right edge, and in what style."""

    page: int
    x: float
    y: float
    key: str
    style: ParagraphStyle


@dataclass(slots=True)
class Places:
    """On which page and how high each marked place of a paper stands, and where that is to be written."""

    pages: dict[str, int] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    _marks: dict[int, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))

    def mark(self, key: str, page: int, top: float) -> None:
        """Note a place."""
        self.pages[key] = page
        self._marks[page].append((key, top))

    def marks_on(self, page: int) -> list[tuple[str, float]]:
        """The places of a page, each with its height."""
        return self._marks[page]

    def write(self, canvas: Any, page: int) -> None:
        """Write the numbers that belong on a page."""
        for one in self.references:
            if one.page == page and one.key in self.pages:
                canvas.setFont(one.style.fontName, one.style.fontSize)
                canvas.setFillColor(one.style.textColor)
                canvas.drawRightString(one.x, one.y, str(self.pages[one.key]))


class Entry(Flowable):
    """One line of the contents: words, a line of dots, the number of the page they stand on."""

    def __init__(self, text: str, key: str, style: ParagraphStyle, places: Places):
        super().__init__()
        self.text = Text(text, style)
        self.style = style
        self.key = key
        self.places = places

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The height of the words."""
        self.width = available_width
        self.height = self.text.wrap(available_width - _NUMBER_ROOM, available_height)[1]
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above it."""
        return float(self.style.spaceBefore)

    def draw(self) -> None:
        """Draw the words and dots, link the line, and remember where its number goes."""
        canvas: Any = self.canv
        self.text.drawOn(canvas, 0, 0)
        base = self.style.leading - self.style.fontSize
        lines = _lines(self.text)
        used = self.width - _NUMBER_ROOM - _free(lines[-1]) if lines else 0.0
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.setDash(0.6, 2.4)
        if used + _LEADER_GAP < self.width - _NUMBER_ROOM:
            canvas.line(used + _LEADER_GAP, base, self.width - _NUMBER_ROOM + _LEADER_GAP, base)
        canvas.setDash()
        canvas.linkRect("", self.key, (0, 0, self.width, self.height), relative=1, thickness=0)
        x, y = canvas.absolutePosition(self.width, base)
        self.places.references.append(Reference(canvas.getPageNumber(), x, y, self.key, self.style))


def _free(line: Any) -> float:
    """What a laid out line leaves free at its right."""
    return float(line[0] if isinstance(line, tuple) else line.extraSpace)


def _lines(text: Text) -> list[Any]:
    """The lines of a text that is laid out."""
    laid_out: Any = text
    return list(laid_out.blPara.lines)
