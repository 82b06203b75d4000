"""Paints a person's timeline on screen from the pure layout that papers use too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kzcase.timeline.item import TimelineItem
from kzcase.timeline.layout import Bar, Point, Style, Timeline, lay_out, span_of
from kzcase.timeline.scale import Scale
from kzcase.ui.common.text import tip
from kzcase.ui.theme import GRID, Size, Theme

LANES = ("detention", "prosecution", "restriction", "letter", "event")
MOST_ROWS = 2
_LEFT = 100


class TimelineView(QWidget):
    """The picture under the head; a click on a mark opens its record. Read-only."""

    chosen = Signal(str)
    """The id of the record whose mark was clicked."""

    def __init__(self, theme: Theme, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self._items: tuple[TimelineItem, ...] = ()
        self._as_of = date.today()
        self._picture: Timeline | None = None
        self._font = theme.font(Size.SMALL)
        self._row = QFontMetricsF(self._font).height() + 4
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        translate = QCoreApplication.translate
        self._words: Mapping[str, str] = {
            "detention": translate("TimelineView", "detention"),
            "prosecution": translate("TimelineView", "prosecution"),
            "restriction": translate("TimelineView", "restrictions"),
            "letter": translate("TimelineView", "letters"),
            "event": translate("TimelineView", "events"),
        }

    @property
    def has_items(self) -> bool:
        """Whether there is anything to paint."""
        return bool(self._items)

    @property
    def picture(self) -> Timeline | None:
        """What is painted."""
        return self._picture

    def show_items(self, items: Sequence[TimelineItem], as_of: date) -> None:
        """Paint these, as they stand on a day."""
        self._items, self._as_of = tuple(items), as_of
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription("; ".join(item.label for item in self._items))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another picture."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lanes, marks, years, today."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._paint_ground(painter, self._picture)
        for bar in self._picture.bars:
            self._paint_bar(painter, bar)
        for point in self._picture.points:
            self._paint_point(painter, point)

    def event(self, event: QEvent) -> bool:
        """Tell what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(self._said(mark)) if mark is not None else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        mark = self._mark_at(event.position())
        if mark is not None:
            self.chosen.emit(mark.item.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be opened."""
        over = self._mark_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _lay_out(self) -> None:
        width = self.width() - _LEFT * self._theme.scale / 100 - 2 * GRID
        if not self._items or width < 80:
            self._picture = None
            return
        first, last = span_of(self._items, self._as_of)
        scale = Scale(first, last, width, _LEFT * self._theme.scale / 100)
        metrics = QFontMetricsF(self._font)
        self._picture = lay_out(
            self._items,
            scale,
            metrics.horizontalAdvance,
            as_of=self._as_of,
            lanes=LANES,
            style=Style(max_rows=MOST_ROWS, label_rows=MOST_ROWS),
            language=self._language,
        )
        self.setFixedHeight(round(self._picture.rows * self._row + self._row + GRID * 1.5))
        self.update()

    def _y(self, row: int) -> float:
        return GRID / 2 + row * self._row

    def _paint_ground(self, painter: QPainter, picture: Timeline) -> None:
        colours = self._theme.colours
        bottom = self._y(picture.rows)
        painter.fillRect(self.rect(), QColor(colours.raised))
        for number, lane in enumerate(picture.lanes):
            band = QRectF(0, self._y(lane.row), self.width(), lane.rows * self._row)
            if number % 2 == 0:
                painter.fillRect(band, QColor(colours.base))
            painter.setPen(QColor(colours.quiet))
            words = self._words.get(lane.key, lane.key)
            more = f" +{lane.hidden}" if lane.hidden else ""
            painter.drawText(
                QRectF(2 * GRID, band.top(), _LEFT * self._theme.scale / 100 - 2 * GRID, self._row),
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                words + more,
            )
        for tick in picture.ticks:
            if tick.level != "year":
                continue
            painter.setPen(QColor(colours.line))
            painter.drawLine(QPointF(tick.x, self._y(0)), QPointF(tick.x, bottom + 3))
            painter.setPen(QColor(colours.quiet))
            painter.drawText(
                QRectF(tick.x + 3, bottom, max(0.0, tick.end - tick.x) + 40, self._row),
                int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
                tick.label,
            )
        if picture.today is not None:
            pen = QPen(QColor(colours.accent), 1.5)
            painter.setPen(pen)
            painter.drawLine(QPointF(picture.today, self._y(0)), QPointF(picture.today, bottom + 3))

    def _paint_bar(self, painter: QPainter, bar: Bar) -> None:
        colours = self._theme.colours
        box = QRectF(bar.x, self._y(bar.row) + 2, bar.end - bar.x, self._row - 4)
        ended = bar.item.state == "no"
        ground = QColor(colours.chosen)
        edge = QColor(colours.quiet if ended else colours.accent)
        # What is only possible is hatched: it must not be taken for known.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(colours.line), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 3, 3)
        if bar.sure is not None:
            painter.setBrush(ground)
            painter.drawRect(QRectF(bar.sure[0], box.top(), bar.sure[1] - bar.sure[0], box.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(edge, 1)
        if bar.start_uncertain or bar.end_uncertain or bar.open_end:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)
        self._paint_label(painter, bar)

    def _paint_point(self, painter: QPainter, point: Point) -> None:
        colours = self._theme.colours
        middle = self._y(point.row) + self._row / 2
        painter.setPen(QPen(QColor(colours.accent), 1))
        if point.spread is not None:
            painter.drawLine(QPointF(point.spread[0], middle), QPointF(point.spread[1], middle))
            painter.setBrush(QColor(colours.base))
        else:
            painter.setBrush(QColor(colours.accent))
        painter.drawEllipse(QPointF(point.x, middle), 3.5, 3.5)
        self._paint_label(painter, point)

    def _paint_label(self, painter: QPainter, mark: Bar | Point) -> None:
        if mark.label is None:
            return
        painter.setPen(QColor(self._theme.colours.text))
        painter.drawText(
            QRectF(mark.label.x, self._y(mark.row), mark.label.width + 2, self._row),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            mark.label.text,
        )

    def _mark_at(self, place: QPointF) -> Bar | Point | None:
        if self._picture is None:
            return None
        marks: list[Bar | Point] = [*self._picture.points, *self._picture.bars]
        for mark in marks:
            top = self._y(mark.row)
            if isinstance(mark, Bar):
                left, right = mark.x, mark.end
            else:
                left, right = mark.x - 5, mark.x + 5
            if mark.label is not None:
                left, right = min(left, mark.label.x), max(right, mark.label.x + mark.label.width)
            if left <= place.x() <= right and top <= place.y() < top + self._row:
                return mark
        return None

    def _said(self, mark: Bar | Point) -> str:
        item = mark.item
        start = item.start.show(self._language) if item.start is not None else ""
        end = item.end.show(self._language) if item.end is not None else ""
        still = self.tr("still lasts") if isinstance(mark, Bar) and item.open_end else ""
        when = " – ".join(part for part in (start, end or still) if part)
        return f"{item.label}\n{when}" if when else item.label
