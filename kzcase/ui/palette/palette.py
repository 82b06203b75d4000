"""The palette itself: lies over the page, hands back one wish, and gives the keyboard back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from kzcase.services import finding, savedsearches
from kzcase.services.finding import Found
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.understood import Understood
from kzcase.ui.common.text import label
from kzcase.ui.common.worker import Latest
from kzcase.ui.palette.entries import Choice, Entry, entries
from kzcase.ui.palette.palettetablemodel import ENTRY, PaletteTableModel
from kzcase.ui.palette.rowpainter import RowPainter
from kzcase.ui.theme import GRID

_PAUSE = 0
"""Milliseconds: at every letter, once it stands on the screen; what is overtaken is not looked into."""

_WIDEST = 760
_MOST_ROWS = 13
_VEIL = 70


class Palette(QWidget):
    """Covers the page with a thin veil; a click on it, or Esc, puts the palette away.

    `icons` are those of kinds, by key, in the order in which kinds are shown.
    """

    record_chosen = Signal(str, str)
    """Kind and id of a record to be shown."""
    page_chosen = Signal(str, int)
    """A document to be looked at from that page on."""
    closed = Signal()

    def __init__(self, desk: Desk, icons: Mapping[str, Icon], over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._order = tuple(icons)
        self._choices: tuple[Choice, ...] = ()
        self._recent: tuple[str, ...] = ()
        self._found: tuple[Found, ...] = ()
        self._asked = ""
        self._answered = ""
        self._take_when_known = False
        self._moved = False
        self._before: QWidget | None = None
        self.line = QLineEdit()
        self.line.setObjectName("palette-line")
        self.line.setPlaceholderText(self.tr("A name in any script, or what is to be done"))
        self.line.setAccessibleName(self.tr("Find or do"))
        self.model = PaletteTableModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowPainter(desk, icons, self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("What was found"))
        self.view.setProperty("bare", True)
        self._nothing = label(role="quiet", wrap=True)
        self._nothing.setContentsMargins(GRID, GRID, GRID, GRID)
        self._card = QFrame(self)
        self._card.setProperty("card", True)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        self.understood = Understood(desk, keyboard=False)
        self.understood.wanted.connect(self._take_text)
        self.understood.drawn.connect(self._place)
        self.understood.said.connect(self._told)
        for widget in (self.line, self.understood, self._nothing, self.view):
            column.addWidget(widget)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._answer)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.view.clicked.connect(self._clicked)
        self.view.entered.connect(self._hovered)
        over.installEventFilter(self)
        self.hide()

    @property
    def answered(self) -> str:
        """The text whose answer is shown."""
        return self._answered

    def open_with(self, choices: Sequence[Choice], recent: Sequence[str]) -> None:
        """Show it, with these actions and the records opened lately (ids, the latest first)."""
        self._choices, self._recent = tuple(choices), tuple(recent)
        self._before = QApplication.focusWidget()
        self._found, self._asked, self._answered = (), "", ""
        self._take_when_known = False
        self.line.clear()
        self._fill()
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus()
        self._ask()

    def close_up(self) -> None:
        """Put it away and give the keyboard back to where it was."""
        if self.isHidden():
            return
        self._timer.stop()
        self._latest.forget()
        self.understood.forget()
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.closed.emit()

    def take(self) -> None:
        """Do what the marked row says, as soon as it is known what was found for what was typed."""
        if self._timer.isActive() or self._answered != self._text:
            self._take_when_known = True
            return
        entry = self.view.currentIndex().data(ENTRY)
        if isinstance(entry, Entry) and not entry.is_heading:
            self._do(entry)

    # --- typing --------------------------------------------------------------------------------------

    @property
    def _text(self) -> str:
        return " ".join(self.line.text().split())

    def _typed(self) -> None:
        self._take_when_known = self._moved = False
        self._timer.start()
        self._fill()

    def _take_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setFocus()

    def _ask(self) -> None:
        self._asked = text = self._text
        office, language = self._desk.office, self._desk.language
        if text:
            # Who is called so is shown at once; who is only called like it comes behind them.
            sure = partial(finding.find, office, text, language, alike=False)
            self._latest.ask(partial(_looked, text, sure, whole=False))
        else:
            self._latest.ask(partial(_looked, text, partial(finding.these, office, self._recent, language)))
            self.understood.ask(text)

    def _answer(self, answer: _Answer) -> None:
        if answer.whole or answer.found:
            self._answered, self._found = answer.text, answer.found
            self._fill()
        if not answer.whole:
            office, language = self._desk.office, self._desk.language
            self._latest.ask(
                partial(_looked, answer.text, partial(finding.find, office, answer.text, language))
            )
            # After the records: all are answered in the order in which they are asked.
            self.understood.ask(answer.text)
        if self._take_when_known:
            self._take_when_known = False
            self.take()

    def _fill(self) -> None:
        """Show what is known now; records found for the letters before stay until others are found."""
        text = self._text
        found = self._found if bool(text) == bool(self._answered) else ()
        marked = self.view.currentIndex().data(ENTRY)
        choices = (*self._choices, *self._keeping())
        self.model.show_entries(entries(text, found, choices, self._order))
        kept = self.model.row_of(marked.key) if isinstance(marked, Entry) and self._moved else -1
        self._mark(kept if kept >= 0 else self.model.next_choice(-1, 1))
        nothing = not self.model.entries and self._answered == text
        self._nothing.setText(
            self.tr("Nothing is called so. Try fewer letters, or another spelling.") if nothing else ""
        )
        self._nothing.setVisible(nothing)
        self.view.setVisible(bool(self.model.entries))
        self._place()
        self._show_mark()

    def _keeping(self) -> tuple[Choice, ...]:
        """The wish to keep what was typed, if it asks for more than a name and finds something."""
        text = self._text
        known = bool(text) and self._answered == text and bool(self._found)
        if not known or not self.understood.words or len(text) > savedsearches.LONGEST_NAME:
            return ()
        words = self.tr("Keep “{0}” in the side bar").format(text)
        return (Choice(words, partial(self._keep, text), also=text, icon=Icon.FIND),)

    def _told(self, _words: str) -> None:
        if not self.isHidden():
            self._fill()

    def _keep(self, text: str) -> None:
        self._desk.worker.write(partial(savedsearches.save, self._desk.office, text, text))

    def _mark(self, row: int) -> None:
        if row >= 0:
            index = self.model.index(row)
            self.view.setCurrentIndex(index)
            self._show_mark()

    def _show_mark(self) -> None:
        row = self.view.currentIndex().row()
        if row <= 1:
            self.view.scrollToTop()
        else:
            self.view.scrollTo(self.view.currentIndex())

    # --- choosing ------------------------------------------------------------------------------------

    def _do(self, entry: Entry) -> None:
        self.close_up()
        if entry.choice is not None:
            entry.choice.run()
        elif entry.page:
            self.page_chosen.emit(entry.record, entry.page)
        else:
            self.record_chosen.emit(entry.kind, entry.record)

    def _clicked(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and not entry.is_heading:
            self._do(entry)

    def _hovered(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and not entry.is_heading:
            self.view.setCurrentIndex(index)

    def _step(self, by: int) -> None:
        row = self.view.currentIndex().row()
        step = 1 if by > 0 else -1
        for _ in range(abs(by)):
            following = self.model.next_choice(row, step)
            if abs(by) > 1 and (following - row) * step < 0:
                break  # a page down stops at the end
            row = following
        self._moved = True
        self._mark(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move the mark while the keyboard stays in the line; the size of the page under it."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: _MOST_ROWS - 3,
            Qt.Key.Key_PageUp: 3 - _MOST_ROWS,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._step(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        else:
            return False
        return True

    # --- looks ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside it puts it away."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_up()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A thin veil over the page."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(0, 0, 0, _VEIL))

    def _place(self) -> None:
        self.setGeometry(self._over.rect())
        scale = self._desk.look.theme.scale / 100
        width = min(round(_WIDEST * scale), self.width() - 4 * GRID)
        row = self._desk.look.theme.row
        chips = 0 if self.understood.isHidden() else self.understood.heightForWidth(width)
        room = self.height() - 14 * GRID - self.line.sizeHint().height() - chips
        rows = min(self.model.rowCount(), _MOST_ROWS)
        self.view.setFixedHeight(max(0, min(rows * row + 4, room)))
        self._card.setFixedWidth(width)
        column = self._card.layout()
        assert column is not None
        column.activate()
        height = column.totalHeightForWidth(width) if column.hasHeightForWidth() else -1
        self._card.resize(width, height if height > 0 else self._card.sizeHint().height())
        self._card.move((self.width() - width) // 2, 5 * GRID)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found for a text; `whole`: with what only looks like it."""

    text: str
    found: tuple[Found, ...]
    whole: bool


def _looked(text: str, look: partial[tuple[Found, ...]], whole: bool = True) -> _Answer:
    return _Answer(text, look(), whole)
