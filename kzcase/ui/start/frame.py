"""The common look of the pages before a vault is open: one narrow column in the middle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import label
from kzcase.ui.theme import GRID, Size

_WIDTH = 620
"""How wide the column is at normal text size, in logical pixels."""


class _Column(QFrame):
    """As wide as a line of words is read well, in letters of any size; narrower where there is less room."""

    def __init__(self) -> None:
        super().__init__()
        self._widen()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size make other lines."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widen()

    def _widen(self) -> None:
        self.setMaximumWidth(round(_WIDTH * self.fontInfo().pixelSize() / Size.BODY.value))


class StartPage(QWidget):
    """A page with a title and a column that its subclass fills."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout()
        self.column.setSpacing(GRID + GRID // 2)
        self.column.addWidget(label(title, "title", wrap=True))
        inside = _Column()
        inside.setLayout(self.column)
        middle = QWidget()
        middle.setObjectName("inside")
        row = QHBoxLayout(middle)
        row.setContentsMargins(GRID, 3 * GRID, GRID, 3 * GRID)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def begin(self) -> None:
        """Put the keyboard where typing starts."""

    def forget(self) -> None:
        """Empty every field that holds a secret."""

    def field(self, text: str, *widgets: QWidget) -> None:
        """Add fields under their label, close together; the first takes the room that is left."""
        widgets[0].setAccessibleName(text)
        group = QVBoxLayout()
        group.setSpacing(2)
        group.addWidget(label(text, "small"))
        group.addLayout(line(*widgets, stretch=0))
        self.column.addLayout(group)


def line(*widgets: QWidget, stretch: int | None = None) -> QLayout:
    """Widgets side by side; the one numbered `stretch` takes the room that is left, else they wrap."""
    if stretch is None:
        flow = FlowLayout(gap=GRID)
        for widget in widgets:
            flow.addWidget(widget)
        return flow
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 1 if number == stretch else 0)
    return row
