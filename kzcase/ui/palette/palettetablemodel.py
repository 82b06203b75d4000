"""The rows of the palette as Qt wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kzcase.ui.palette.entries import Entry

ENTRY = int(Qt.ItemDataRole.UserRole)
"""The role under which a row's `Entry` is had."""
_Index = QModelIndex | QPersistentModelIndex


class PaletteTableModel(QAbstractListModel):
    """A list that is replaced as a whole at each letter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows from top to bottom."""
        return self._entries

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt's own."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Qt's own."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.words, entry.beside, entry.keys) if part)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or self._entries[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def next_choice(self, row: int, step: int) -> int:
        """The next row after `row` in a direction that can be chosen; goes round; -1 if there is none."""
        count = len(self._entries)
        for distance in range(1, count + 1):
            at = (row + step * distance) % count
            if not self._entries[at].is_heading:
                return at
        return -1

    def row_of(self, key: str) -> int:
        """The row with that key, or -1."""
        return next((at for at, one in enumerate(self._entries) if one.key == key), -1)
