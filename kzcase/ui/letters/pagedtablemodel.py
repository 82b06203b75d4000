"""A table of frozen rows that is read page by page as somebody scrolls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kzcase.services.lists import Sign
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.signs import Signs
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import tip
from kzcase.ui.common.worker import Latest

PAGE = 60
"""Rows read at a time: about two screens."""
MOST_AGAIN = 600
"""Rows read again at most when something changed; what was scrolled past that is fetched anew."""

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """A page of rows, whether there are more, after which they come, and what else came with it."""

    rows: tuple[Row, ...]
    more: bool
    after: Any
    beside: Any = None


Read = Callable[[Any, int], Paged[Row]]
"""Reads a page: after what (None: from the top), how many rows. Runs beside the window."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its heading in the window's language, its width at normal size, a cell's words and sign."""

    head: str
    width: int
    words: Callable[[Row], str]
    numeric: bool = False
    sign: Callable[[Row], Sign | str] | None = None
    why: Callable[[Row], str] | None = None
    """What the tip says besides the words."""


class PagedTableModel(RowsTableModel[Row]):
    """Rows of one question, in the order in which they come."""

    arrived = Signal()
    """Rows came, or it is known that there are none."""
    renewed = Signal(object)
    """The first page came; what came beside it (`Paged.beside`)."""

    def __init__(self, desk: Desk, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__([one.head for one in columns], partial(_cells, columns), parent=parent)
        self._columns = tuple(columns)
        self._signs = Signs(desk.look.theme)
        self._read: Read[Row] | None = None
        self._after: Any = None
        self._more = False
        self._asking = False
        self._first = Latest(desk.worker, self)
        self._first.answered.connect(self._begin)
        self._first.failed.connect(self._stop_asking)
        self._next = Latest(desk.worker, self)
        self._next.answered.connect(self._append)
        self._next.failed.connect(self._stop_asking)

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns, in their order."""
        return self._columns

    @property
    def signs(self) -> Signs:
        """The icons in the rows."""
        return self._signs

    @property
    def looking(self) -> bool:
        """Whether rows are on their way, or there may be more."""
        return self._more or self._asking

    def ask(self, read: Read[Row]) -> None:
        """Put another question and read from the top."""
        self._read = read
        self._from_top(PAGE)

    def reload(self) -> None:
        """Read again from the top, as many rows as are here now (at most some hundreds)."""
        self._from_top(min(MOST_AGAIN, max(PAGE, len(self._rows))))

    def rows_of(self, wanted: Collection[str]) -> list[int]:
        """The rows in which these records stand, as far as they have been read."""
        return [number for number, row in enumerate(self._rows) if getattr(row, "id", None) in wanted]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's words, above numbers at the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _RIGHT if section < len(self._columns) and self._columns[section].numeric else None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, the picture of its state, and why."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.numeric else _LEFT
        if column.sign is not None and role == Qt.ItemDataRole.DecorationRole:
            return self._signs.icon(column.sign(row))
        if column.sign is not None and role == Qt.ItemDataRole.ForegroundRole:
            return self._signs.text_colour(column.sign(row))
        if column.why is not None and role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join(filter(None, (column.words(row), column.why(row)))))
        return super().data(index, role)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether rows are left that nobody has asked for yet."""
        return not parent.isValid() and self._more and not self._asking

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it arrives later."""
        if self.canFetchMore(parent) and self._read is not None:
            self._asking = True
            self._next.ask(partial(self._read, self._after, PAGE))

    def _from_top(self, limit: int) -> None:
        if self._read is not None:
            self._next.forget()
            self._asking = True
            self._first.ask(partial(self._read, None, limit))

    def _begin(self, page: Paged[Row]) -> None:
        self._take(page)
        self.show_rows(page.rows)
        self.renewed.emit(page.beside)
        self.arrived.emit()

    def _append(self, page: Paged[Row]) -> None:
        self._take(page)
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows += page.rows
            self._words += tuple(_cells(self._columns, row) for row in page.rows)
            self.endInsertRows()
        self.arrived.emit()

    def _take(self, page: Paged[Row]) -> None:
        self._more, self._after, self._asking = page.more, page.after, False

    def _stop_asking(self) -> None:
        self._asking = False


def _cells(columns: Sequence[Column[Row]], row: Row) -> tuple[str, ...]:
    return tuple(column.words(row) for column in columns)


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
