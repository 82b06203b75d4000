"""The page of a document: looked at inside the program, its hash, what it is cited for, its details."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPlainTextEdit,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kzcase.errors import KzcaseError
from kzcase.services import attachedtext, citations, documents, records
from kzcase.services.documents import Content
from kzcase.services.office import Changed, Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.historypanel import HistoryPanel
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.page import Page
from kzcase.ui.common.relatedpanel import RelatedPanel
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.documents.viewer import STEP, Viewer
from kzcase.ui.theme import GRID

_CITES_WITH = {"citation", "source", "document"}


@dataclass(frozen=True, slots=True)
class DocumentData:
    """What the page shows, read in one go; without content `missing` says why.

    `readable` says whether the words of the file can be searched.
    """

    view: records.RecordView
    content: Content | None
    missing: str
    cited: tuple[citations.CitedFrom, ...]
    readable: str = ""


class DocumentPage(Page):
    """A document of the vault, from the page that was asked for on."""

    def __init__(self, desk: Desk, document: str, page: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.document = document
        self._page = page
        self._shown = ""
        self._file_name = ""
        self._people: tuple[str, ...] = ()
        self.viewer = Viewer()
        self.citing: Sheet | None = None
        self.sheet = Sheet(desk, "document", document, closable=False)
        self._build()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._read()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "document"

    @property
    def people(self) -> tuple[str, ...]:
        """The people the document belongs to."""
        return self._people

    def begin(self) -> None:
        """The keyboard starts in the document."""
        self.viewer.begin()

    def keep(self) -> None:
        """Keep what was typed in either form."""
        self.sheet.keep()
        if self.citing is not None:
            self.citing.keep()

    def refresh(self, changed: Changed) -> None:
        """Read again what is shown; the form only if it was not changed from here and holds nothing typed."""
        if self.document not in changed.ids and not changed.kinds & _CITES_WITH:
            return
        self._read()
        if (
            self.document in changed.ids
            and changed.initiator is not self.sheet.token
            and not self.sheet.touched
        ):
            self.sheet.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the citation being written (what was typed is kept), then goes back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.citing is not None:
            self.citing.keep()
            self._close_citing()
        else:
            self.keep()
            self.back_requested.emit()

    def cited(self) -> list[str]:
        """What the document is cited for, as text (for tests)."""
        return [words for (words,) in self._rows.text()]

    def cite(self) -> None:
        """Write down that the page looked at says something; the document's source is made if it has none."""
        job = self.desk.worker.write(
            partial(citations.source_for, self.desk.office, self.document, initiator=self)
        )
        job.done.connect(self._cite_from)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = label("", "title", wrap=True)
        self._facts = label("", "small", wrap=True, select=True)
        back = button(self.tr("Back"), flat=True)
        back.setIcon(self.desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.back_requested)
        self._cite = button(self.tr("&Cite this page"), primary=True)
        self._cite.clicked.connect(self.cite)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        head.addWidget(back)
        head.addWidget(self._title, 1)
        head.addWidget(self._cite)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._viewing())
        split.addWidget(self._tabs())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(_indented(self._facts))
        column.addWidget(split, 1)
        self.sheet.told.connect(self.told)
        self.sheet.open_requested.connect(self.open_requested)
        self.sheet.document_requested.connect(self.document_requested)
        self.sheet.saved.connect(self.sheet.reload)
        self.sheet.deleted.connect(self.back_requested)

    def _viewing(self) -> QWidget:
        """The document with what turns and enlarges it."""
        self._number = QSpinBox()
        self._number.setMinimum(1)
        self._number.setAccessibleName(self.tr("Page"))
        self._number.editingFinished.connect(self._go)
        self._of = label("", "quiet")
        self._attach = button(self.tr("Attach the file"))
        self._attach.clicked.connect(self._ask_file)
        self._attach.hide()
        self._copy = button(self.tr("Save a copy outside the vault"), flat=True)
        self._copy.setToolTip(self.tr("The copy is not encrypted: whoever has this laptop can read it."))
        self._copy.clicked.connect(self._ask_place)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, 0, GRID, 0)
        bar.addWidget(self._number)
        bar.addWidget(self._of)
        self._sizing: list[QWidget] = []
        for words, keys, slot in (
            (self.tr("Smaller"), QKeySequence.StandardKey.ZoomOut, self._smaller),
            (self.tr("Larger"), QKeySequence.StandardKey.ZoomIn, self._larger),
            (self.tr("Fit"), "Ctrl+0", self.viewer.fit),
        ):
            made = button(words, flat=True)
            made.clicked.connect(slot)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)
            made.setToolTip(QKeySequence(keys).toString())
            bar.addWidget(made)
            self._sizing.append(made)
        bar.addStretch(1)
        bar.addWidget(self._attach)
        bar.addWidget(self._copy)
        self.viewer.turned.connect(self._turned)
        viewing = QWidget()
        column = QVBoxLayout(viewing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.viewer, 1)
        return viewing

    def _tabs(self) -> QWidget:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        related = RelatedPanel(self.desk, "document", self.document)
        related.open_requested.connect(self.open_requested)
        related.create_requested.connect(self.create_requested)
        history = HistoryPanel(self.desk, self.document)
        history.told.connect(self.told)
        self._rows: RowsTableModel[citations.CitedFrom] = RowsTableModel(
            ("",), lambda one: (_cited_words(one),), between="\n", parent=self
        )
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setWordWrap(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("What it is cited for"))
        self.list.activated.connect(self._open_citation)
        self._nothing = label(
            self.tr("Nothing is cited from it yet. Turn to a page and press Cite this page."),
            "quiet",
            wrap=True,
        )
        self._cited_side = QWidget()
        self._cited_column = QVBoxLayout(self._cited_side)
        self._cited_column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._cited_column.addWidget(self._nothing)
        self._cited_column.addWidget(self.list, 1)
        self.tabs.addTab(self.sheet, self.tr("Details"))
        self.tabs.addTab(self._cited_side, self.tr("Cited for"))
        self.tabs.addTab(related, self.tr("Belongs to it"))
        self.tabs.addTab(history, self.tr("History"))
        return self.tabs

    # --- what comes back -----------------------------------------------------------------------------

    def _read(self) -> None:
        self._latest.ask(partial(read, self.desk.office, self.document, self._shown, self.desk.language))

    def _show(self, data: DocumentData) -> None:
        fields = data.view.fields
        self._title.setText(records.shown_title(data.view.title, data.view.status))
        self._file_name = str(fields.get("file_name") or "")
        self._people = tuple(sorted(fields.get("records") or ()))
        held = bool(fields.get("file"))
        self._facts.setText(self._told(data))
        self._attach.setVisible(not held)
        self._copy.setVisible(held)
        if data.content is not None:
            self._shown = data.content.sha256
            self.viewer.show_content(data.content, self._page)
        elif data.missing:
            self._shown = ""
            self.viewer.say(data.missing)
        self._rows.show_rows(data.cited)
        self._nothing.setVisible(not data.cited and self.citing is None)
        self.list.setVisible(bool(data.cited) and self.citing is None)
        number = f" {len(data.cited)}" if data.cited else ""
        self.tabs.setTabText(1, self.tr("Cited for") + number)

    def _told(self, data: DocumentData) -> str:
        """The file's name, size and hash in one line."""
        fields = data.view.fields
        if not fields.get("file"):
            return ""
        size = int(fields.get("size") or 0)
        said = f"{size:,}".replace(",", "\u202f")
        checked = self.tr("the file is here and unaltered") if not data.missing else self.tr("not here")
        facts = self.tr("{0}   {1} bytes   SHA-256 {2} ({3})").format(
            self._file_name, said, fields["file"], checked
        )
        return f"{facts}\n{data.readable}" if data.readable else facts

    def _turned(self, page: int, pages: int) -> None:
        self._page = max(page, 1)
        self._cite.setEnabled(pages > 0)
        for widget in self._sizing:
            widget.setVisible(pages > 0)
        self._number.setVisible(pages > 1)
        self._of.setVisible(pages > 1)
        self._number.setMaximum(max(pages, 1))
        if not self._number.hasFocus():
            self._number.setValue(page)
        self._of.setText(self.tr("of {0}").format(pages))

    # --- what the user does --------------------------------------------------------------------------

    def _go(self) -> None:
        self.viewer.turn_to(self._number.value())

    def _larger(self) -> None:
        self.viewer.zoom(STEP)

    def _smaller(self) -> None:
        self.viewer.zoom(1 / STEP)

    def _cite_from(self, source: str) -> None:
        if self.citing is not None:
            self.citing.keep()
            self._close_citing()
        preset = {"source": source, "place": f"p. {self.viewer.page}", "quote": self.viewer.marked_text()}
        if self._people:
            preset["record"] = self._people[0]
        sheet = Sheet(self.desk, "citation", None, {key: value for key, value in preset.items() if value})
        sheet.saved.connect(self._close_citing)
        sheet.closed.connect(self._close_citing)
        sheet.told.connect(self.told)
        sheet.open_requested.connect(self.open_requested)
        sheet.document_requested.connect(self.document_requested)
        sheet.loaded.connect(sheet.begin)
        self.citing = sheet
        self._quoting = self._page_words()
        self._cited_column.addWidget(sheet, 3)
        self._cited_column.addWidget(self._quoting, 1)
        self.list.hide()
        self._nothing.hide()
        self.tabs.setCurrentWidget(self._cited_side)

    def _page_words(self) -> QWidget:
        """The words of the page, to mark what is quoted; a scan has none."""
        words = self.viewer.page_text().strip()
        self._words = QPlainTextEdit(words)
        self._words.setReadOnly(True)
        self._words.setAccessibleName(self.tr("The words of this page"))
        take = button(self.tr("&Quote the marked words"), flat=True)
        take.clicked.connect(self._quote)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self.tr("The words of this page: mark what is quoted."), "small", wrap=True))
        column.addWidget(self._words, 1)
        column.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        made.setVisible(bool(words))
        return made

    def _quote(self) -> None:
        marked = self._words.textCursor().selectedText().replace("\u2029", "\n")
        if self.citing is not None and self.citing.forms and marked.strip():
            self.citing.form.editors["quote"].offer(marked.strip())

    def _close_citing(self) -> None:
        if self.citing is None:
            return
        for widget in (self.citing, self._quoting):
            self._cited_column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.citing = None
        self._read()

    def _open_citation(self, index: QModelIndex) -> None:
        if (one := self._rows.row(index.row())) is None:
            return
        citation, page = one.citation.id, one.citation.page
        if page is not None and page != self.viewer.page and page <= self.viewer.pages:
            self.viewer.turn_to(page)
        else:
            self.open_requested.emit("citation", citation)

    def _ask_file(self) -> None:
        FileQuestion(
            self,
            self.tr("Attach the file"),
            self.tr("All files (*)"),
            self._give_file,
            save=False,
            start=start_folder(),
        )

    def _give_file(self, path: Path) -> None:
        job = self.desk.worker.write(partial(documents.give_file, self.desk.office, self.document, path))
        job.done.connect(self._given)

    def _given(self) -> None:
        self.told.emit(self.tr("The file is in the vault now; the original can be removed from the disk."))

    def _ask_place(self) -> None:
        FileQuestion(
            self,
            self.tr("Save a copy outside the vault: it will not be encrypted"),
            self.tr("All files (*)"),
            self._save_copy,
            save=True,
            start=start_folder() / (Path(self._file_name).name or "document"),
        )

    def _save_copy(self, path: Path) -> None:
        job = self.desk.worker.read(partial(documents.save_copy, self.desk.office, self.document, path))
        job.done.connect(self._copied)

    def _copied(self) -> None:
        self.told.emit(
            self.tr("A copy stands outside the vault now, unprotected. Remove it when it is not needed.")
        )


def read(office: Office, document: str, shown: str, language: str = "en") -> DocumentData:
    """Read what the page shows, the bytes only if they are not the ones shown; runs beside the window."""
    view = records.view(office, document)
    cited = citations.of_document(office, document)
    digest = view.fields.get("file")
    told = attachedtext.told(office, document, language).words if digest is not None else ""
    readable = told[:1].upper() + told[1:]
    if digest is not None and digest == shown:
        return DocumentData(view, None, "", cited, readable)
    try:
        return DocumentData(view, documents.content(office, document), "", cited, readable)
    except KzcaseError as error:
        return DocumentData(view, None, sentence(error), cited)


def _cited_words(one: citations.CitedFrom) -> str:
    of = " · ".join(part for part in (one.record_title, declared(one.field_label)) if part)
    quote = f"\n“{one.citation.quote}”" if one.citation.quote else ""
    return f"{one.citation.place or '?'}   {of}{quote}"


def _indented(widget: QWidget) -> QWidget:
    widget.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
    return widget
