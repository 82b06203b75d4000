"""The lines of a record's history as Qt wants them: one row a changed field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from kzcase.services.journal import Line
from kzcase.ui.common.lists.recordtablemodel import one_line
from kzcase.ui.common.text import declared, tip

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One changed field. `earlier` is the revision that set the value before this one, "" if none did."""

    cells: tuple[str, str, str, str, str]
    field: str
    revision: str
    earlier: str


class HistoryTableModel(QAbstractTableModel):
    """A whole history; a record has some dozens of lines, so all are read at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[HistoryRow] = []
        translate = QCoreApplication.translate
        self._header = tuple(
            translate("HistoryTableModel", word) for word in ("When", "Who", "What", "Before", "After")
        )

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, the newest first as they are given."""
        self.beginResetModel()
        self._rows = list(rows_of(lines))
        self.endResetModel()

    def row(self, number: int) -> HistoryRow | None:
        """A row by its number."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many changed fields."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """When, who, what, before, after."""
        return 0 if parent.isValid() else len(self._header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        text = self._rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(text)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's label."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._header[section]
        return None

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text."""
        return [row.cells for row in self._rows]


def rows_of(lines: Sequence[Line]) -> Sequence[HistoryRow]:
    """One row for each changed field, each with the revision to go back to."""
    rows: list[HistoryRow] = []
    for position, line in enumerate(lines):
        when = when_said(line.time)
        for change in line.changes:
            earlier = next(
                (
                    older.revision
                    for older in lines[position + 1 :]
                    if any(other.field == change.field for other in older.changes)
                ),
                "",
            )
            cells = (when, line.who, declared(change.label), change.old, change.new)
            rows.append(HistoryRow(cells, change.field, line.revision, earlier if change.restorable else ""))
        for missing in line.missing:
            said = QCoreApplication.translate("HistoryTableModel", "{0} not here").format(missing)
            rows.append(HistoryRow((when, line.who, said, "", ""), "", line.revision, ""))
    return rows


def when_said(time: str) -> str:
    """A revision's time as this laptop's clock would show it; "" when none is known."""
    try:
        local = datetime.fromisoformat(time).astimezone()
    except (ValueError, OverflowError):
        return time  # a colleague's revision may give a moment that no clock here shows
    return f"{local.day} {local:%b %Y, %H:%M}"
