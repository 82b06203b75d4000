"""The pairs of people who may be one: how likely, who, and why."""

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

from kzcase.services.duplicates import Candidate, Someone
from kzcase.ui.common.text import tip

Index = QModelIndex | QPersistentModelIndex
_HEADS = (
    str(QT_TRANSLATE_NOOP("Duplicates", "Likely")),
    str(QT_TRANSLATE_NOOP("Duplicates", "One")),
    str(QT_TRANSLATE_NOOP("Duplicates", "The other")),
    str(QT_TRANSLATE_NOOP("Duplicates", "Why")),
)
_UNTITLED = str(QT_TRANSLATE_NOOP("Duplicates", "without a name"))


class PairsTableModel(QAbstractTableModel):
    """One row a pair, in the order in which they are worked through."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[Candidate] = []

    @property
    def pairs(self) -> tuple[Candidate, ...]:
        """What is shown."""
        return tuple(self._pairs)

    def pair(self, row: int) -> Candidate:
        """The pair of a row."""
        return self._pairs[row]

    def show_pairs(self, pairs: Sequence[Candidate]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._pairs = list(pairs)
        self.endResetModel()

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests)."""
        return [self._cells(one) for one in self._pairs]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many pairs there are."""
        return 0 if parent.isValid() else len(self._pairs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Likelihood, both people, reasons."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's words."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("Duplicates", _HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid() or index.row() >= len(self._pairs):
            return None
        cells = self._cells(self._pairs[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(cells[index.column()])
        return None

    def _cells(self, one: Candidate) -> tuple[str, ...]:
        return f"{min(99, round(100 * one.score))} %", _who(one.a), _who(one.b), "; ".join(one.reasons)


def _who(one: Someone) -> str:
    title = one.title or QCoreApplication.translate("Duplicates", _UNTITLED)
    return " · ".join((title, *(told.text for told in one.beside)))
