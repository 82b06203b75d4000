"""The table over rows read page by page: its widths, what is chosen, and its place while it is read again."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QWidget

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.letters.pagedtablemodel import PagedTableModel

Row = TypeVar("Row")
FILTER_PAUSE = 150
"""Milliseconds without typing after which a list of letters is asked anew."""
_WORDY = 130
"""A column at least so wide holds words that may be long, and gets a part of what the window has over."""
_WHOLE = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class PagedTable(RecordTable, Generic[Row]):
    """Remembers records, never positions: others may come before them meanwhile."""

    def __init__(
        self,
        desk: Desk,
        model: PagedTableModel[Row],
        name: str,
        *,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk.look.theme.row, parent)
        self.rows = model
        self.setModel(model)
        self.setIconSize(model.signs.size)
        self.setAccessibleName(name)
        if several:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        scale = desk.look.theme.scale / 100
        wordy = sum(column.width for column in model.columns if column.width >= _WORDY)
        self.give_room(
            [(one.width * scale, one.width / wordy if one.width >= _WORDY else 0.0) for one in model.columns]
        )
        self._chosen: frozenset[str] = frozenset()
        self._current = ""
        self._scrolled = 0
        self._keeps = False
        model.modelReset.connect(self._restore)

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The chosen rows, from top to bottom; the current one if none is chosen."""
        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        current = self.currentIndex()
        if not numbers and current.isValid():
            numbers = [current.row()]
        found = (self.rows.row(number) for number in numbers)
        return tuple(row for row in found if row is not None)

    @property
    def current(self) -> Row | None:
        """The row with the keyboard."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() else None

    def begin(self) -> None:
        """The keyboard into the rows, on the first if none has it."""
        self.setFocus()
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.selectRow(0)

    def read_again(self) -> None:
        """Read the rows again and stay where one is."""
        current = self.current
        self._chosen = frozenset(_id(row) for row in self.chosen)
        self._current = _id(current) if current is not None else ""
        self._scrolled = self.verticalScrollBar().value()
        self._keeps = True
        self.rows.reload()

    def _restore(self) -> None:
        if not self._keeps:
            return
        self._keeps = False
        model, selection = self.rows, QItemSelection()
        for row in model.rows_of(self._chosen):
            selection.select(model.index(row, 0), model.index(row, model.columnCount() - 1))
        for row in model.rows_of({self._current}):
            # Made current without scrolling to it.
            self.selectionModel().setCurrentIndex(
                model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.selectionModel().select(selection, _WHOLE)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(self._scrolled)


def _id(row: object) -> str:
    """The id of the record that a row stands for."""
    return str(getattr(row, "id", ""))
