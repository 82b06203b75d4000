"""A part of a page that works by itself and asks by signal, as pages do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk


class Panel(QWidget):
    """The ground of such parts; the page connects what it has of these signals."""

    told = Signal(str)
    """A sentence for the window's notice line."""
    open_requested = Signal(str, str)
    """Show the record: kind, id."""
    create_requested = Signal(str, object)
    """Write a new record: kind, values already known by field."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def read(self) -> None:
        """The part comes on screen, or what it shows has changed: read it."""

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault."""

    def begin(self) -> None:
        """Put the keyboard where work starts."""

    def seek(self) -> None:
        """Ctrl+F: put the keyboard into the part's filter."""

    def add(self) -> None:
        """Ctrl+N: begin a new record of what the part lists."""

    def keep(self) -> None:
        """Keep what was typed and not saved."""

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done in this part besides what can be done everywhere."""
        return ()


Make = Callable[[Desk, str], Panel]
"""Makes the part of a page that is about the record of that id."""
