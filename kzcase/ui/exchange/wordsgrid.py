"""The twelve words of a key, numbered, so that two people can read them to each other."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from kzcase.ui.common.text import label
from kzcase.ui.theme import GRID

COLUMNS = 4


class WordsGrid(QFrame):
    """Twelve numbered words; two keys stand side by side in narrow columns."""

    def __init__(self, name: str, columns: int = COLUMNS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._words = [label(select=True) for _ in range(12)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        for number, made in enumerate(self._words):
            line, column = divmod(number, columns)
            grid.addWidget(made, line, column)
        grid.setColumnStretch(columns, 1)

    @property
    def text(self) -> str:
        """The words that are shown."""
        return " ".join(one.text().split()[-1] for one in self._words if one.text())

    def show_words(self, words: str) -> None:
        """Show these."""
        said = words.split()
        for number, made in enumerate(self._words):
            made.setText(f"{number + 1}  {said[number]}" if number < len(said) else "")
        self.setAccessibleName(f"{self._name}: {words}")
