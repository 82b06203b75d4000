"""One line that asks under which name a search is to be kept, and once more if another one bears it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID


class KeepLine(QWidget):
    """Shown when somebody wants to keep a search; Enter keeps it, Esc puts the line away."""

    named = Signal(str, bool)
    """Keep it under this name; whether in the place of another one that bears it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Name of the search"))
        self.line.setPlaceholderText(self.tr("Name of the search"))
        self.line.setMaxLength(60)
        self.button = button(self.tr("&Keep"), primary=True)
        self.warning = label(role="quiet", wrap=True)
        self.warning.hide()
        self._taken: Mapping[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        column.addLayout(row)
        column.addWidget(self.warning)
        row.setSpacing(GRID)
        row.addWidget(label(self.tr("Keep this search in the side bar as"), "quiet"))
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        row.addStretch(1)
        self.line.textChanged.connect(self.warning.hide)
        self.line.returnPressed.connect(self._keep)
        self.button.clicked.connect(self._keep)
        self.hide()

    def open_with(self, name: str) -> None:
        """Ask, with a name to begin from."""
        self._taken = {}
        self.warning.hide()
        self.line.setText(name)
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def know(self, kept: Mapping[str, str]) -> None:
        """Names that are taken, in small letters, each with what is searched for under it."""
        self._taken = kept

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the line away; Enter, which the line has heard, must not open a row as well."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        name = " ".join(self.line.text().split())
        other = self._taken.get(name.casefold())
        if other is not None and self.warning.isHidden():
            said = self.tr(
                "“{0}” is kept already, for “{1}”. Press Keep once more to replace it, or change the name."
            )
            self.warning.setText(said.format(name, other))
            self.warning.show()
        elif name:
            self.hide()
            self.named.emit(name, other is not None)
