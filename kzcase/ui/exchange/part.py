"""The common ground of the parts of the exchange page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.theme import GRID


class Part(QWidget):
    """One part; it asks by signal, as pages do."""

    told = Signal(str)
    open_requested = Signal(str, str)
    """Show the record: kind, id."""
    part_requested = Signal(str)
    """Turn to another part of the page, by its key."""
    counted = Signal(int)
    """How many things of this part wait for somebody."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def read(self) -> None:
        """The part comes on screen, or what it shows has changed: read it."""

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault."""

    def begin(self) -> None:
        """Put the keyboard where work starts."""

    def leave(self) -> None:
        """Another part is shown: nothing secret stays on screen."""


def scrolled(inside: QWidget) -> QScrollArea:
    """A widget that scrolls when there is no room for all of it; sideways only with very large letters."""
    inside.setObjectName("inside")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def card(*widgets: QWidget) -> QFrame:
    """Widgets under one another on a raised ground."""
    made = QFrame()
    made.setProperty("card", True)
    column = QVBoxLayout(made)
    column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
    column.setSpacing(GRID // 2)
    for one in widgets:
        column.addWidget(one)
    return made


def row(*widgets: QWidget) -> FlowLayout:
    """Widgets side by side, from the left; with large letters on several lines."""
    line = FlowLayout(gap=GRID)
    for one in widgets:
        line.addWidget(one)
    return line


def empty(column: QVBoxLayout) -> None:
    """Take everything out of a column and delete it."""
    while (item := column.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
        elif (inner := item.layout()) is not None:
            while (child := inner.takeAt(0)) is not None:
                if (old := child.widget()) is not None:
                    old.hide()
                    old.deleteLater()
