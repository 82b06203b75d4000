"""A line across the top of the window for what must not be missed: it stays until somebody answers it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID


class Banner(QFrame):
    """Says one thing and offers what can be done about it; the last button puts it away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", True)
        self._answers: list[Callable[[], None]] = []
        self._words = label(role="warn", wrap=True, select=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._row.setSpacing(GRID)
        self._row.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or "" when it is not shown."""
        return "" if self.isHidden() else self._words.text()

    def ask(self, text: str, *answers: tuple[str, Callable[[], None]]) -> None:
        """Say something, with a button for each answer: its words, and what it does."""
        self.put_away()
        self._words.setText(text)
        self._answers = [answer for _, answer in answers]
        for number, (words, _) in enumerate(answers):
            made = button(words)
            made.setProperty("answer", number)
            made.clicked.connect(self._answered)
            self._row.addWidget(made)
        self.show()

    def put_away(self) -> None:
        """Take it off the screen."""
        while self._row.count() > 1:
            item = self._row.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._answers = []
        self._words.clear()
        self.hide()

    def _answered(self) -> None:
        answer = self._answers[self.sender().property("answer")]
        self.put_away()
        answer()
