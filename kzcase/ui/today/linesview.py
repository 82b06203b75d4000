"""A list of lines painted by hand: when, what, who; Enter opens, Space says why, Delete puts off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kzcase.ui.common.desk import Desk
from kzcase.ui.theme import GRID, Theme
from kzcase.ui.today.line import Line, Shape, Tone
from kzcase.ui.today.linestablemodel import LINE_ROLE, Index, LinesTableModel
from kzcase.ui.today.signs import Signs

_WIDEST_WHEN = 150
_MOST_WHAT = 0.38
_MOST_WHOM = 0.5
"""The share of the first words where they name a person."""
_ICON = 16
_FLUSH = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class LineDelegate(QStyledItemDelegate):
    """Paints a line: an icon and a word say how pressing it is, and the colour only underlines it."""

    def __init__(self, theme: Theme, most_what: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._most_what = most_what
        self._icons = True
        self._signs = Signs()
        self._elided: dict[tuple[str, int, bool], str] = {}
        self._font = theme.font()
        self._bold = theme.font(bold=True)
        self._metrics = QFontMetrics(self._font)
        self._bold_metrics = QFontMetrics(self._bold)
        self._when = 0
        self._what = 0

    def measure(self, lines: Sequence[Line]) -> None:
        """Make the columns as wide as their widest words, within reason."""
        self._elided.clear()
        rows = [line for line in lines if line.shape is Shape.ROW]
        self._icons = any(line.icon is not None for line in rows)
        widest = max((self._advance(line.when, line.tone) for line in rows), default=0)
        self._when = min(widest, round(_WIDEST_WHEN * self._theme.scale / 100))
        self._what = max((self._advance(line.what, Tone.PLAIN) for line in rows if line.who), default=0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row high; a heading stands a little apart."""
        line: Line = index.data(LINE_ROLE)
        apart = GRID // 2 if line.shape is Shape.HEADING and index.row() else 0
        return QSize(80, self._theme.row + apart)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, and the three columns."""
        line: Line = index.data(LINE_ROLE)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if line.shape is Shape.ROW:
            self._ground(painter, box, state)
            self._row(painter, box, line)
        else:
            self._words(painter, box, line)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        colours = self._theme.colours
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(colours.chosen))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(QColor(colours.accent), 1))
                painter.drawRect(box.adjusted(0, 0, -1, -1))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(colours.raised))

    def _row(self, painter: QPainter, box: QRect, line: Line) -> None:
        colours = self._theme.colours
        side = round(_ICON * self._theme.scale / 100)
        left = box.left() + GRID
        if line.icon is not None:
            colour = {Tone.LATE: colours.bad, Tone.SOON: colours.accent}.get(line.tone, colours.quiet)
            top = box.top() + (box.height() - side) // 2
            self._signs.draw(painter, line.icon, colour, left, top, side)
        if self._icons:
            left += side + GRID
        pressing = line.tone in (Tone.LATE, Tone.SOON)
        tones = {Tone.LATE: colours.bad, Tone.SOON: colours.accent, Tone.PLAIN: colours.text}
        self._text(
            painter,
            QRect(left, box.top(), self._when, box.height()),
            line.when,
            tones.get(line.tone, colours.quiet),
            bold=pressing,
        )
        left += self._when + (2 * GRID if self._when else 0)
        rest = box.right() - GRID - left
        ground = colours.quiet if line.tone is Tone.QUIET else colours.text
        what = rest if not line.who else min(self._what, round(rest * self._most_what))
        self._text(painter, QRect(left, box.top(), what, box.height()), line.what, ground)
        if line.who:
            left += what + 2 * GRID
            self._text(
                painter, QRect(left, box.top(), box.right() - GRID - left, box.height()), line.who, ground
            )

    def _words(self, painter: QPainter, box: QRect, line: Line) -> None:
        heading = line.shape is Shape.HEADING
        colours = self._theme.colours
        apart = GRID // 2 if heading else 0
        place = QRect(box.left() + GRID, box.top() + apart, box.width() - 2 * GRID, box.height() - apart)
        self._text(painter, place, line.what, colours.text if heading else colours.quiet, bold=heading)

    def _text(self, painter: QPainter, box: QRect, text: str, colour: str, *, bold: bool = False) -> None:
        metrics = self._bold_metrics if bold else self._metrics
        painter.setFont(self._bold if bold else self._font)
        painter.setPen(QColor(colour))
        key = (text, box.width(), bold)
        if key not in self._elided:
            flat = " ".join(text.split("\n"))
            self._elided[key] = metrics.elidedText(flat, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, _FLUSH, self._elided[key])

    def _advance(self, text: str, tone: Tone) -> int:
        metrics = self._bold_metrics if tone in (Tone.LATE, Tone.SOON) else self._metrics
        return metrics.horizontalAdvance(text) + 4


class LinesView(QListView):
    """Lines one goes through with the arrows; the current line is kept when they are read again.

    With `fits` the view is as high as its lines; with `leads` a line is current
    before the keyboard comes.
    """

    opened = Signal(object)
    """A `Line` was opened by Enter or a double click."""
    why_wanted = Signal(object)
    put_off_wanted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        name: str,
        *,
        fits: bool = False,
        leads: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fits = fits
        self._leads = leads
        self.lines = LinesTableModel(self)
        self._delegate = LineDelegate(desk.look.theme, _MOST_WHOM if fits else _MOST_WHAT, self)
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        if fits:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setStyleSheet("QListView { border: none; background: transparent; }")

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the line that was current stays so, or the one that took its place."""
        if tuple(lines) == self.lines.lines:
            return
        before, place = self.current, self.currentIndex().row()
        scrolled = self.verticalScrollBar().value()
        self._delegate.measure(lines)
        self.lines.show_lines(lines)
        if before is not None:
            row = self.lines.row_of(before.key)
            self._go_to(row if row >= 0 else self.lines.first_row(place))
            self.verticalScrollBar().setValue(scrolled)
        elif self.hasFocus() or self._leads:
            self._go_to(self.lines.first_row())
        if self._fits:
            self.setFixedHeight(self._height())

    @property
    def current(self) -> Line | None:
        """The line the keyboard is on."""
        index = self.currentIndex()
        return index.data(LINE_ROLE) if index.isValid() else None

    def text(self) -> list[str]:
        """What is shown, line by line (for tests)."""
        return [line.sentence for line in self.lines.lines]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard always stands on a line."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._go_to(self.lines.first_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space says why, Delete puts off; all else moves."""
        line = self.current
        key = event.key()
        if line is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(line)
        elif line is not None and key == Qt.Key.Key_Space:
            self.why_wanted.emit(line)
        elif line is not None and key == Qt.Key.Key_Delete:
            self.put_off_wanted.emit(line)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the line under it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            line: Line = index.data(LINE_ROLE)
            if line.shape is Shape.ROW:
                self.opened.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the line, each with its key."""
        line = self.current
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, keys, slot, possible in (
            (self.tr("Open"), Qt.Key.Key_Return, self._open_current, True),
            (self.tr("Why?"), Qt.Key.Key_Space, self._why_current, bool(line.why)),
            (self._put_off_words(line), Qt.Key.Key_Delete, self._put_off_current, line.item is not None),
        ):
            action = QAction(words, menu)
            action.setShortcut(keys)
            action.setEnabled(possible)
            action.triggered.connect(slot)
            menu.addAction(action)
        menu.popup(event.globalPos())

    def _put_off_words(self, line: Line) -> str:
        woken = line.item is not None and line.item.snoozed_until
        return self.tr("Take up again") if woken else self.tr("Put off …")

    def _open_current(self) -> None:
        self.opened.emit(self.current)

    def _why_current(self) -> None:
        self.why_wanted.emit(self.current)

    def _put_off_current(self) -> None:
        self.put_off_wanted.emit(self.current)

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self.lines.index(row, 0))

    def _height(self) -> int:
        rows = sum(self.sizeHintForRow(number) for number in range(self.lines.rowCount()))
        return rows + 2 * self.frameWidth()
