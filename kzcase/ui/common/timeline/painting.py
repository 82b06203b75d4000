"""Paints the part of a timeline that a window shows; costs what is seen, not what there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from kzcase.timeline.chart import Chart, Key, Mark, key_of
from kzcase.timeline.item import Landmark
from kzcase.timeline.layout import Bar, Point
from kzcase.timeline.scale import ticks
from kzcase.timeline.viewport import Viewport
from kzcase.ui.common.timeline.geometry import Geometry
from kzcase.ui.theme import GRID, Size, Theme

_DOT = 7.0
_LEFT_CENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_DOUBTED = "?"
_LEAST_FOR_DOUBT = 9.0
_WORDS = 170
"""Logical pixels that the words of a landmark may take."""
_BEYOND = 40.0
"""How far beyond the window's edge a mark is still drawn, so that no edge of it shows."""


@dataclass(slots=True)
class Scene:
    """All that one painting needs.

    `left` is where the lanes' names end and days begin, `rise` how far below
    the top of a row its words stand.
    """

    chart: Chart
    viewport: Viewport
    geometry: Geometry
    left: float
    rise: float
    scroll: float
    width: float
    height: float
    as_of: date
    language: str
    names: Mapping[str, str]
    titles: Mapping[str, str]
    landmarks: tuple[Landmark, ...] = ()
    focused: Key | None = None
    hovered: Key | None = None

    stretch: float = field(init=False)
    """How much wider days are now than when the chart was laid out (1 when it is up to date)."""
    _from: float = field(init=False)

    def __post_init__(self) -> None:
        scale = self.chart.picture.scale
        self.stretch = self.viewport.per_day / scale.per_day
        self._from = self.left + self.viewport.x(scale.first.toordinal()) - scale.left * self.stretch

    def x(self, place: float) -> float:
        """Where a place of the chart is in the window."""
        return self._from + place * self.stretch

    def place(self, x: float) -> float:
        """The place of the chart at a place of the window."""
        return (x - self._from) / self.stretch

    def box(self, mark: Mark) -> QRectF:
        """Where a mark without its label is in the window."""
        top = self.geometry.top(mark.row) - self.scroll
        if isinstance(mark, Bar):
            x, end = self.x(mark.x), self.x(mark.end)
        else:
            x, end = self.x(mark.x) - _DOT / 2, self.x(mark.x) + _DOT / 2
        return QRectF(x, top + 2, max(end - x, 2.0), self.geometry.row - 4)


@dataclass(slots=True)
class _Batch:
    """What is drawn with one pen and one brush, all at once."""

    possible: list[QRectF] = field(default_factory=list)
    sure: list[QRectF] = field(default_factory=list)
    over: list[QRectF] = field(default_factory=list)
    solid: list[QRectF] = field(default_factory=list)
    dashed: list[QRectF] = field(default_factory=list)
    grey: list[QRectF] = field(default_factory=list)
    arrows: list[QPolygonF] = field(default_factory=list)
    dots: list[QPointF] = field(default_factory=list)
    rings: list[QPointF] = field(default_factory=list)
    spreads: list[QRectF] = field(default_factory=list)
    texts: list[tuple[float, float, str]] = field(default_factory=list)
    grounds: list[QRectF] = field(default_factory=list)


def paint(painter: QPainter, scene: Scene, theme: Theme) -> None:
    """Paint everything: ground, lines, marks, names, and the years below."""
    font = theme.font(Size.SMALL)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    painter.fillRect(QRectF(0, 0, scene.width, scene.height), QColor(theme.colours.raised))
    bottom = scene.height - scene.geometry.row
    painter.save()
    painter.setClipRect(QRectF(0, 0, scene.width, bottom))
    _ground(painter, scene, theme)
    painter.setClipRect(QRectF(scene.left, 0, scene.width - scene.left, bottom))
    _grid(painter, scene, theme, metrics.horizontalAdvance, bottom)
    painter.setClipRect(QRectF(scene.left, _above(scene), scene.width - scene.left, bottom - _above(scene)))
    _marks(painter, scene, theme)
    painter.setClipRect(QRectF(scene.left, 0, scene.width - scene.left, bottom))
    _landmarks(painter, scene, theme, metrics, bottom)
    painter.setClipRect(QRectF(0, 0, scene.width, bottom))
    _names(painter, scene, theme, metrics)
    painter.restore()
    _axis(painter, scene, theme, metrics.horizontalAdvance, bottom)


def _above(scene: Scene) -> float:
    """The line at the top that belongs to the words of landmarks, whatever is scrolled."""
    return scene.geometry.row if scene.landmarks else 0.0


def _ground(painter: QPainter, scene: Scene, theme: Theme) -> None:
    for number, strip in enumerate(scene.geometry.strips):
        if number % 2 == 0:
            painter.fillRect(
                QRectF(0, strip.top - scene.scroll, scene.width, strip.height), QColor(theme.colours.base)
            )


def _grid(
    painter: QPainter, scene: Scene, theme: Theme, measure: Callable[[str], float], bottom: float
) -> None:
    painter.setPen(QColor(theme.colours.line))
    scale = scene.viewport.scale()
    for tick in ticks(scale, measure, language=scene.language, days=True):
        if tick.level == "year" or tick.label:
            painter.drawLine(QPointF(scene.left + tick.x, 0), QPointF(scene.left + tick.x, bottom))
    x = scene.left + scene.viewport.x(scene.as_of.toordinal())
    painter.setPen(QPen(QColor(theme.colours.accent), 1.5))
    painter.drawLine(QPointF(x, 0), QPointF(x, bottom))


def _axis(
    painter: QPainter, scene: Scene, theme: Theme, measure: Callable[[str], float], bottom: float
) -> None:
    """Years, and months or days where their names have room; the year on screen is always named."""
    row = scene.geometry.row
    painter.fillRect(QRectF(0, bottom, scene.width, row), QColor(theme.colours.raised))
    painter.setPen(QColor(theme.colours.line))
    painter.drawLine(QPointF(0, bottom), QPointF(scene.width, bottom))
    painter.setClipRect(QRectF(scene.left, bottom, scene.width - scene.left, row))
    scale = scene.viewport.scale()
    found = [one for one in ticks(scale, measure, language=scene.language, days=True) if one.label]
    finest = next(
        (level for level in ("day", "month", "year") if any(one.level == level for one in found)), "year"
    )
    colours = {"year": theme.colours.text, "month": theme.colours.quiet, "day": theme.colours.quiet}
    for tick in found:
        if tick.level != finest:
            continue
        painter.setPen(QColor(colours[tick.level]))
        box = QRectF(scene.left + tick.x + 3, bottom, max(0.0, tick.end - tick.x) + 40, row)
        painter.drawText(box, _LEFT_CENTRE, tick.label)
    painter.setClipping(False)
    if finest != "year":
        middle = date.fromordinal(min(max(int(scene.viewport.day(0)), 1), date.max.toordinal()))
        said = f"{middle.year}" if finest == "month" else f"{middle.year}-{middle.month:02}"
        painter.setPen(QColor(theme.colours.text))
        painter.drawText(QRectF(2 * GRID, bottom, scene.left, row), _LEFT_CENTRE, said)


def _landmarks(painter: QPainter, scene: Scene, theme: Theme, metrics: QFontMetricsF, bottom: float) -> None:
    """Days that matter to every lane: a dotted line, and its words at the top where they meet no others."""
    colours, free = theme.colours, scene.left
    for one in sorted(scene.landmarks, key=lambda landmark: landmark.ordinal):
        x = scene.left + scene.viewport.x(one.ordinal)
        if not scene.left <= x <= scene.width:
            continue
        painter.setPen(QPen(QColor(colours.warn), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        words = metrics.elidedText(one.label, Qt.TextElideMode.ElideRight, _WORDS * theme.scale / 100)
        width = metrics.horizontalAdvance(words)
        start = x + 3 if x + 3 + width <= scene.width else x - 3 - width
        if start >= free:
            painter.setPen(QColor(colours.warn))
            painter.drawText(QPointF(start, metrics.ascent() + 2), words)
            free = start + width + GRID


def _marks(painter: QPainter, scene: Scene, theme: Theme) -> None:
    batch = _Batch()
    margin = _BEYOND / scene.stretch + (0 if scene.stretch == 1 else 300 / scene.stretch)
    left, right = scene.place(scene.left) - margin, scene.place(scene.width) + margin
    rows = scene.geometry.rows_between(scene.scroll, scene.scroll + scene.height)
    special: list[QRectF] = []
    for mark in scene.chart.between(left, right, rows):
        box = scene.box(mark)
        if isinstance(mark, Bar):
            _bar(batch, scene, mark, box)
        else:
            _point(batch, scene, mark, box)
        if key_of(mark) in (scene.focused, scene.hovered):
            special.append(box.adjusted(-3, -2, 3, 2))
        _label(batch, scene, mark, box)
    _draw(painter, batch, theme)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.colours.text), 2))
    painter.drawRects(special)


def _bar(batch: _Batch, scene: Scene, bar: Bar, box: QRectF) -> None:
    # Qt's own drawing of rectangles far beyond a window is slow and not exact.
    x, end = max(box.left(), scene.left - _BEYOND), min(box.right(), scene.width + _BEYOND)
    seen = QRectF(x, box.top(), max(end - x, 2.0), box.height())
    uncertain = bar.sure is None or bar.start_uncertain or bar.end_uncertain
    over = bar.item.state == "no"
    if uncertain:
        batch.possible.append(seen)
    if bar.sure is not None:
        first, last = max(scene.x(bar.sure[0]), x), min(scene.x(bar.sure[1]), x + seen.width())
        if last > first:
            (batch.over if over else batch.sure).append(QRectF(first, box.top(), last - first, box.height()))
            _doubts(batch, scene, bar, seen, (first, last))
    else:
        _doubts(batch, scene, bar, seen, (seen.right(), seen.right()))
    if uncertain or bar.open_end:
        batch.dashed.append(seen)
    else:
        (batch.grey if over else batch.solid).append(seen)
    if bar.open_end or bar.cut_right:
        middle, tip = box.center().y(), seen.right()
        batch.arrows.append(
            QPolygonF([QPointF(tip, middle - 4), QPointF(tip + 5, middle), QPointF(tip, middle + 4)])
        )


def _doubts(batch: _Batch, scene: Scene, bar: Bar, seen: QRectF, sure: tuple[float, float]) -> None:
    """A question mark where a beginning or an end is only possible, and no words stand."""
    words = _inside(scene, bar, scene.box(bar))
    for left, right in ((seen.left(), sure[0]), (sure[1], seen.right())):
        x = (left + right) / 2 - 3
        free = words is None or x + 8 < words or x - 3 > words + (bar.label.width if bar.label else 0)
        if right - left >= _LEAST_FOR_DOUBT and free:
            batch.grounds.append(QRectF(x - 2, seen.top() + 1, 10, seen.height() - 2))
            batch.texts.append((x, seen.top() - 2 + scene.rise, _DOUBTED))


def _point(batch: _Batch, scene: Scene, point: Point, box: QRectF) -> None:
    middle = box.center()
    if point.spread is None:
        batch.dots.append(middle)
        return
    first, last = (
        max(scene.x(point.spread[0]), -_BEYOND),
        min(scene.x(point.spread[1]), scene.width + _BEYOND),
    )
    batch.spreads.append(QRectF(first, middle.y() - 0.75, max(last - first, 0.0), 1.5))
    batch.rings.append(middle)


def _label(batch: _Batch, scene: Scene, mark: Mark, box: QRectF) -> None:
    label = mark.label
    if label is None:
        return
    base = box.top() - 2 + scene.rise
    if not label.inside:
        after = label.x >= (mark.end if isinstance(mark, Bar) else mark.x)
        gap = label.x - (mark.end if isinstance(mark, Bar) else mark.x) if after else 0.0
        x = (
            box.right() + (gap if isinstance(mark, Bar) else gap - _DOT / 2)
            if after
            else box.left() - label.width - 4
        )
        batch.texts.append((x, base, label.text))
        return
    place = _inside(scene, mark, box)
    if place is None:
        return
    sure = mark.sure if isinstance(mark, Bar) else None
    if sure is None or place < scene.x(sure[0]) or place + label.width > scene.x(sure[1]):
        batch.grounds.append(QRectF(place - 2, box.top() + 1, label.width + 4, box.height() - 2))
    batch.texts.append((place, base, label.text))


def _inside(scene: Scene, mark: Mark, box: QRectF) -> float | None:
    """Where words stand on a bar: they go along with the window's edge, on what is sure if they can."""
    label = mark.label
    if label is None or not label.inside or not isinstance(mark, Bar):
        return None
    x = max(box.left() + 4, scene.left + 4)
    if mark.sure is not None:
        first, last = scene.x(mark.sure[0]), scene.x(mark.sure[1])
        if x < first + 4 and first + 8 + label.width <= last:
            x = first + 4
    return x if x + label.width + 2 <= box.right() else None


def _draw(painter: QPainter, batch: _Batch, theme: Theme) -> None:
    colours = theme.colours
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.base))
    painter.drawRects(batch.possible)
    painter.setBrush(QBrush(QColor(colours.quiet), Qt.BrushStyle.BDiagPattern))
    painter.drawRects(batch.possible)
    for rects, colour in ((batch.sure, colours.chosen), (batch.over, colours.line)):
        painter.setBrush(QColor(colour))
        painter.drawRects(rects)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rects, colour, style in (
        (batch.solid, colours.accent, Qt.PenStyle.SolidLine),
        (batch.grey, colours.quiet, Qt.PenStyle.SolidLine),
        (batch.dashed, colours.accent, Qt.PenStyle.DashLine),
    ):
        painter.setPen(QPen(QColor(colour), 1, style))
        painter.drawRects(rects)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent))
    painter.drawRects(batch.spreads)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for arrow in batch.arrows:
        painter.drawPolygon(arrow)
    for points, colour, width in (
        (batch.dots + batch.rings, colours.accent, _DOT),
        (batch.rings, colours.base, _DOT - 3),
    ):
        if points:
            painter.setPen(_round(colour, width))
            painter.drawPoints(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.base))
    painter.drawRects(batch.grounds)
    painter.setPen(QColor(colours.text))
    for x, y, words in batch.texts:
        painter.drawText(QPointF(x, y), words)


def _names(painter: QPainter, scene: Scene, theme: Theme, metrics: QFontMetricsF) -> None:
    """The lanes' names at the left, each on its first row that is seen; groups have a line of their own."""
    colours, row = theme.colours, scene.geometry.row
    painter.fillRect(QRectF(0, 0, scene.left - 2, scene.height), QColor(colours.raised))
    for strip in scene.geometry.strips:
        top = max(strip.top - scene.scroll, 0.0)
        if top + row > strip.top - scene.scroll + strip.height + 1 or top > scene.height:
            continue
        key = strip.lane.key.rpartition("/")[2]
        more = f" +{strip.lane.hidden}" if strip.lane.hidden else ""
        words = metrics.elidedText(
            scene.names.get(key, key) + more, Qt.TextElideMode.ElideRight, scene.left - 3 * GRID
        )
        painter.setPen(QColor(colours.quiet))
        painter.drawText(QRectF(2 * GRID, top, scene.left - 2 * GRID, row), _LEFT_CENTRE, words)
    painter.setFont(theme.font(Size.SMALL, bold=True))
    for heading in scene.geometry.headings:
        top = heading.top - scene.scroll
        painter.fillRect(QRectF(0, top, scene.width, row), QColor(colours.side))
        painter.setPen(QColor(colours.text))
        painter.drawText(
            QRectF(2 * GRID, top, scene.width - 4 * GRID, row),
            _LEFT_CENTRE,
            scene.titles.get(heading.group, heading.group),
        )


def _round(colour: str, width: float) -> QPen:
    """A pen whose points are dots."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
