"""Two people side by side: every field of either, what differs marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont

from kzcase.services.duplicates import Compared
from kzcase.ui.common.text import declared, tip

Index = QModelIndex | QPersistentModelIndex
_FIELD = str(QT_TRANSLATE_NOOP("Duplicates", "Field"))
_SIDES = (
    str(QT_TRANSLATE_NOOP("Duplicates", "Stands for both")),
    str(QT_TRANSLATE_NOOP("Duplicates", "The other")),
)
_DIFFERS = "≠ "


class SidesTableModel(QAbstractTableModel):
    """One row a field; the one who would stand for both is on the left."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Compared, ...] = ()

    def show_rows(self, rows: Sequence[Compared]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests)."""
        return [self._cells(one) for one in self._rows]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many fields either has."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Field and both sides."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's words."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("Duplicates", (_FIELD, *_SIDES)[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; of what differs, with a mark that needs no colour."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(one)[index.column()].replace("\n", "; ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._cells(one)[index.column()])
        if role == Qt.ItemDataRole.FontRole and one.differs:
            bold = QFont()
            bold.setBold(True)
            return bold
        return None

    def _cells(self, one: Compared) -> tuple[str, ...]:
        label = declared(one.label)
        return (f"{_DIFFERS}{label}" if one.differs else label, one.a, one.b)
