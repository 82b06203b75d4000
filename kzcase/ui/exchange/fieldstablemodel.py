"""The fields of one record of a plan: what stands here now, and what would stand here."""

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

from kzcase.exchange.casefile import PlanField
from kzcase.ui.common.text import declared, tip

Index = QModelIndex | QPersistentModelIndex
_HEADS = (
    str(QT_TRANSLATE_NOOP("Exchange", "Field")),
    str(QT_TRANSLATE_NOOP("Exchange", "Here now")),
    str(QT_TRANSLATE_NOOP("Exchange", "After taking it in")),
)
_NOTHING = "—"
_WIDENS = str(QT_TRANSLATE_NOOP("Exchange", "{0} (lets more be shown)"))
_BOTH = str(QT_TRANSLATE_NOOP("Exchange", "both, until you decide"))


class FieldsTableModel(QAbstractTableModel):
    """One row a field that changes."""

    def __init__(self) -> None:
        super().__init__()
        self._fields: tuple[PlanField, ...] = ()

    def show_fields(self, fields: Sequence[PlanField]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._fields = tuple(fields)
        self.endResetModel()

    def text(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests)."""
        return [self._cells(one) for one in self._fields]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many fields change."""
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Name, before, after."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's words."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("Exchange", _HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid() or index.row() >= len(self._fields):
            return None
        one = self._fields[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(one)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._cells(one)[index.column()])
        if role == Qt.ItemDataRole.FontRole and index.column() == 0 and (one.widens or one.conflict):
            bold = QFont()
            bold.setBold(True)
            return bold
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return None

    def _cells(self, one: PlanField) -> tuple[str, ...]:
        said = declared(one.label)
        if one.widens:
            said = QCoreApplication.translate("Exchange", _WIDENS).format(said)
        before, after = one.before or _NOTHING, one.after or _NOTHING
        if one.conflict:
            after = QCoreApplication.translate("Exchange", _BOTH)
        return said, before, after
