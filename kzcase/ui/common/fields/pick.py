"""A line in which one types to find something in a list, or to add it there.

Used for terms of vocabularies and for links to records; what is offered comes
from whoever owns the line, at once or when the vault has answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

_OFFER = int(Qt.ItemDataRole.UserRole) + 1
MOST_OFFERS = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list: picking it takes `key`, or, if `creates`, makes a new one from the text.

    `creates` is the kind to be made ("" for an existing one).
    """

    key: str
    label: str
    creates: str = ""


class PickLine(QLineEdit):
    """Type to find; Enter or a click picks; Down shows what there is."""

    asked = Signal(str)
    """The user typed, or wants to see the list: offers are wanted for this text."""
    picked = Signal(object)
    """An `Offer` was picked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = QStandardItemModel(0, 1, self)
        self._list = QCompleter(self._offers, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(MOST_OFFERS)
        self._list.setWidget(self)
        self._popup = QListView()
        self._list.setPopup(self._popup)
        self._popup.clicked.connect(self._activated)
        self.textEdited.connect(self.asked)
        self._popup.installEventFilter(self)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What is offered now."""
        return tuple(self._offers.item(row).data(_OFFER) for row in range(self._offers.rowCount()))

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show these under the line, if the keyboard is still here."""
        self._offers.clear()
        for one in offers:
            item = QStandardItem(one.label)
            item.setData(one, _OFFER)
            self._offers.appendRow(item)
        if offers and self.hasFocus():
            self._list.complete()
            self._popup.setCurrentIndex(self._offers.index(0, 0))
        else:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list."""
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.asked.emit("")
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter picks what is marked; Tab does too if something was typed, and goes on; arrows go round."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._popup.isVisible():
            index, key = self._popup.currentIndex(), event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._popup.hide()
                if index.isValid() and (key != Qt.Key.Key_Tab or self.text().strip()):
                    self._pick(index.row())
                if key == Qt.Key.Key_Tab:
                    self.focusNextChild()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                # Qt would leave the list after its last line, and Enter would then pick nothing.
                step = 1 if key == Qt.Key.Key_Down else -1
                row = (index.row() + step) % self._offers.rowCount() if index.isValid() else 0
                self._popup.setCurrentIndex(self._offers.index(row, 0))
                return True
        return bool(super().eventFilter(watched, event))

    def _activated(self, index: QModelIndex) -> None:
        self._pick(index.row())

    def _pick(self, row: int) -> None:
        item = self._offers.item(row)
        if item is not None:
            self.picked.emit(item.data(_OFFER))
