"""A table that breaks well: its head on every page, rows whole, the name of a group once a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from kzcase.briefing.flow import Text
from kzcase.briefing.style import CALM, CALM_TINT, RULE

_PADDING = 3.0
_BETWEEN = 8.0
_ENDLESS = 1e6
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading in markup, and its share of the width."""

    heading: str
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Rows of one group that follow each other show their first cell once.

    `link` is the place in the paper that the first cell leads to. Cells must be
    short: a row is never cut in two.
    """

    cells: tuple[Flowable, ...]
    group: int
    link: str = ""


class Table(Flowable):
    """Rows below a head that is repeated wherever a page begins."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], head: ParagraphStyle):
        super().__init__()
        self.columns = tuple(columns)
        self.rows = tuple(rows)
        self.head = head
        self._headings = [Text(one.heading, head) for one in self.columns]
        self._head = 0.0
        self._heights: list[float] = []
        self._measured = 0.0
        """The width at which the heights of the rows were found."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The head and every row, each as high as its highest cell; found once for a width."""
        self.width = available_width
        widths = self._widths
        self._head = 2 * _PADDING + max(
            heading.wrap(width, available_height)[1]
            for heading, width in zip(self._headings, widths, strict=True)
        )
        if self._measured != available_width:
            self._measured = available_width
            self._heights = [self._row(number, widths) for number in range(len(self.rows))]
        self.height = self._head + sum(self._heights)
        return self.width, self.height

    def _row(self, number: int, widths: Sequence[float]) -> float:
        """The height of a row."""
        return 2 * _PADDING + max(
            cell.wrap(width, _ENDLESS)[1]
            for place, (cell, width) in enumerate(zip(self.rows[number].cells, widths, strict=True))
            if place or not self._continues(number)
        )

    @property
    def _widths(self) -> list[float]:
        room = self.width - _BETWEEN * (len(self.columns) - 1)
        whole = sum(one.share for one in self.columns)
        return [room * one.share / whole for one in self.columns]

    def _continues(self, number: int) -> bool:
        """Whether a row belongs to the group of the one above it on the same page."""
        return number > 0 and self.rows[number - 1].group == self.rows[number].group

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many rows as fit, and the rest below a head of its own."""
        self.wrap(available_width, available_height)
        room = available_height - self._head
        fitting = 0
        while fitting < len(self.rows) and self._heights[fitting] <= room:
            room -= self._heights[fitting]
            fitting += 1
        if not 0 < fitting < len(self.rows):
            return []
        if fitting == len(self.rows) - 1 and fitting > _ENOUGH:
            # A row alone below its head on a page of its own is easily overlooked.
            fitting -= 1
        first, rest = self._part(0, fitting), self._part(fitting, len(self.rows))
        rest._heights[0] = rest._row(0, self._widths)
        return [first, rest]

    def _part(self, first: int, end: int) -> Table:
        """Some of the rows, measured already: each page of a long table need not measure all that follow."""
        part = Table(self.columns, self.rows[first:end], self.head)
        part._heights, part._measured = self._heights[first:end], self._measured
        return part

    def draw(self) -> None:
        """Draw the head, then row by row with a hairline above; a thinner one inside a group."""
        canvas: Any = self.canv
        widths = self._widths
        y = self.height - self._head
        canvas.setFillColor(CALM_TINT)
        canvas.rect(0, y, self.width, self._head, stroke=0, fill=1)
        self._cells(self._headings, widths, y, self._head)
        canvas.setStrokeColor(CALM)
        canvas.setLineWidth(0.7)
        canvas.line(0, y, self.width, y)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        for number, (row, height) in enumerate(zip(self.rows, self._heights, strict=True)):
            again = self._continues(number)
            if number:
                canvas.line(widths[0] + _BETWEEN if again else 0, y, self.width, y)
            y -= height
            shown: Sequence[Flowable | None] = (None, *row.cells[1:]) if again else row.cells
            self._cells(shown, widths, y, height)
            if row.link and not again:
                canvas.linkRect("", row.link, (0, y, widths[0], y + height), relative=1, thickness=0)
                canvas.setStrokeColor(RULE)
                canvas.setLineWidth(0.4)
        canvas.line(0, y, self.width, y)

    def _cells(
        self, cells: Sequence[Flowable | None], widths: Sequence[float], y: float, height: float
    ) -> None:
        x = 0.0
        for cell, width in zip(cells, widths, strict=True):
            if cell is not None:
                cell.drawOn(self.canv, x, y + height - _PADDING - cell.height)
            x += width + _BETWEEN
