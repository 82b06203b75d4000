"""The fields of one record of a plan: what stands here now, and what would stand here."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from kzcase.exchange.casefile import PlanField
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import declared

_HEADS = (
    str(QT_TRANSLATE_NOOP("Exchange", "Field")),
    str(QT_TRANSLATE_NOOP("Exchange", "Here now")),
    str(QT_TRANSLATE_NOOP("Exchange", "After taking it in")),
)
_NOTHING = "—"
_WIDENS = str(QT_TRANSLATE_NOOP("Exchange", "{0} (lets more be shown)"))
_BOTH = str(QT_TRANSLATE_NOOP("Exchange", "both, until you decide"))


def fields_model(parent: QObject | None = None) -> RowsTableModel[PlanField]:
    """One row a field that changes; what widens or is in conflict is bold. Long texts keep their lines."""
    return RowsTableModel(
        [QCoreApplication.translate("Exchange", head) for head in _HEADS],
        _cells,
        bold=lambda one, column: column == 0 and (one.widens or one.conflict),
        between="\n",
        top=True,
        parent=parent,
    )


def _cells(one: PlanField) -> tuple[str, ...]:
    said = declared(one.label)
    if one.widens:
        said = QCoreApplication.translate("Exchange", _WIDENS).format(said)
    before, after = one.before or _NOTHING, one.after or _NOTHING
    if one.conflict:
        after = QCoreApplication.translate("Exchange", _BOTH)
    return said, before, after
