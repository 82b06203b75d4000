"""Lines as Qt wants them, with what a screen reader says of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kzcase.ui.common.text import tip
from kzcase.ui.today.line import Line, Shape

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class LinesTableModel(QAbstractListModel):
    """Headings, rows and remarks in one column; only rows can be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a line by its key, or -1."""
        return next((n for n, one in enumerate(self._lines) if one.shape is Shape.ROW and one.key == key), -1)

    def first_row(self, start: int = 0) -> int:
        """The first row from `start` on that can be chosen, else the last before it, or -1."""
        rows = [number for number, one in enumerate(self._lines) if one.shape is Shape.ROW]
        after = [number for number in rows if number >= start]
        return after[0] if after else rows[-1] if rows else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and remarks are passed over by the arrow keys."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        ground = Qt.ItemFlag.ItemNeverHasChildren
        if self._lines[index.row()].shape is not Shape.ROW:
            return ground
        return ground | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line, its words, and its explanation."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.sentence
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return line.why
        if role == Qt.ItemDataRole.ToolTipRole:
            said = "\n".join(part for part in (line.sentence, line.why) if part)
            return tip(said) if line.shape is Shape.ROW else None
        return line if role == LINE_ROLE else None
