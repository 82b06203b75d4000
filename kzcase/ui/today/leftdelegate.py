"""Paints how much of a restriction's time has passed, and the days that are left, in one cell."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kzcase.services.board import BoardRow
from kzcase.ui.theme import GRID, Theme
from kzcase.ui.today import say
from kzcase.ui.today.boardtablemodel import ROW_ROLE, Index

_NUMBER = "0000"


class LeftDelegate(QStyledItemDelegate):
    """A bar whose filled part is the time that is left, with its days in figures beside it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._font = theme.font()
        self._metrics = QFontMetrics(self._font)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of a chosen row, the bar, the number."""
        row: BoardRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        colours = self._theme.colours
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.chosen))
        inside = box.adjusted(GRID, 0, -GRID, 0)
        if row.days_left is not None:
            number = self._metrics.horizontalAdvance(_NUMBER)
            painter.setFont(self._font)
            painter.setPen(QColor(colours.text))
            words = say.grouped(row.days_left)
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
            self._bar(painter, inside.adjusted(0, 0, -number - GRID, 0), row.share)
        painter.restore()

    def _bar(self, painter: QPainter, room: QRect, share: float) -> None:
        colours = self._theme.colours
        high = max(6, room.height() // 4)
        whole = QRectF(room.left(), room.center().y() - high / 2, room.width(), high)
        painter.setPen(QPen(QColor(colours.quiet), 1))
        painter.setBrush(QColor(colours.window))
        painter.drawRect(whole)
        passed = whole.width() * min(1.0, max(0.0, share))
        left = QRectF(whole.left() + passed, whole.top(), whole.width() - passed, whole.height())
        painter.fillRect(left, QColor(colours.accent))
