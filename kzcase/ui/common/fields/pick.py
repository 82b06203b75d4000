"""A line in which one types to find something in a list, or to add it there.

Used for terms of vocabularies and for links to records; what is offered comes
from whoever owns the line, at once or when the vault has answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

_NOWHERE = QModelIndex()
_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole))
MOST_OFFERS = 12
_LEAST_WIDTH = 420
"""Pixels an open list is wide at least: a narrow field must not cut off what tells two names apart."""
_PADDING = 6
_GAP = 14


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list: picking it takes `key`, or, if `creates`, makes a new one from the text.

    `creates` is the kind to be made ("" for an existing one). `detail` tells it
    from others of the same name. One that is not `sure` only looks like what was
    typed, and is not taken by Enter unless somebody goes to it.
    """

    key: str
    label: str
    creates: str = ""
    detail: str = ""
    sure: bool = True


class OffersModel(QAbstractListModel):
    """The lines of an open list. Offers stay on Python's side: Qt is handed their words only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these instead of what was offered."""
        self.beginResetModel()
        self.offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.offers)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> str | None:
        """The words of a line: its label and what tells it apart."""
        if role not in _WORDS or not 0 <= index.row() < len(self.offers):
            return None
        one = self.offers[index.row()]
        return "  ".join(part for part in (one.label, one.detail) if part)


class PickLine(QLineEdit):
    """Type to find; Enter or a click picks; Down shows what there is.

    Enter never makes anything new at once: if nothing is marked it marks the
    first line of the list, and only a second Enter takes that.
    """

    asked = Signal(str)
    """The user typed, or wants to see the list: offers are wanted for this text."""
    picked = Signal(object)
    """An `Offer` was picked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pending = False
        """Whether the offers for what is typed have still to come; what is shown is older than the text."""
        self._taken_early = False
        self._offers = OffersModel(self)
        self.textEdited.connect(self.asked)

    @cached_property
    def _list(self) -> QCompleter:
        """The open list, made when it is first needed: a page may have dozens of lines."""
        made = QCompleter(self._offers, self)
        made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        made.setMaxVisibleItems(MOST_OFFERS)
        made.setWidget(self)
        return made

    @cached_property
    def _popup(self) -> QListView:
        made = QListView()
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The completer gives the list a delegate and a filter of its own: ours come after them.
        self._list.setPopup(made)
        made.setItemDelegate(_OfferDelegate(self._offers, made))
        made.clicked.connect(self._activated)
        made.installEventFilter(self)
        return made

    @property
    def _is_open(self) -> bool:
        """Whether the list is shown now."""
        return "_popup" in self.__dict__ and self._popup.isVisible()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered now."""
        return self._offers.offers

    @property
    def marked(self) -> Offer | None:
        """The offer that Enter would take now."""
        index = self._popup.currentIndex() if self._is_open else QModelIndex()
        return self._at(index.row()) if index.isValid() else None

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show these under the line, if the keyboard is still here."""
        self.pending = False
        self._offers.show_offers(offers)
        if self._taken_early:
            # Enter or Tab came before the answer: it takes what bears exactly the name typed, and only that.
            self._taken_early = False
            typed = self.text().strip().casefold()
            exact = [one for one in offers if not one.creates and one.label.casefold() == typed]
            if len(exact) == 1:
                if self._is_open:
                    self._popup.hide()
                self.picked.emit(exact[0])
                return
        if offers and self.hasFocus():
            popup = self._popup
            width = max(self.width(), _LEAST_WIDTH)
            self._list.complete(QRect(0, 0, width, self.height()))
            first = 0 if offers[0].sure and not offers[0].creates else -1
            popup.setCurrentIndex(popup.model().index(first, 0))
        elif self._is_open:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list; Enter before the answer has come is kept for it."""
        key = event.key()
        if key == Qt.Key.Key_Down and not self._is_open:
            self.asked.emit("")
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pending:
            self._taken_early = True
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter picks what is marked; Tab does too if something was typed, and goes on; arrows go round."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_open:
            index, key = self._popup.currentIndex(), event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._on_taking(index, key)
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                # Qt would leave the list after its last line, and Enter would then pick nothing.
                step = 1 if key == Qt.Key.Key_Down else -1
                row = (index.row() + step) % self._offers.rowCount() if index.isValid() else 0
                self._mark(row)
                return True
        return bool(super().eventFilter(watched, event))

    def _on_taking(self, index: QModelIndex, key: int) -> None:
        goes_on = key == Qt.Key.Key_Tab
        if self.pending:
            self._taken_early = bool(self.text().strip())
        elif index.isValid() and (not goes_on or self.text().strip()):
            self._popup.hide()
            self._pick(index.row())
        elif not index.isValid() and not goes_on:
            self._mark(0)
        if goes_on:
            self._popup.hide()
            self.focusNextChild()

    def _mark(self, row: int) -> None:
        """Mark a line of the open list, none for -1. The list shows the completer's own model, not ours."""
        self._popup.setCurrentIndex(self._popup.model().index(row, 0))

    def _activated(self, index: QModelIndex) -> None:
        self._pick(index.row())

    def _at(self, row: int) -> Offer | None:
        return self.offers[row] if 0 <= row < len(self.offers) else None

    def _pick(self, row: int) -> None:
        if (one := self._at(row)) is not None:
            self.picked.emit(one)


class _OfferDelegate(QStyledItemDelegate):
    """Paints a name, and beside it, quieter, what tells it from others of that name."""

    def __init__(self, offers: OffersModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._offers = offers

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        made = super().sizeHint(option, index)
        # What does not fit is cut with dots: the list never scrolls sideways.
        return QSize(0, made.height() + _PADDING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not 0 <= index.row() < len(self._offers.offers):
            return
        one = self._offers.offers[index.row()]
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        inside = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        metrics = option.fontMetrics
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        accent = one.creates
        name = QColor(palette.color(QPalette.ColorRole.Accent if accent else QPalette.ColorRole.Text))
        # A very long name leaves room for what tells it apart, as long as there is something to tell.
        most = inside.width() if not one.detail else inside.width() * 2 // 3
        shown = metrics.elidedText(one.label, Qt.TextElideMode.ElideRight, most)
        painter.setPen(name)
        painter.drawText(inside, flags, shown)
        if one.detail:
            left = metrics.horizontalAdvance(shown) + _GAP
            rest = inside.adjusted(left, 0, 0, 0)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(
                rest, flags, metrics.elidedText(one.detail, Qt.TextElideMode.ElideRight, rest.width())
            )
        painter.restore()
