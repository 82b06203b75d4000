"""Numbers at a glance: tiles with a figure each, and bars, drawn as vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from kzcase.briefing import markup
from kzcase.briefing.flow import Text
from kzcase.briefing.fonts import BOLD
from kzcase.briefing.front import Bars, Figure
from kzcase.briefing.style import ACCENT, CALM, INK, RULE, Styles

_IN_A_ROW = 4
_WIDEST = 100.0
"""A page on its side has room for more tiles in a row: each at least so wide."""
_NUMBER = 21.0
_TILE_GAP = 10.0
_BAR = 9.0
_BAR_GAP = 5.0
_LABEL_SHARE = 0.52
_VALUE_ROOM = 20.0
_BETWEEN = 22.0


class Tiles(Flowable):
    """The key figures: a large number each, and below it what it counts."""

    def __init__(self, figures: Sequence[Figure], styles: Styles):
        super().__init__()
        self.figures = tuple(figures)
        self.texts = [Text(markup.plain(one.words), styles.figure) for one in self.figures]

    @property
    def _columns(self) -> int:
        """Tiles of a row: rows as even as can be."""
        rows = -(-len(self.figures) // max(_IN_A_ROW, int(self.width // _WIDEST)))
        return -(-len(self.figures) // rows) if rows else 1

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As many rows as are needed."""
        self.width = available_width
        width = self._tile
        heights = [text.wrap(width - 12, available_height)[1] for text in self.texts]
        self._rows = [
            _NUMBER + 12 + max(heights[start : start + self._columns])
            for start in range(0, len(heights), self._columns)
        ]
        self.height = sum(self._rows) + _TILE_GAP * max(0, len(self._rows) - 1)
        return self.width, self.height

    @property
    def _tile(self) -> float:
        return float((self.width - _TILE_GAP * (self._columns - 1)) / self._columns)

    def getSpaceAfter(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white below it."""
        return 8.0

    def draw(self) -> None:
        """Draw each tile with a bar on its left, restrictions in the accent colour."""
        canvas: Any = self.canv
        y = float(self.height)
        for row, height in enumerate(self._rows):
            y -= height
            first = row * self._columns
            for place in range(first, min(first + self._columns, len(self.figures))):
                x = (place - first) * (self._tile + _TILE_GAP)
                color = ACCENT if place == 1 else CALM
                canvas.setFillColor(color)
                canvas.rect(x, y, 2, height - 2, stroke=0, fill=1)
                canvas.setFont(BOLD, _NUMBER)
                canvas.drawString(x + 9, y + height - _NUMBER, str(self.figures[place].count))
                text = self.texts[place]
                text.drawOn(canvas, x + 9, y + height - _NUMBER - 7 - text.height)
            y -= _TILE_GAP


class Charts(Flowable):
    """Charts of horizontal bars side by side: label, bar, number."""

    def __init__(self, charts: Sequence[Bars], styles: Styles):
        super().__init__()
        self.charts = tuple(charts)
        self.titles = [Text(markup.plain(one.title), styles.strong) for one in self.charts]
        self.labels = [
            [Text(markup.plain(label), styles.small) for label, _ in one.bars] for one in self.charts
        ]

    @property
    def _each(self) -> float:
        return float((self.width - _BETWEEN * (len(self.charts) - 1)) / len(self.charts))

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the highest chart."""
        self.width = available_width
        label = self._each * _LABEL_SHARE
        self._heights = [
            [max(_BAR, one.wrap(label, available_height)[1]) + _BAR_GAP for one in labels]
            for labels in self.labels
        ]
        self._titled = max((one.wrap(self._each, available_height)[1] for one in self.titles), default=0) + 5
        self.height = self._titled + max((sum(rows) for rows in self._heights), default=0)
        return self.width, self.height

    def getSpaceAfter(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white below it."""
        return 6.0

    def draw(self) -> None:
        """Draw chart by chart from the left."""
        canvas: Any = self.canv
        for place, chart in enumerate(self.charts):
            x = place * (self._each + _BETWEEN)
            title = self.titles[place]
            title.drawOn(canvas, x, self.height - title.height)
            y = self.height - self._titled
            label = self._each * _LABEL_SHARE
            most = max(value for _, value in chart.bars)
            room = self._each - label - 8 - _VALUE_ROOM
            rows = zip(chart.bars, self.labels[place], self._heights[place], strict=True)
            for (_, value), text, height in rows:
                text.drawOn(canvas, x, y - text.height)
                top = y - (text.height + _BAR) / 2
                canvas.setFillColor(CALM)
                canvas.rect(x + label + 8, top, room * value / most, _BAR, stroke=0, fill=1)
                canvas.setFillColor(INK)
                canvas.setFont(BOLD, 8.2)
                canvas.drawString(x + label + 12 + room * value / most, top + 1.8, str(value))
                y -= height
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.5)
            canvas.line(x + label + 8, self.height - self._titled + 1, x + label + 8, y + _BAR_GAP - 1)
