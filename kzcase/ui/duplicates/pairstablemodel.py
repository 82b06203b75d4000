"""The pairs of people who may be one: how likely, who, and why."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from kzcase.services.duplicates import Candidate, Someone
from kzcase.ui.common.rowstablemodel import RowsTableModel

_HEADS = (
    str(QT_TRANSLATE_NOOP("Duplicates", "Likely")),
    str(QT_TRANSLATE_NOOP("Duplicates", "One")),
    str(QT_TRANSLATE_NOOP("Duplicates", "The other")),
    str(QT_TRANSLATE_NOOP("Duplicates", "Why")),
)
_UNTITLED = str(QT_TRANSLATE_NOOP("Duplicates", "without a name"))


def pairs_model(parent: QObject | None = None) -> RowsTableModel[Candidate]:
    """One row a pair, in the order in which they are worked through."""
    heads = [QCoreApplication.translate("Duplicates", head) for head in _HEADS]
    return RowsTableModel(heads, _cells, parent=parent)


def _cells(one: Candidate) -> tuple[str, ...]:
    return f"{min(99, round(100 * one.score))} %", _who(one.a), _who(one.b), "; ".join(one.reasons)


def _who(one: Someone) -> str:
    title = one.title or QCoreApplication.translate("Duplicates", _UNTITLED)
    return " · ".join((title, *(told.text for told in one.beside)))
