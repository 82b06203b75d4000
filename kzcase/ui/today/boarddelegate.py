"""Paints the board's cells: words, the bar of what is left of a restriction's time, the sign of a note."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kzcase.services.board import BoardRow
from kzcase.ui.common.icons import Icon
from kzcase.ui.theme import GRID, Theme
from kzcase.ui.today.boardtablemodel import LEFT, MARKS, BoardTableModel, Index
from kzcase.ui.today.signs import Signs

_NUMBER = "0000"
_ICON = 16
_MOST_KEPT = 4000
"""Cut words that are kept: some screens of cells."""
_FLUSH = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class BoardDelegate(QStyledItemDelegate):
    """Every cell painted by hand: through the style sheet a screen of them takes longer than a frame.

    The filled part of a bar is the time that is left, with its days in figures beside it.
    """

    def __init__(self, theme: Theme, model: BoardTableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        # Asked directly, not through Qt's index: a frame has more than a hundred cells.
        self._model = model
        self._cut: dict[tuple[str, int], str] = {}
        self._font = theme.font()
        self._metrics = QFontMetrics(self._font)
        self._number = self._metrics.horizontalAdvance(_NUMBER)
        self._signs = Signs()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of a chosen row, then what the column shows."""
        number, column = index.row(), index.column()
        row = self._model.row(number)
        colours = self._theme.colours
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.chosen))
        inside = box.adjusted(GRID, 0, -GRID, 0)
        painter.setFont(self._font)
        painter.setPen(QColor(colours.text))
        words = self._model.words(number)[column]
        if column == LEFT:
            painter.drawText(inside, _RIGHT, words)
            if row.days_left is not None:
                self._bar(painter, inside.adjusted(0, 0, -self._number - GRID, 0), row.share)
            return
        if column == MARKS and words:
            inside = self._sign(painter, inside, row)
        painter.drawText(inside, _FLUSH, self._fitting(words, inside.width()))

    def _fitting(self, words: str, width: int) -> str:
        """Words cut to a width; the same cells come again with every frame."""
        known = self._cut.get((words, width))
        if known is None:
            if len(self._cut) >= _MOST_KEPT:
                self._cut.clear()
            known = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
            self._cut[words, width] = known
        return known

    def _sign(self, painter: QPainter, box: QRect, row: BoardRow) -> QRect:
        """The sign before a note; returns the room beside it."""
        colours = self._theme.colours
        side = round(_ICON * self._theme.scale / 100)
        top = box.top() + (box.height() - side) / 2
        if row.state == "yes":
            self._signs.draw(painter, Icon.FLAG, colours.accent, box.left(), top, side)
        else:
            self._signs.draw(painter, Icon.WARNING, colours.quiet, box.left(), top, side)
        return box.adjusted(side + GRID, 0, 0, 0)

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
