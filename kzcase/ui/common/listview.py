"""A short list of one column, with or without boxes to tick."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from kzcase.ui.common.rowstablemodel import RowsTableModel

Index = QModelIndex | QPersistentModelIndex


class Framed(QStyledItemDelegate):
    """Frames what can be ticked in a list as plainly as a check box; Fusion takes the ground for it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The frame is drawn in a shade of the window's colour: that of check boxes."""
        super().initStyleOption(option, index)
        boxes = QApplication.palette("QCheckBox")  # type: ignore[call-overload] # PySide takes text here
        option.palette.setColor(QPalette.ColorRole.Window, boxes.color(QPalette.ColorRole.Window))


def list_view(model: RowsTableModel[Any], name: str) -> QListView:
    """A list for a model of one column."""
    made = QListView()
    made.setModel(model)
    made.setAccessibleName(name)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setUniformItemSizes(True)
    made.setItemDelegate(Framed(made))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setMinimumSize(QSize(80, 60))
    return made
