"""What a document is cited for, and the citation that is being written down from one of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QPlainTextEdit, QVBoxLayout, QWidget

from kzcase.services import citations
from kzcase.services.citations import CitedFrom
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.theme import GRID


class CitingSide(QWidget):
    """The list of citations; while one is written, its form and the words of the page instead."""

    told = Signal(str)
    open_requested = Signal(str, str)
    """Show the record: kind, id."""
    document_requested = Signal(str, int)
    """Show a document at a page."""
    page_requested = Signal(int, str)
    """A citation was chosen: the page it names (0: none) and its id."""
    ended = Signal()
    """The form was closed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.citing: Sheet | None = None
        self._rows: RowsTableModel[citations.CitedFrom] = RowsTableModel(
            ("",), lambda one: (_words(one),), between="\n", parent=self
        )
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setWordWrap(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("What it is cited for"))
        self.list.activated.connect(self._open)
        self._nothing = label(
            self.tr("Nothing is cited from it yet. Turn to a page and press Cite this page."),
            "quiet",
            wrap=True,
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._column.addWidget(self._nothing)
        self._column.addWidget(self.list, 1)

    @property
    def count(self) -> int:
        """How many citations are listed."""
        return len(self._rows.text())

    def cited(self) -> list[str]:
        """The citations as text."""
        return [words for (words,) in self._rows.text()]

    def show_cited(self, cited: Sequence[CitedFrom]) -> None:
        """List what the document is cited for."""
        self._rows.show_rows(cited)
        self._nothing.setVisible(not cited and self.citing is None)
        self.list.setVisible(bool(cited) and self.citing is None)

    def keep(self) -> None:
        """Keep what was typed of a citation."""
        if self.citing is not None:
            self.citing.keep()

    def begin(self, preset: Mapping[str, Any], words: str) -> None:
        """Begin a citation; `words` are those of the page, to mark what is quoted."""
        if self.citing is not None:
            self.citing.keep()
            self.close_form()
        sheet = Sheet(self._desk, "citation", None, {key: value for key, value in preset.items() if value})
        sheet.saved.connect(self.close_form)
        sheet.closed.connect(self.close_form)
        sheet.told.connect(self.told)
        sheet.open_requested.connect(self.open_requested)
        sheet.document_requested.connect(self.document_requested)
        sheet.loaded.connect(sheet.begin)
        self.citing = sheet
        self._quoting = self._page_words(words.strip())
        self._column.addWidget(sheet, 3)
        self._column.addWidget(self._quoting, 1)
        self.list.hide()
        self._nothing.hide()

    def close_form(self) -> None:
        """Go back to the list."""
        if self.citing is None:
            return
        for widget in (self.citing, self._quoting):
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.citing = None
        self.ended.emit()

    def quote(self) -> None:
        """Take the marked words into the citation."""
        marked = self.words.textCursor().selectedText().replace("\u2029", "\n")
        if self.citing is not None and self.citing.forms and marked.strip():
            self.citing.form.editors["quote"].offer(marked.strip())

    def _page_words(self, words: str) -> QWidget:
        """The words of the page, to mark what is quoted; a scan has none."""
        self.words = QPlainTextEdit(words)
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("The words of this page"))
        take = button(self.tr("&Quote the marked words"), flat=True)
        take.clicked.connect(self.quote)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self.tr("The words of this page: mark what is quoted."), "small", wrap=True))
        column.addWidget(self.words, 1)
        column.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        made.setVisible(bool(words))
        return made

    def _open(self, index: QModelIndex) -> None:
        if (one := self._rows.row(index.row())) is not None:
            self.page_requested.emit(one.citation.page or 0, one.citation.id)


def _words(one: CitedFrom) -> str:
    of = " · ".join(part for part in (one.record_title, declared(one.field_label)) if part)
    quote = f"\n“{one.citation.quote}”" if one.citation.quote else ""
    return f"{one.citation.place or '?'}   {of}{quote}"
