"""Tables of rows that one reads and goes through with the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.rowstablemodel import RowsTableModel


def rows_table(
    desk: Desk, model: RowsTableModel[Any], name: str, widths: Sequence[int], *, several: bool = False
) -> QTableView:
    """A table of rows as high as one line each, the last column as wide as there is room."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    modes = QAbstractItemView.SelectionMode
    table.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = table.verticalHeader()
    rows.hide()
    rows.setDefaultSectionSize(desk.look.theme.row)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)
    header.setHighlightSections(False)
    for number, width in enumerate(widths):
        header.resizeSection(number, round(width * desk.look.theme.scale / 100))
    return table
