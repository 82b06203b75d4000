"""The common look of a section of the settings: a narrow column of words and fields."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import label
from kzcase.ui.theme import GRID

_WIDEST = 760


class Section(QWidget):
    """One section; its subclass fills the column."""

    told = Signal(str)
    action_requested = Signal(str)
    """Do an action of the program, by its key."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 2 * GRID, 2 * GRID, 2 * GRID)
        self.column.setSpacing(GRID + GRID // 2)
        inside = QFrame()
        inside.setObjectName("inside")
        inside.setMaximumWidth(round(_WIDEST * desk.look.theme.scale / 100))
        inside.setLayout(self.column)
        around = QWidget()
        around.setObjectName("inside")
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside, 10)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(around)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    @staticmethod
    def box(around: QWidget) -> QVBoxLayout:
        """A column inside a part of the section that is shown or hidden as a whole."""
        column = QVBoxLayout(around)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        return column

    def read(self) -> None:
        """The section comes on screen: read what it says."""

    def begin(self) -> None:
        """Put the keyboard where work starts."""

    def leave(self) -> None:
        """Another section is shown: nothing secret stays on screen."""

    def say(self, text: str) -> None:
        """Add a paragraph."""
        self.column.addWidget(label(text, wrap=True))


def line(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side, from the left."""
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
