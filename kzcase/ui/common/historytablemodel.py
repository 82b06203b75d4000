"""The lines of a record's history: one row a changed field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from kzcase.services.display import local_time
from kzcase.services.journal import Line
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import declared


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One changed field. `earlier` is the revision that set the value before this one, "" if none did."""

    cells: tuple[str, str, str, str, str]
    field: str
    revision: str
    earlier: str


def history_model(parent: QObject | None = None) -> RowsTableModel[HistoryRow]:
    """A whole history; a record has some dozens of lines, so all are read at once."""
    heads = ("When", "Who", "What", "Before", "After")
    return RowsTableModel(
        [QCoreApplication.translate("HistoryTableModel", head) for head in heads],
        lambda row: row.cells,
        parent=parent,
    )


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
    local = local_time(time)
    return time if local is None else f"{local.day} {local:%b %Y, %H:%M}"
