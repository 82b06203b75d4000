"""Paints the timeline with ReportLab; where everything stands was decided by `kzcase.timeline.layout`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from kzcase.briefing.fonts import BOLD, REGULAR, SECOND, typeface
from kzcase.briefing.style import ACCENT, CALM, INK, MUTED, RULE
from kzcase.briefing.words import Words
from kzcase.timeline.flags import Flag, flags
from kzcase.timeline.item import Landmark, TimelineItem
from kzcase.timeline.layout import Bar, Label, Point, Style, Timeline, lay_out, span_of
from kzcase.timeline.scale import Scale

LANES = ("custody", "prosecution", "restriction", "event", "letter")
_MAIN_LANES = LANES[:3]
_ROW = 9.4
_BAR = 6.4
_SIZE = 6.4
_AXIS = 12.0
_MONTHS = 7.5
_LANE_GAP = 3.0
_NAMES = 52.0
_FLAG_LINE = 8.4
"""What the words of landmarks take above the lanes."""
_FLAG_WORDS = 110.0
_STYLE = Style(gap=5.0, pad=2.6, mark=5.0, shortest=2.4, longest_label=150.0, label_rows=3, max_rows=5)

_COMPACT = replace(_STYLE, label_rows=0)
_WHOLE = replace(_STYLE, label_rows=6, max_rows=13)
"""So many rows of all lanes that one picture stays within a page."""
_COMPACT_ROW = 7.4

_LANDMARK = HexColor("#8a6a1c")
_OVER = HexColor("#e4e6e8")
_COLORS: dict[str, Color] = {
    "custody": HexColor("#4a4f57"),
    "prosecution": CALM,
    "restriction": ACCENT,
    "event": HexColor("#6a7681"),
    "letter": HexColor("#5b7a4b"),
}
_PALE: dict[str, Color] = {
    "custody": HexColor("#b9bcc1"),
    "prosecution": HexColor("#b6c8d5"),
    "restriction": HexColor("#dcb8ae"),
    "event": HexColor("#c6ccd2"),
    "letter": HexColor("#c2d0b9"),
}


@lru_cache(maxsize=4096)
def _measure(text: str) -> float:
    """How wide a label is; years and months come again on every page."""
    return typeface().width(text, REGULAR, _SIZE)


class TimelinePicture(Flowable):
    """The timeline of one person as wide as the page's text; `compact` leaves events and letters out.

    `whole` gives it as many rows as a page has room for; what still finds none
    is counted beside its lane.
    `span` are the days it covers, if not those of its items. `landmarks` are
    drawn through all lanes, but not in the compact picture.
    """

    def __init__(
        self,
        items: Sequence[TimelineItem],
        as_of: date,
        words: Words,
        *,
        compact: bool = False,
        whole: bool = False,
        span: tuple[date, date] | None = None,
        landmarks: Sequence[Landmark] = (),
    ) -> None:
        super().__init__()
        self.style = _COMPACT if compact else _WHOLE if whole else _STYLE
        self.row = _COMPACT_ROW if compact else _ROW
        main = tuple(item for item in items if item.lane in _MAIN_LANES)
        self.items = main if compact and main else tuple(items)
        self.as_of = as_of
        self.words = words
        self.span = span
        self.landmarks = () if compact else tuple(landmarks)
        self._width = 0.0
        self._texts: list[tuple[Color, str, float, float, str]] = []
        self.axis = _AXIS

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Lay it out for the width; its height follows from its rows."""
        if available_width != self._width:
            self._width = available_width
            self.__dict__.pop("picture", None)
            self.__dict__.pop("flags", None)
        picture = self.picture
        self.width = available_width
        self.axis = _AXIS + (_MONTHS if self._shows_months else 0)
        self.above = _FLAG_LINE * (1 + max((flag.row for flag in self.flags), default=-1))
        lanes = picture.rows * self.row + max(0, len(picture.lanes) - 1) * _LANE_GAP
        self.height = self.above + lanes + self.axis
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above it."""
        return 5.0

    @cached_property
    def picture(self) -> Timeline:
        """Where everything stands."""
        first, last = self.span or span_of(self.items, self.as_of)
        return lay_out(
            self.items,
            Scale(first, last, self._width - _NAMES, _NAMES),
            _measure,
            as_of=self.as_of,
            lanes=LANES,
            style=self.style,
            language=self.words.language,
        )

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """Where the landmarks and their words stand."""
        scale = self.picture.scale
        zero = scale.first.toordinal()
        return flags(
            self.landmarks,
            lambda day: scale.left + (day - zero) * scale.per_day,
            scale.left,
            scale.right,
            _measure,
            pad=1.5,
            gap=5.0,
            longest=_FLAG_WORDS,
        )

    @property
    def _shows_months(self) -> bool:
        return any(tick.level == "month" and tick.label for tick in self.picture.ticks)

    def draw(self) -> None:
        """Draw grid, landmarks, lanes, today, bars and points, and every text at last."""
        canvas: Any = self.canv
        canvas.saveState()
        self._texts = []
        self._grid(canvas)
        self._landmarks(canvas)
        self._lanes(canvas)
        for bar in self.picture.bars:
            self._bar(canvas, bar)
        for point in self.picture.points:
            self._point(canvas, point)
        marks: tuple[Bar | Point, ...] = (*self.picture.bars, *self.picture.points)
        for mark in marks:
            if mark.label is not None:
                if isinstance(mark, Point) or not mark.x <= mark.label.x < mark.end:
                    self._clear(canvas, mark.label, mark.row)
                self._say(mark.label.x, self._middle(mark.row) - _SIZE * 0.34, mark.label.text, INK)
        self._write(canvas)
        canvas.restoreState()

    def _clear(self, canvas: Any, label: Label, row: int) -> None:
        """Take the lines of the grid away below the words beside a mark: they would be struck through."""
        canvas.setFillColor(white)
        canvas.rect(
            label.x - 1, self._middle(row) - _SIZE * 0.55, label.width + 2, _SIZE * 1.1, stroke=0, fill=1
        )

    def _top(self, row: int) -> float:
        """The upper edge of a row, counted from the bottom of the picture."""
        lanes_above = sum(1 for lane in self.picture.lanes if lane.row + lane.rows <= row)
        return float(self.height - self.above - row * self.row - lanes_above * _LANE_GAP)

    def _middle(self, row: int) -> float:
        return self._top(row) - self.row / 2

    def _grid(self, canvas: Any) -> None:
        canvas.setLineWidth(0.4)
        canvas.setStrokeColor(RULE)
        foot = self.axis - 3
        for tick in self.picture.ticks:
            if tick.level == "month" and not tick.label:
                continue
            canvas.line(tick.x, foot, tick.x, self.height)
            if tick.label:
                below = 2 + (_MONTHS if tick.level == "month" else 0)
                self._say(tick.x + 1.5, below, tick.label, MUTED)
        if self.picture.today is not None:
            canvas.setStrokeColor(INK)
            canvas.setDash(1.5, 1.5)
            canvas.line(self.picture.today, foot, self.picture.today, self.height)
            canvas.setDash()

    def _landmarks(self, canvas: Any) -> None:
        """A dotted line through all lanes, or one at each side of what is possible; the words above."""
        canvas.setStrokeColor(_LANDMARK)
        canvas.setLineWidth(0.6)
        canvas.setDash(0.6, 1.8)
        foot = self.axis - 3
        for flag in self.flags:
            for x in flag.spread or (flag.x,):
                canvas.line(x, foot, x, self.height)
            if flag.label is not None:
                y = self.height - self.above + (flag.row + 0.5) * _FLAG_LINE - _SIZE * 0.34
                self._say(flag.label.x, y, flag.label.text, _LANDMARK)
        canvas.setDash()

    def _lanes(self, canvas: Any) -> None:
        for place, lane in enumerate(self.picture.lanes):
            name = self.words(f"timeline.{lane.key}") if self.words.has(f"timeline.{lane.key}") else lane.key
            name += f" +{lane.hidden}" if lane.hidden else ""
            self._say(0, self._middle(lane.row) - _SIZE * 0.34, name, _COLORS.get(lane.key, MUTED), BOLD)
            if place:
                y = self._top(lane.row) + _LANE_GAP / 2
                canvas.setStrokeColor(RULE)
                canvas.setLineWidth(0.3)
                canvas.line(0, y, self.width, y)

    def _bar(self, canvas: Any, bar: Bar) -> None:
        y = self._middle(bar.row) - _BAR / 2
        strong = MUTED if bar.over else _COLORS.get(bar.item.lane, MUTED)
        pale = _OVER if bar.over else _PALE.get(bar.item.lane, RULE)
        canvas.setStrokeColor(strong)
        canvas.setLineWidth(0.5)
        if not bar.certain:
            canvas.setFillColor(white)
            canvas.rect(bar.x, y, bar.end - bar.x, _BAR, stroke=0, fill=1)
        if bar.filled is not None:
            first, last = bar.filled
            canvas.setFillColor(pale)
            canvas.rect(first, y, last - first, _BAR, stroke=1 if bar.certain else 0, fill=1)
        if not bar.certain:
            # What is only possible is empty within a dashed outline.
            canvas.setDash(1.2, 1.2)
            canvas.rect(bar.x, y, bar.end - bar.x, _BAR, stroke=1, fill=0)
            canvas.setDash()
        if bar.goes_on:
            self._arrow(canvas, bar.end, y, strong)

    def _arrow(self, canvas: Any, x: float, y: float, color: Color) -> None:
        path = canvas.beginPath()
        path.moveTo(x - 2.5, y)
        path.lineTo(x + 1.5, y + _BAR / 2)
        path.lineTo(x - 2.5, y + _BAR)
        path.close()
        canvas.setFillColor(color)
        canvas.drawPath(path, stroke=0, fill=1)

    def _point(self, canvas: Any, point: Point) -> None:
        y = self._middle(point.row)
        color = _COLORS.get(point.item.lane, MUTED)
        if point.spread is not None:
            canvas.setStrokeColor(color)
            canvas.setLineWidth(0.7)
            canvas.line(point.spread[0], y, point.spread[1], y)
        self._disc(canvas, point.x, y, 5.0, color)
        if point.hollow:
            self._disc(canvas, point.x, y, 3.2, white)

    def _disc(self, canvas: Any, x: float, y: float, width: float, color: Color) -> None:
        """A dot: a line of no length with round ends."""
        canvas.setStrokeColor(color)
        canvas.setLineCap(1)
        canvas.setLineWidth(width)
        canvas.line(x, y, x, y)
        canvas.setLineCap(0)

    def _say(self, x: float, y: float, text: str, color: Color, font: str = REGULAR) -> None:
        """Note a text to be written when all marks are drawn."""
        for other, part in typeface().spans(text):
            name = SECOND if other else font
            self._texts.append((color, name, x, y, part))
            x += stringWidth(part, name, _SIZE)

    def _write(self, canvas: Any) -> None:
        """Write the texts together, changing font and colour as seldom as can be."""
        written = canvas.beginText()
        font, ink = "", None
        for color, name, x, y, part in sorted(self._texts, key=lambda one: (one[1], one[0].rgb())):
            if name != font:
                written.setFont(name, _SIZE)
            if color != ink:
                written.setFillColor(color)
            font, ink = name, color
            written.setTextOrigin(x, y)
            written.textOut(part)
        canvas.drawText(written)
