"""The boxes of a document in words: on which page each is, why it is there, and a note for the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kzcase.services.redactions import Box
from kzcase.services.vocabulary import Term
from kzcase.ui.common.text import button, label, tip
from kzcase.ui.theme import GRID

_ID = Qt.ItemDataRole.UserRole


class BoxSide(QWidget):
    """A list of boxes, and below it what is said of the chosen one."""

    picked = Signal(str)
    """A box was chosen here, by its id."""
    explained = Signal(str, str)
    """Why a box is there: its id, the key of the reason."""
    noted = Signal(str, str)
    """A note was written on a box: its id, the words."""
    removed = Signal(str)
    """A box is to go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: tuple[Box, ...] = ()
        self._chosen = ""
        self._reasons: dict[str, str] = {}
        self._heading: QLabel = label("", "heading", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Places covered in this document"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.why = QComboBox()
        self.why.setAccessibleName(self.tr("Why it is covered"))
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("A note for the office"))
        self.note.setAccessibleName(self.tr("A note for the office"))
        self.remove = button(self.tr("&Uncover this place"), flat=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)
        column.addWidget(label(self.tr("Why"), "quiet"))
        column.addWidget(self.why)
        column.addWidget(self.note)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.currentItemChanged.connect(self._pick)
        self.why.activated.connect(self._explain)
        self.note.editingFinished.connect(self.keep)
        self.remove.clicked.connect(self._remove)

    def offer(self, terms: Sequence[Term]) -> None:
        """Offer these reasons."""
        self.why.addItem("", "")
        for one in terms:
            self._reasons[one.key] = one.label
            if not one.retired:
                self.why.addItem(one.label, one.key)
        self.show_boxes(self._boxes, self._chosen)

    def show_boxes(self, boxes: tuple[Box, ...], chosen: str) -> None:
        """List the boxes of the document."""
        self._boxes = boxes
        self._heading.setText(self.tr("Covered: {0}").format(len(boxes)))
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for one in boxes:
            why = self._reasons.get(one.reason, one.reason)
            words = " · ".join(part for part in (why, one.note) if part)
            item = QListWidgetItem(self.tr("Page {0}   {1}").format(one.page, words).strip())
            item.setData(_ID, one.id)
            item.setToolTip(tip(item.text()))
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        self.mark(chosen)

    def mark(self, chosen: str) -> None:
        """Show why the chosen box is there."""
        self._chosen = chosen
        found = self._found
        for widget in (self.why, self.note, self.remove):
            widget.setEnabled(found is not None)
        self.why.setCurrentIndex(max(0, self.why.findData(found.reason if found else "")))
        if not self.note.hasFocus():
            self.note.setText(found.note if found else "")
        blocked = self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) == chosen:
                self.list.setCurrentRow(row)
        if not chosen:
            self.list.setCurrentRow(-1)
        self.list.blockSignals(blocked)

    def keep(self) -> None:
        """Keep a note that was typed a moment ago."""
        found = self._found
        if found is not None and self.note.text().strip() != found.note:
            self.noted.emit(found.id, self.note.text())

    @property
    def _found(self) -> Box | None:
        return next((one for one in self._boxes if one.id == self._chosen), None)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(_ID))

    def _explain(self) -> None:
        if self._chosen:
            self.explained.emit(self._chosen, str(self.why.currentData() or ""))

    def _remove(self) -> None:
        if self._chosen:
            self.removed.emit(self._chosen)
