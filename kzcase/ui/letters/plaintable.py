"""A small table over rows that are all here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.recordtable import RecordTable


def plain_table(desk: Desk, model: QAbstractItemModel, name: str, widths: Sequence[int] = ()) -> RecordTable:
    """A table named for screen readers, its first columns so wide at normal size."""
    table = RecordTable(desk.look.theme.row)
    table.setModel(model)
    table.setAccessibleName(name)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, round(width * desk.look.theme.scale / 100))
    return table
