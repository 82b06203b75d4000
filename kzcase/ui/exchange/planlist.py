"""Paints the records of a plan: what happens, to what, under the name of whose it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kzcase.exchange.casefile import Status
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon, icon
from kzcase.ui.common.text import one_line
from kzcase.ui.exchange import words
from kzcase.ui.exchange.plantablemodel import LINE_ROLE, Index, PlanLine, PlanTableModel
from kzcase.ui.theme import GRID, Theme

_ICON = 16
_ROOMY = 4
"""A list is narrow if it is not so many times as wide as the longest status."""
_FLUSH = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class PlanDelegate(QStyledItemDelegate):
    """A word says what happens; icon and colour only underline it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bold = theme.font(bold=True)
        self._plain = theme.font()
        self._icons: dict[tuple[Icon, str], QIcon] = {}
        metrics = QFontMetrics(self._plain)
        self._status = max(metrics.horizontalAdvance(words.status(one)) for one in Status)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row high."""
        return QSize(80, self._theme.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, then the words of the line."""
        line: PlanLine = index.data(LINE_ROLE)
        box: QRect = option.rect
        colours = self._theme.colours
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.chosen))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(QColor(colours.accent), 1))
                painter.drawRect(box.adjusted(0, 0, -1, -1))
        if line.block:
            painter.fillRect(box, QColor(colours.side if line.calm else colours.warn_ground))
        left = box.left() + GRID
        if line.record is None:
            tone = colours.warn if line.block and not line.calm else colours.text
            self._text(painter, box, left, line.sentence, tone, bold=bool(line.heading))
        else:
            self._record(painter, box, left, line)
        painter.restore()

    def _record(self, painter: QPainter, box: QRect, left: int, line: PlanLine) -> None:
        one, colours = line.record, self._theme.colours
        assert one is not None
        pressing = one.widens or one.status in (Status.CONFLICT, Status.REFUSED)
        tone = colours.warn if pressing else colours.quiet
        side = round(_ICON * self._theme.scale / 100)
        sign = Icon.LARGER if one.widens else words.ICONS[one.status]
        left += GRID
        if (sign, tone) not in self._icons:
            self._icons[sign, tone] = icon(sign, tone)
        self._icons[sign, tone].paint(painter, left, box.top() + (box.height() - side) // 2, side, side)
        left += side + GRID
        self._text(painter, box, left, words.status(one.status), tone)
        left += self._beside(box, one.status) + 2 * GRID
        title = one_line(one.title)
        told = f"{one.kind_words}: {title}" if one.kind_words else title
        self._text(painter, box, left, told, colours.text)

    def _beside(self, box: QRect, status: Status) -> int:
        """How far from a status its record begins: under one another, but in a narrow list close to it."""
        if box.width() >= _ROOMY * self._status:
            return self._status
        return QFontMetrics(self._plain).horizontalAdvance(words.status(status))

    def _text(
        self, painter: QPainter, box: QRect, left: int, text: str, colour: str, *, bold: bool = False
    ) -> None:
        font = self._bold if bold else self._plain
        room = QRect(left, box.top(), box.right() - GRID - left, box.height())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, _FLUSH, elided)


class PlanList(QListView):
    """Lines one goes through with the arrows; the current one is told in full beside the list."""

    current_changed = Signal(object)
    """The `PlanLine` the keyboard is on."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = PlanTableModel(desk, self)
        self.setModel(self.lines)
        self.setItemDelegate(PlanDelegate(desk.look.theme, self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("What the file would change"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)

    def go_to_first(self) -> None:
        """The keyboard is on the file itself."""
        self.setCurrentIndex(self.lines.index(0, 0))

    def go_to(self, row: int) -> None:
        """Put the keyboard on a line."""
        self.setCurrentIndex(self.lines.index(row, 0))

    def _moved(self, now: Index, _before: Index) -> None:
        if now.isValid():
            self.current_changed.emit(now.data(LINE_ROLE))
