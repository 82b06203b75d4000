"""The line above a list in which one types what the list is to show."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget


class FilterLine(QLineEdit):
    """A line that asks once somebody pauses in typing, for so many milliseconds."""

    paused = Signal()

    def __init__(self, pause: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Type to filter"))
        self.setClearButtonEnabled(True)
        self.setAccessibleName(self.tr("Filter"))
        self._timer = QTimer(self, singleShot=True, interval=pause)
        self._timer.timeout.connect(self.paused)
        self.textChanged.connect(self._timer.start)

    @property
    def wanted(self) -> str:
        """What is asked for, without the blanks around it."""
        return self.text().strip()

    def seek(self) -> None:
        """Back to the line, to type something else."""
        self.setFocus()
        self.selectAll()

    def go_on(self, text: str) -> None:
        """What somebody began to type in the rows is meant for the line."""
        if text.strip():
            self.setFocus()
            self.insert(text)

    def forestall(self) -> None:
        """The list is asked already: the pause that is waited for brings nothing new."""
        self._timer.stop()
