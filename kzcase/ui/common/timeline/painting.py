"""Paints the part of a timeline that a window shows; costs what is seen, not what there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from kzcase.timeline.flags import flags, lines_above
from kzcase.timeline.scale import Tick, ticks
from kzcase.ui.common.timeline.batch import Batch, Collector
from kzcase.ui.common.timeline.scene import DOT, Scene
from kzcase.ui.theme import GRID, Size, Theme

_LEFT_CENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_WORDS = 170
"""Logical pixels that the words of a landmark may take."""


def paint(painter: QPainter, scene: Scene, theme: Theme) -> None:
    """Paint everything: ground, lines, marks, names, and the years below."""
    font = theme.font(Size.SMALL)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    painter.fillRect(QRectF(0, 0, scene.width, scene.height), QColor(theme.colours.raised))
    bottom = scene.height - scene.geometry.row
    days = ticks(scene.viewport.scale(), metrics.horizontalAdvance, language=scene.language, days=True)
    painter.save()
    painter.setClipRect(QRectF(0, 0, scene.width, bottom))
    _ground(painter, scene, theme)
    painter.setClipRect(QRectF(scene.left, 0, scene.width - scene.left, bottom))
    _grid(painter, scene, theme, days, bottom)
    _landmarks(painter, scene, theme, metrics, bottom)
    painter.setClipRect(QRectF(scene.left, _above(scene), scene.width - scene.left, bottom - _above(scene)))
    _draw(painter, Collector(scene).collect(), theme)
    painter.setClipRect(QRectF(0, 0, scene.width, bottom))
    _names(painter, scene, theme, metrics)
    painter.restore()
    _axis(painter, scene, theme, days, bottom)


def _above(scene: Scene) -> float:
    """The lines at the top that belong to the words of landmarks, whatever is scrolled."""
    return scene.geometry.row * lines_above(scene.landmarks)


def _ground(painter: QPainter, scene: Scene, theme: Theme) -> None:
    for number, strip in enumerate(scene.geometry.strips):
        if number % 2 == 0:
            painter.fillRect(
                QRectF(0, strip.top - scene.scroll, scene.width, strip.height), QColor(theme.colours.base)
            )


def _grid(painter: QPainter, scene: Scene, theme: Theme, days: Sequence[Tick], bottom: float) -> None:
    painter.setPen(QColor(theme.colours.line))
    for tick in days:
        if tick.level == "year" or tick.label:
            painter.drawLine(QPointF(scene.left + tick.x, 0), QPointF(scene.left + tick.x, bottom))
    x = scene.left + scene.viewport.x(scene.as_of.toordinal())
    painter.setPen(QPen(QColor(theme.colours.accent), 1.5))
    painter.drawLine(QPointF(x, 0), QPointF(x, bottom))


def _axis(painter: QPainter, scene: Scene, theme: Theme, days: Sequence[Tick], bottom: float) -> None:
    """Years, and months or days where their names have room; the year on screen is always named.

    Among months a year's number stands in place of its January.
    """
    row = scene.geometry.row
    painter.fillRect(QRectF(0, bottom, scene.width, row), QColor(theme.colours.raised))
    painter.setPen(QColor(theme.colours.line))
    painter.drawLine(QPointF(0, bottom), QPointF(scene.width, bottom))
    painter.setClipRect(QRectF(scene.left, bottom, scene.width - scene.left, row))
    found = [one for one in days if one.label]
    finest = next(
        (level for level in ("day", "month", "year") if any(one.level == level for one in found)), "year"
    )
    colours = {"year": theme.colours.text, "month": theme.colours.quiet, "day": theme.colours.quiet}
    # The year that is cut off at the left begins with some other month, and is named at the left.
    years = {one.x: one.label for one in found if one.level == "year" and finest == "month" and one.x > 0}
    for tick in found:
        if tick.level != finest:
            continue
        painter.setPen(QColor(colours["year" if tick.x in years else tick.level]))
        box = QRectF(scene.left + tick.x + 3, bottom, max(0.0, tick.end - tick.x) + 40, row)
        painter.drawText(box, _LEFT_CENTRE, years.get(tick.x, tick.label))
    painter.setClipping(False)
    if finest != "year":
        middle = date.fromordinal(min(max(int(scene.viewport.day(0)), 1), date.max.toordinal()))
        said = f"{middle.year}" if finest == "month" else f"{middle.year}-{middle.month:02}"
        painter.setPen(QColor(theme.colours.text))
        painter.drawText(QRectF(2 * GRID, bottom, scene.left, row), _LEFT_CENTRE, said)


def _landmarks(painter: QPainter, scene: Scene, theme: Theme, metrics: QFontMetricsF, bottom: float) -> None:
    """Days that matter to every lane: a dotted line, or a band if the day is not sure; words at the top."""
    warn = QColor(theme.colours.warn)
    found = flags(
        scene.landmarks,
        lambda day: scene.left + scene.viewport.x(day),
        scene.left,
        scene.width,
        metrics.horizontalAdvance,
        gap=GRID,
        longest=_WORDS * theme.scale / 100,
        rows=lines_above(scene.landmarks),
    )
    painter.setPen(QPen(warn, 1, Qt.PenStyle.DotLine))
    painter.drawLines([QLineF(x, 0, x, bottom) for flag in found for x in flag.spread or (flag.x,)])
    for flag in found:
        if flag.spread is not None:
            first, last = flag.spread
            painter.fillRect(
                QRectF(first, 0, last - first, bottom), QBrush(warn, Qt.BrushStyle.Dense7Pattern)
            )
    painter.setPen(QPen(warn, 2))
    chosen = [flag for flag in found if flag.landmark == scene.chosen]
    painter.drawLines([QLineF(x, 0, x, bottom) for flag in chosen for x in flag.spread or (flag.x,)])
    painter.setPen(warn)
    for flag in found:
        if flag.label is not None:
            top = _above(scene) - (flag.row + 1) * scene.geometry.row
            painter.drawText(QPointF(flag.label.x, top + metrics.ascent() + 2), flag.label.text)


def _draw(painter: QPainter, batch: Batch, theme: Theme) -> None:
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
        (batch.dots + batch.rings, colours.accent, DOT),
        (batch.rings, colours.base, DOT - 3),
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
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.text), 2))
    painter.drawRects(batch.special)


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
