"""Keeps a list's place while its rows are read again: what is chosen, and what stands at the top."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from kzcase.ui.common.lists.recordtablemodel import RecordTableModel

_WHOLE = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class PlaceKeeper:
    """Remembers records, never positions: others may come before them meanwhile."""

    def __init__(self, table: QTableView, model: RecordTableModel) -> None:
        self._table = table
        self._model = model
        self.forget()

    @property
    def rows(self) -> list[int]:
        """The chosen rows, from top to bottom; the current one if none is chosen."""
        chosen = sorted({index.row() for index in self._table.selectionModel().selectedRows()})
        current = self._table.currentIndex()
        return chosen or ([current.row()] if current.isValid() else [])

    @property
    def top(self) -> int:
        """The row at the top of what is seen."""
        return max(0, self._table.rowAt(0))

    def forget(self) -> None:
        """Keep nothing: what comes next is seen from its beginning."""
        self._chosen: frozenset[str] = frozenset()
        self._current = ""
        self._anchor = ""
        self._offset = 0

    def keep_chosen(self) -> None:
        """Keep what is chosen, and no place: the order changes."""
        self.forget()
        index = self._table.currentIndex()
        self._chosen = frozenset(self._model.record(row) for row in self.rows)
        self._current = self._model.record(index.row()) if index.isValid() else ""

    def keep(self) -> None:
        """Keep what is chosen and which record stands at the top."""
        self.keep_chosen()
        if self._model.rowCount():
            self._anchor = self._model.record(min(self.top, self._model.rowCount() - 1))
            self._offset = self._table.rowViewportPosition(self.top)

    def restore(self) -> None:
        """Choose again what was kept, as far as it is here, and scroll back to its place."""
        model, selection = self._model, QItemSelection()
        for row in model.rows_of(self._chosen) if self._chosen else ():
            selection.select(model.index(row, 0), model.index(row, model.columnCount() - 1))
        if self._current and (row := model.row_of(self._current)) >= 0:
            # Made current without scrolling to it.
            self._table.selectionModel().setCurrentIndex(
                model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self._table.selectionModel().select(selection, _WHOLE)
        if self._anchor and (row := model.row_of(self._anchor)) >= 0:
            height = self._table.verticalHeader().defaultSectionSize()
            self._table.doItemsLayout()
            self._table.verticalScrollBar().setValue(row * height - self._offset)
        self.forget()
