"""The table of contents: a line for each part, whose page number is written when all pages are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from kzcase.briefing import markup
from kzcase.briefing.flow import Text
from kzcase.briefing.style import RULE, Styles

_NUMBER_ROOM = 26.0
_BETWEEN = 18.0
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


class Names(Flowable):
    """People of the contents in two columns, read down the left one and then the right one.

    With `letter` it stands before the first line, as in an index; a block that
    does not fit a page goes on with its next lines on the following one.
    """

    def __init__(self, entries: Sequence[Entry], letter: str, styles: Styles):
        super().__init__()
        self.entries = tuple(entries)
        self.letter = letter
        self.styles = styles

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As many rows as half of the people, each as high as its higher entry."""
        self.width = available_width
        self.half = -(-len(self.entries) // 2)
        self.column = (available_width - _BETWEEN) / 2
        heights = [one.wrap(self.column, available_height)[1] for one in self.entries]
        self.rows = [
            max(heights[row], *heights[self.half + row : self.half + row + 1], 0.0)
            for row in range(self.half)
        ]
        self.height = sum(self.rows)
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above a letter."""
        return 3.0 if self.letter else 0.0

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many rows as fit, filled with the first names; the rest behind them."""
        self.wrap(available_width, available_height)
        fitting, room = 0, available_height
        while fitting < len(self.rows) and self.rows[fitting] <= room:
            room -= self.rows[fitting]
            fitting += 1
        if not 0 < fitting < len(self.rows):
            return []
        first, rest = self.entries[: 2 * fitting], self.entries[2 * fitting :]
        return [Names(first, self.letter, self.styles), Names(rest, self.letter, self.styles)]

    def draw(self) -> None:
        """Draw the letter, then both columns from the top."""
        canvas: Any = self.canv
        style = self.styles.entry_letter
        y = self.height
        for row, height in enumerate(self.rows):
            y -= height
            for column, place in enumerate((row, self.half + row)):
                if place < len(self.entries):
                    one = self.entries[place]
                    one.drawOn(canvas, column * (self.column + _BETWEEN), y + height - one.height)
        if self.letter:
            told = Text(markup.plain(self.letter), style)
            height = told.wrap(self.width, self.height)[1]
            told.drawOn(canvas, 0, self.height - height)


def initial(name: str) -> str:
    """The letter under which a name stands in an index; "" for what begins with none."""
    first = next(iter(name), "")
    return first.upper() if first.isalpha() else ""


def _free(line: Any) -> float:
    """What a laid out line leaves free at its right."""
    return float(line[0] if isinstance(line, tuple) else line.extraSpace)


def _lines(text: Text) -> list[Any]:
    """The lines of a text that is laid out."""
    laid_out: Any = text
    return list(laid_out.blPara.lines)
