"""Says before a record's title to whom it belongs, and leads there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kzcase.services.owners import Owner
from kzcase.ui.common.text import button, label, on_button
from kzcase.ui.theme import GRID

_LONGEST = 40


class OwnerLinks(QWidget):
    """A button for each record that the one on the page belongs to."""

    open_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, GRID, 0)
        self._row.setSpacing(0)
        self.setVisible(False)

    @property
    def words(self) -> tuple[str, ...]:
        """What the buttons say (for tests)."""
        return tuple(made.text() for made in self.findChildren(QPushButton))

    def show_owners(self, found: Sequence[Owner]) -> None:
        """Show these, and nothing for none."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for owner in found:
            made = button(on_button(_short(owner.title)), flat=True)
            made.setToolTip(self.tr("Open"))
            made.setProperty("record", owner.id)
            made.setProperty("kind", owner.kind)
            made.setEnabled(owner.kind != "")
            made.clicked.connect(self._open)
            self._row.addWidget(made)
            self._row.addWidget(label("›", "quiet"))
        self.setVisible(bool(found))

    def _open(self) -> None:
        made = self.sender()
        assert isinstance(made, QPushButton)
        self.open_requested.emit(made.property("kind"), made.property("record"))


def _short(title: str) -> str:
    """A title that leaves room for the one it stands before."""
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
