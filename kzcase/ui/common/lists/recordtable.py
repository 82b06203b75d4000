"""How every table of the window behaves: whole rows, plain text, no cell cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget


class RecordTable(QTableView):
    """The table itself: whole rows, no cell cursor; letters typed go to the filter."""

    typed = Signal(str)

    def __init__(self, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        self.setSortingEnabled(False)
        self._wanted: tuple[tuple[float, float], ...] = ()
        self._given: tuple[int, ...] = ()

    def give_room(self, columns: Sequence[tuple[float, float]]) -> None:
        """Give each column its width, and its share (0 to 1) of what the table is wider than all of them.

        The last takes whatever is left. Once somebody has dragged a column, all stay as they are.
        """
        self._wanted, self._given = tuple(columns), ()
        self._give_room()

    def showEvent(self, event: QShowEvent) -> None:
        """What was hidden has its room only now."""
        super().showEvent(event)
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider table shows more of the long words."""
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        if not self._wanted or (self._given and self._given != self._widths()):
            return
        over = max(0.0, self.viewport().width() - sum(width for width, _ in self._wanted))
        for number, (width, share) in enumerate(self._wanted[:-1]):
            self.setColumnWidth(number, int(width + over * share))
        self._given = self._widths()

    def _widths(self) -> tuple[int, ...]:
        """How wide the columns are, but for the last."""
        return tuple(self.columnWidth(number) for number in range(len(self._wanted) - 1))

    def keyboardSearch(self, search: str) -> None:
        """Qt would look for a row among those read so far; the filter looks among all."""
        self.typed.emit(search)
