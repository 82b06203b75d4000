"""One line that asks under which name a search is to be kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID


class KeepLine(QWidget):
    """Shown when somebody wants to keep a search; Enter keeps it, Esc puts the line away."""

    named = Signal(str)
    """Keep it under this name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Name of the search"))
        self.line.setPlaceholderText(self.tr("Name of the search"))
        self.line.setMaxLength(60)
        self.button = button(self.tr("&Keep"), primary=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(label(self.tr("Keep this search in the side bar as"), "quiet"))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        row.addStretch(1)
        self.line.returnPressed.connect(self._keep)
        self.button.clicked.connect(self._keep)
        self.hide()

    def open_with(self, name: str) -> None:
        """Ask, with a name to begin from."""
        self.line.setText(name)
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the line away; Enter, which the line has heard, must not open a row as well."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        name = self.line.text().strip()
        if name:
            self.hide()
            self.named.emit(name)
