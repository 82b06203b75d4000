"""The page of a document: looked at inside the program, its hash, what it is cited for, its details."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from kzcase.services import citations, documents, records
from kzcase.services.documents import Shape
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.historypanel import HistoryPanel
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.relatedpanel import RelatedPanel
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.documents.citingside import CitingSide
from kzcase.ui.documents.documentdata import DocumentData, read
from kzcase.ui.documents.redactor import Redactor
from kzcase.ui.documents.viewer import STEP, Viewer
from kzcase.ui.theme import GRID

_CITES_WITH = {"citation", "source", "document"}


class DocumentPage(Page):
    """A document of the vault, from the page that was asked for on; `cover` are words to be covered on it."""

    def __init__(
        self, desk: Desk, document: str, page: int = 1, cover: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.document = document
        self._page = page
        self._to_cover = cover
        self._asked_page = page
        self._shown = ""
        self._file_name = ""
        self._people: tuple[str, ...] = ()
        self._drawable = False
        self._citing_from = ""
        self.viewer = Viewer()
        self.redactor: Redactor | None = None
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
        (self.redactor or self.viewer).begin()

    @property
    def citing(self) -> Sheet | None:
        """The citation that is being written down, if any."""
        return self.side.citing

    def keep(self) -> None:
        """Keep what was typed in either form, and a box that was moved a moment ago."""
        self.sheet.keep()
        self.side.keep()
        if self.redactor is not None:
            self.redactor.keep()

    def refresh(self, changed: Changed) -> None:
        """Read again what is shown; the form only if it was not changed from here and holds nothing typed."""
        if self.redactor is not None:
            self.redactor.refresh(changed)
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
            self.side.keep()
            self.side.close_form()
        else:
            self.keep()
            self.back_requested.emit()

    def cited(self) -> list[str]:
        """What the document is cited for, as text (for tests)."""
        return self.side.cited()

    def seek(self) -> None:
        """Ctrl+F: look for a name that is to be covered."""
        if self.redactor is None and self._drawable:
            self.redact()
        if self.redactor is not None:
            self.redactor.seek()

    def redact(self) -> None:
        """Cover places on its pages; the viewer makes room for that."""
        if self.redactor is not None or not self.viewer.pages:
            return
        self.redactor = Redactor(self.desk, self.document, self.viewer.page)
        self.redactor.told.connect(self.told)
        self.redactor.closed.connect(self._end_redacting)
        self._left.addWidget(self.redactor)
        self._left.setCurrentWidget(self.redactor)
        # The page has the whole width: small print has to be read to be covered.
        for widget in (self._cite, self.tabs, self._facts):
            widget.hide()
        self.redactor.begin()

    def _end_redacting(self) -> None:
        if self.redactor is None:
            return
        page, done = self.redactor.page, self.redactor
        done.stop()
        self.redactor = None
        self._left.setCurrentIndex(0)
        self._left.removeWidget(done)
        done.deleteLater()
        for widget in (self._cite, self.tabs, self._facts):
            widget.show()
        self.viewer.turn_to(page)
        self.viewer.begin()

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
        self._left = QStackedWidget()
        self._left.addWidget(self._viewing())
        split.addWidget(self._left)
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
        self.sheet.erase_requested.connect(self.erase_requested)

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
        self._redact = button(self.tr("&Redact"), flat=True)
        self._redact.setToolTip(
            self.tr("Cover names and addresses before pages go out. The document itself is not changed.")
        )
        self._redact.clicked.connect(self.redact)
        bar.addWidget(self._redact)
        bar.addWidget(self._attach)
        bar.addWidget(self._copy)
        self.viewer.turned.connect(self._turned)
        self.viewer.page_read.connect(self._cite_words)
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
        self.side = CitingSide(self.desk)
        self.side.told.connect(self.told)
        self.side.open_requested.connect(self.open_requested)
        self.side.document_requested.connect(self.document_requested)
        self.side.page_requested.connect(self._show_citation)
        self.side.ended.connect(self._read)
        self.tabs.addTab(self.sheet, self.tr("Details"))
        self.tabs.addTab(self.side, self.tr("Cited for"))
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
            self._drawable = data.content.shape in (Shape.PDF, Shape.IMAGE)
            self.viewer.show_content(data.content, self._page)
        elif data.missing:
            self._shown = ""
            self.viewer.say(data.missing)
        self.side.show_cited(data.cited)
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
        self._redact.setVisible(pages > 0 and self._drawable)
        for widget in self._sizing:
            widget.setVisible(pages > 0)
        self._number.setVisible(pages > 1)
        self._of.setVisible(pages > 1)
        self._number.setMaximum(max(pages, 1))
        if not self._number.hasFocus():
            self._number.setValue(page)
        self._of.setText(self.tr("of {0}").format(pages))
        if self._to_cover and pages > 0 and page == min(self._asked_page, pages):
            words, self._to_cover = self._to_cover, ""
            self.redact()
            if self.redactor is not None:
                self.redactor.look_for(words)

    # --- what the user does --------------------------------------------------------------------------

    def _go(self) -> None:
        self.viewer.turn_to(self._number.value())

    def _larger(self) -> None:
        self.viewer.zoom(STEP)

    def _smaller(self) -> None:
        self.viewer.zoom(1 / STEP)

    def _cite_from(self, source: str) -> None:
        self._citing_from = source
        self.viewer.read_page()

    def _cite_words(self, words: str) -> None:
        if not self._citing_from:
            return
        source, self._citing_from = self._citing_from, ""
        preset = {"source": source, "place": f"p. {self.viewer.page}", "quote": self.viewer.marked_text()}
        if self._people:
            preset["record"] = self._people[0]
        self.side.begin(preset, words)
        self.tabs.setCurrentWidget(self.side)

    def _show_citation(self, page: int, citation: str) -> None:
        if page and page != self.viewer.page and page <= self.viewer.pages:
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


def _indented(widget: QWidget) -> QWidget:
    widget.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
    return widget
