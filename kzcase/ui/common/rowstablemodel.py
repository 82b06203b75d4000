"""A table of rows that are all here: shown as a whole, replaced as a whole.

What is read part by part as somebody scrolls has a model of its own; a dozen
or some thousands of frozen rows need none. The rows stay on Python's side: Qt
is handed a row only while it asks for one, so that nothing of Python's lives
in an item of Qt's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from kzcase.ui.common.text import tip

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a row's own object is had."""


class RowsTableModel(QAbstractTableModel, Generic[Row]):
    """Rows of any frozen kind, put into words by a function of whoever shows them.

    `heads` are the words above the columns, in the language of the window;
    `cells` gives as many words for a row. A cell for which `bold(row, column)`
    is true is written bold; the columns of `numbers` stand at the right; a line
    break in a cell becomes `between` and is whole in its tip. With `top` words
    begin at the top of their cell.
    """

    def __init__(
        self,
        heads: Sequence[str],
        cells: Callable[[Row], Sequence[str]],
        *,
        bold: Callable[[Row, int], bool] | None = None,
        between: str = " ",
        numbers: Collection[int] = (),
        top: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._heads = tuple(heads)
        self._put = cells
        self._bold = bold
        self._between = between
        self._numbers = frozenset(numbers)
        self._upright = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
        self._rows: tuple[Row, ...] = ()
        self._words: tuple[tuple[str, ...], ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, from top to bottom."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._words = tuple(tuple(self._put(row)) for row in self._rows)
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """What stands in a row, if there is one of that number."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def row_of(self, wanted: Callable[[Row], bool]) -> int:
        """The number of the first row that is wanted, or -1."""
        return next((number for number, row in enumerate(self._rows) if wanted(row)), -1)

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests)."""
        return list(self._words)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's words."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if 0 <= section < len(self._heads) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words on one line, all of them in its tip, and the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, words = self._rows[index.row()], self._words[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.replace("\n", self._between)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = index.column() in self._numbers
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | self._upright)
        if role == Qt.ItemDataRole.FontRole and self._bold is not None and self._bold(row, index.column()):
            font = QFont()
            font.setBold(True)
            return font
        return row if role == ROW_ROLE else None
