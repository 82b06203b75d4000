"""What is recorded beside a field, opened below it: its sources, and what other sources say instead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kzcase.services.alternatives import Given
from kzcase.services.citations import Cited
from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID


class BesidePanel(QFrame):
    """Lists the sources and alternative values of one field; each can be opened or taken out."""

    cite_wanted = Signal()
    other_value_wanted = Signal()
    drop_wanted = Signal(str)
    open_wanted = Signal(str)
    page_wanted = Signal(str, int)
    """Look at the page that is cited: the document, the page from 1."""
    closed = Signal()

    def __init__(
        self,
        cited: Sequence[tuple[str, Cited]],
        given: Sequence[tuple[str, Given]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._column.setSpacing(2)
        for text, citation in cited:
            self._line(text, citation.source, citation.id, self._leads_to(citation))
        for text, other in given:
            self._line(text, other.source, other.id)
        self._cite = button(self.tr("Cite a source"), flat=True)
        self._cite.clicked.connect(self.cite_wanted)
        other_value = button(self.tr("Also given as …"), flat=True)
        other_value.clicked.connect(self.other_value_wanted)
        close = button(self.tr("Close"), flat=True)
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(2)
        for one in (self._cite, other_value, close):
            row.addWidget(one)
        row.addStretch(1)
        self._column.addLayout(row)

    def begin(self) -> None:
        """Put the keyboard on the first source, where it can be read and opened."""
        first = self.findChild(QPushButton)
        (first or self._cite).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc folds it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _leads_to(self, citation: Cited) -> QPushButton | None:
        """What leads to the page itself, if the source's copy is kept here."""
        if citation.document is None:
            return None
        page = citation.page or 1
        made = button(self.tr("Page {0}").format(page) if citation.page else self.tr("Look at it"), flat=True)
        made.setProperty("document", citation.document)
        made.setProperty("page", page)
        made.clicked.connect(self._look)
        return made

    def _line(self, text: str, source: str, record: str, leads: QPushButton | None = None) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(label(text, wrap=True, select=True), 1)
        if leads is not None:
            leads.setAccessibleName(self.tr("Look at the page: {0}").format(text))
            row.addWidget(leads)
        if source:
            show = button(self.tr("Open"), flat=True)
            show.setAccessibleName(self.tr("Open: {0}").format(text))
            show.setProperty("record", source)
            show.clicked.connect(self._open)
            row.addWidget(show)
        drop = button(self.tr("Remove"), flat=True)
        drop.setAccessibleName(self.tr("Remove: {0}").format(text))
        drop.setProperty("record", record)
        drop.clicked.connect(self._drop)
        row.addWidget(drop)
        self._column.addLayout(row)

    def _open(self) -> None:
        self.open_wanted.emit(self.sender().property("record"))

    def _look(self) -> None:
        asked = self.sender()
        self.page_wanted.emit(asked.property("document"), asked.property("page"))

    def _drop(self) -> None:
        self.drop_wanted.emit(self.sender().property("record"))
