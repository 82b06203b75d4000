"""Paints the rows of the palette."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.palette.entries import Entry
from kzcase.ui.palette.palettetablemodel import ENTRY
from kzcase.ui.theme import GRID, Size


class RowPainter(QStyledItemDelegate):
    """Paints a row letter for letter: icon, words, and quieter what tells it apart and its keys."""

    def __init__(self, desk: Desk, icons: Mapping[str, Icon], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = desk.look.theme
        self._desk = desk
        self._icons = icons
        self._made: dict[Icon, QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every row has the height of a list's row."""
        return QSize(100, self._theme.row)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        rect: QRect = option.rect
        colours = self._theme.colours
        painter.save()
        if entry.is_heading:
            painter.setFont(self._theme.font(Size.SMALL, bold=True))
            painter.setPen(QColor(colours.quiet))
            place = rect.adjusted(GRID, 0, -GRID, -3)
            painter.drawText(place, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, entry.words)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.chosen))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colours.accent))
        side = round(18 * self._theme.scale / 100)
        meaning = entry.icon or self._icons.get(entry.kind, Icon.OPEN)
        box = QRect(rect.left() + 2 * GRID, rect.center().y() - side // 2, side, side)
        self._icon(meaning).paint(painter, box)
        place = rect.adjusted(box.right() - rect.left() + GRID, 0, -GRID, 0)
        painter.setFont(self._theme.font())
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        if entry.keys:
            painter.setPen(QColor(colours.quiet))
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, entry.keys)
            place = place.adjusted(0, 0, -metrics.horizontalAdvance(entry.keys) - 2 * GRID, 0)
        least = place.width() * 2 // 5 if entry.beside else 0
        words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, place.width() - least)
        painter.setPen(QColor(colours.text))
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, words)
        place = place.adjusted(metrics.horizontalAdvance(words) + 2 * GRID, 0, 0, 0)
        painter.setPen(QColor(colours.quiet))
        beside = metrics.elidedText(entry.beside, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, beside)
        painter.restore()

    def _icon(self, meaning: Icon) -> QIcon:
        """An icon, made once: rows are painted anew at each letter."""
        if meaning not in self._made:
            self._made[meaning] = self._desk.icon(meaning)
        return self._made[meaning]
