"""The rows of a list as Qt wants them, read page by page as somebody scrolls.

A page is asked for by the key of the last row, never by its number, so that
the last page of a hundred thousand costs what the first does. The model keeps
record ids, never positions, for whoever has to find a row again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kzcase.services import lists
from kzcase.services.lists import Column, ListQuery, ListRow, Page
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import declared, tip
from kzcase.ui.common.worker import Latest

PAGE = 60
"""Rows read at a time: about two screens."""
MOST_AGAIN = 600
"""Rows read again at most when something changed; what was scrolled past that is fetched anew."""

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class RecordTableModel(QAbstractTableModel):
    """A list of records of one kind in one order, with one filter."""

    arrived = Signal()
    """Rows came, or it is known that there are none."""

    def __init__(self, desk: Desk, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = kind
        self.all_columns = lists.columns(kind)
        self._known = {column.key: column for column in self.all_columns}
        self._query = ListQuery(kind, columns=lists.default_columns(kind), limit=PAGE, language=desk.language)
        self._rows: list[ListRow] = []
        self._more = False
        self._asking = False
        self.settled = False
        self._first = Latest(desk.worker, self)
        self._first.answered.connect(self._begin)
        self._next = Latest(desk.worker, self)
        self._next.answered.connect(self._append)
        self._next.failed.connect(self._stop_asking)

    @property
    def query(self) -> ListQuery:
        """What the list shows now."""
        return self._query

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, in their order."""
        return tuple(self._known[key] for key in self._query.columns)

    def show_query(self, **changes: Any) -> None:
        """Change order, filter or columns and read from the top."""
        self._query = replace(self._query, **changes, after=None)
        self.reload(keep_rows=False)

    def reload(self, *, keep_rows: bool = True) -> None:
        """Read again from the top, as many rows as are here now (at most some hundreds)."""
        limit = min(MOST_AGAIN, max(PAGE, len(self._rows))) if keep_rows else PAGE
        self._next.forget()
        self._asking = True
        query = replace(self._query, after=None, limit=limit)
        self._first.ask(partial(_answer, self._desk, query))

    def record(self, row: int) -> str:
        """The id of the record in a row."""
        return self._rows[row].id

    def row_of(self, record: str) -> int:
        """The row a record is in, or -1 if it has not been read."""
        return next((number for number, row in enumerate(self._rows) if row.id == record), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows have been read."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns are shown."""
        return 0 if parent.isValid() else len(self._query.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words; its record's id; numbers stand at the right."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ID_ROLE:
            return row.id
        if index.column() >= len(row.cells):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.cells[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.cells[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[index.column()].numeric:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's label."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return declared(self.columns[section].label) if section < len(self.columns) else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column that has an index; others are left alone."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            descending = order == Qt.SortOrder.DescendingOrder
            if (self._query.sort, self._query.descending) != (self.columns[column].key, descending):
                self.show_query(sort=self.columns[column].key, descending=descending)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether rows are left that nobody has asked for yet."""
        return not parent.isValid() and self._more and not self._asking

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it arrives later."""
        if not self.canFetchMore(parent):
            return
        self._asking = True
        query = replace(self._query, after=self._rows[-1].key, limit=PAGE)
        self._next.ask(partial(_answer, self._desk, query))

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests and for copying)."""
        return [row.cells for row in self._rows]

    def _begin(self, answer: tuple[ListQuery, Page]) -> None:
        query, page = answer
        self.beginResetModel()
        self._query = replace(query, after=None, limit=PAGE)
        self._take(page.rows, page.more, fresh=True)
        self.endResetModel()
        self.settled = True
        self.arrived.emit()

    def _append(self, answer: tuple[ListQuery, Page]) -> None:
        _, page = answer
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._take(page.rows, page.more, fresh=False)
            self.endInsertRows()
        else:
            self._more = self._asking = False
        self.arrived.emit()

    def _take(self, rows: Sequence[ListRow], more: bool, *, fresh: bool) -> None:
        if fresh:
            self._rows = list(rows)
        else:
            self._rows += rows
        self._more = more
        self._asking = False

    def _stop_asking(self) -> None:
        self._asking = False


def _answer(desk: Desk, query: ListQuery) -> tuple[ListQuery, Page]:
    return query, lists.page(desk.office, query)


def one_line(text: str) -> str:
    """A cell's text on one line: a line break inside would hide the rest."""
    return " ".join(text.split("\n")) if "\n" in text else text
