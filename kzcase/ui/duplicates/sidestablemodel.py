"""Two people side by side: every field of either, what differs marked."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from kzcase.services.duplicates import Compared
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import declared

_HEADS = (
    str(QT_TRANSLATE_NOOP("Duplicates", "Field")),
    str(QT_TRANSLATE_NOOP("Duplicates", "Stands for both")),
    str(QT_TRANSLATE_NOOP("Duplicates", "The other")),
)
_DIFFERS = "≠ "


def sides_model(parent: QObject | None = None) -> RowsTableModel[Compared]:
    """One row a field, the one who would stand for both on the left; the mark needs no colour."""
    return RowsTableModel(
        [QCoreApplication.translate("Duplicates", head) for head in _HEADS],
        _cells,
        bold=lambda one, _: one.differs,
        between="; ",
        parent=parent,
    )


def _cells(one: Compared) -> tuple[str, ...]:
    label = declared(one.label)
    return (f"{_DIFFERS}{label}" if one.differs else label, one.a, one.b)
