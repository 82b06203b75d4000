"""The rows of a list as Qt wants them, read page by page as somebody scrolls.

A page is asked for by the key of the last row, never by its number, so that
the last page of a hundred thousand costs what the first does. The model keeps
record ids, never positions, for whoever has to find a row again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)

from kzcase.services import lists
from kzcase.services.lists import Column, ListQuery, ListRow, Page
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.signs import Signs
from kzcase.ui.common.text import declared, one_line, tip
from kzcase.ui.common.worker import Latest

PAGE = 60
"""Rows read at a time: about two screens."""
MOST_AGAIN = 600
"""Rows read again at most when something changed."""
LEAD = 240
"""Rows above the one looked at that are read again with it; those before stay as they were until seen."""

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was asked for and what came: `kept` rows before it stay as they are."""

    query: ListQuery
    page: Page
    kept: int = 0
    widths: Mapping[str, int] | None = None


class RecordTableModel(QAbstractTableModel):
    """A list of records of one kind in one order, with one filter."""

    arrived = Signal()
    """Rows came, or it is known that there are none."""
    renewed = Signal()
    """All rows were put anew: positions mean other records now."""

    def __init__(self, desk: Desk, kind: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = kind
        self.all_columns = lists.offered(kind)
        self._known = {column.key: column for column in self.all_columns}
        first = lists.first_look(kind)
        self._query = ListQuery(
            kind, first.sort, first.descending, columns=first.columns, limit=PAGE, language=desk.language
        )
        self.widths: Mapping[str, int] = {}
        self._signs = Signs(desk.look.theme)
        self._rows: list[ListRow] = []
        self._after: tuple[Any, ...] | None = None
        self._stale = 0
        self._more = False
        self._asking = False
        self.settled = False
        self._first = Latest(desk.worker, self)
        self._first.answered.connect(self._begin)
        self._first.failed.connect(self._stop_asking)
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

    @property
    def looking(self) -> bool:
        """Whether rows are on their way, or there may be more."""
        return self._more or self._asking

    @property
    def icon_size(self) -> QSize:
        """The size of the icons in its rows."""
        return self._signs.size

    def start(self, text: str = "") -> None:
        """Read the first page as the list was left, of what a filter text finds."""
        self._asking = True
        self._query = replace(self._query, filter=text)
        self._first.ask(partial(_as_left, self._desk, self._query))

    def show_query(self, **changes: Any) -> None:
        """Change order, filter or columns and read from the top."""
        self._query = replace(self._query, **changes, after=None)
        self._read_from(0, PAGE)

    def reload(self, looked_at: int = 0) -> None:
        """Read again what is around the row that is looked at, so that place and neighbours stay.

        Rows far above it stay as they were until somebody looks at them; those
        after are asked for again as somebody scrolls.
        """
        kept = max(0, looked_at - LEAD) if len(self._rows) > MOST_AGAIN else 0
        self._read_from(kept, min(MOST_AGAIN, max(PAGE, len(self._rows) - kept)))

    def look_at(self, row: int) -> None:
        """Somebody sees this row: read it again if it has not been since something changed."""
        if 0 <= row < self._stale and not self._asking:
            self.reload(row)

    def _read_from(self, kept: int, limit: int) -> None:
        self._next.forget()
        self._asking = True
        after = self._rows[kept - 1].key if kept else None
        query = replace(self._query, after=after, limit=limit)
        self._first.ask(partial(_answer, self._desk, query, kept))

    def people(self, row: int) -> tuple[str, ...]:
        """The people that the record in a row is about."""
        return self._rows[row].people

    def rows_of(self, wanted: Collection[str]) -> list[int]:
        """The rows in which these records stand, as far as they have been read."""
        return [number for number, row in enumerate(self._rows) if row.id in wanted]

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
        if role == Qt.ItemDataRole.DecorationRole:
            return self._signs.icon(row.signs[index.column()])
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._signs.text_colour(row.signs[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            said = (row.cells[index.column()], row.whys[index.column()])
            return tip("\n".join(one for one in said if one))
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[index.column()].numeric:
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's label, above numbers at the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _RIGHT if section < len(self.columns) and self.columns[section].numeric else None
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return declared(self.columns[section].label) if section < len(self.columns) else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column that has an index; others are left alone."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            descending = order == Qt.SortOrder.DescendingOrder
            key = self.columns[column].sorts_by
            if (self._query.sort, self._query.descending) != (key, descending):
                self.show_query(sort=key, descending=descending)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether rows are left that nobody has asked for yet."""
        return not parent.isValid() and self._more and not self._asking

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it arrives later."""
        if not self.canFetchMore(parent):
            return
        self._asking = True
        query = replace(self._query, after=self._after, limit=PAGE)
        self._next.ask(partial(_answer, self._desk, query))

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests and for copying)."""
        return [row.cells for row in self._rows]

    def _begin(self, answer: _Answer) -> None:
        fresh = {row.id for row in answer.page.rows}
        before = [row for row in self._rows[: answer.kept] if row.id not in fresh]
        self.beginResetModel()
        self._query = replace(answer.query, after=None, limit=PAGE)
        self._rows = before + list(answer.page.rows)
        self._stale = len(before)
        self._take(answer.page)
        if answer.widths is not None:
            self.widths = answer.widths
        self.endResetModel()
        self.settled = True
        self.renewed.emit()
        self._go_on()

    def _append(self, answer: _Answer) -> None:
        known = {row.id for row in self._rows[-MOST_AGAIN:]}
        fresh = [row for row in answer.page.rows if row.id not in known]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._rows += fresh
            self._take(answer.page)
            self.endInsertRows()
        else:
            self._take(answer.page)
        self._go_on()

    def _take(self, page: Page) -> None:
        self._more = page.more
        self._after = page.after
        self._asking = False

    def _go_on(self) -> None:
        """A quick filter looks at some thousands of rows at a time: go on until a screen is full."""
        if self._more and len(self._rows) < PAGE // 2:
            self.fetchMore(QModelIndex())
        self.arrived.emit()

    def _stop_asking(self) -> None:
        self._asking = False


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _answer(desk: Desk, query: ListQuery, kept: int = 0) -> _Answer:
    return _Answer(query, lists.page(desk.office, query), kept)


def _as_left(desk: Desk, query: ListQuery) -> _Answer:
    """The first page in the order and with the columns in which the list was left."""
    look = lists.remembered(desk.office, query.kind)
    query = replace(query, columns=look.columns, sort=look.sort, descending=look.descending)
    return replace(_answer(desk, query), widths=look.widths)
