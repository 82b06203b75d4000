"""A short list of which some are ticked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kzcase.ui.common.rowstablemodel import RowsTableModel

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class TicksTableModel(RowsTableModel[Row]):
    """One column of rows with a box to tick; a tick stays with its row's key when others are shown."""

    ticked = Signal()
    """A box was ticked or cleared by somebody."""

    def __init__(
        self, words: Callable[[Row], str], key: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        super().__init__(("",), lambda row: (words(row),), parent=parent)
        self._key = key
        self._on: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows that are ticked, from top to bottom."""
        return tuple(key for key in map(self._key, self.rows) if key in self._on)

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The rows that are ticked."""
        return tuple(row for row in self.rows if self._key(row) in self._on)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead; those ticked before stay so."""
        super().show_rows(rows)
        self._on &= {self._key(row) for row in self.rows}

    def tick(self, keys: Sequence[str]) -> None:
        """Tick exactly these."""
        self._on = frozenset(keys)
        if self.rows:
            last = self.index(len(self.rows) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every row can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row's words and whether it is ticked."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.row() < len(self.rows):
            on = self._key(self.rows[index.row()]) in self._on
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or clear it."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        key = self._key(self.rows[index.row()])
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self._on = self._on | {key} if on else self._on - {key}
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True
