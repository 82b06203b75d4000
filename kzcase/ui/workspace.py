"""The inside of the window while a vault is open: side bar, and pages that lead to one another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from kzcase.services import drafts, records
from kzcase.services.drafts import KeptDraft
from kzcase.ui import pages
from kzcase.ui.areas import AREAS, area
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.page import Page
from kzcase.ui.records.recordpage import RecordPage
from kzcase.ui.sidebar import SideBar

MOST_PAGES = 20
"""Pages kept to go back to; the oldest go first."""


class Workspace(QWidget):
    """Shows one page; opening another keeps the way back."""

    lock_requested = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.side = SideBar(desk)
        self._stack = QStackedWidget()
        self._way: list[Page] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self._stack, 1)
        self.side.chosen.connect(self.show_area)
        self.side.lock_requested.connect(self.lock_requested)
        self.show_area(AREAS[0].key)
        job = desk.worker.read(partial(drafts.kept, desk.office))
        job.done.connect(self._mention_drafts)

    @property
    def page(self) -> Page:
        """The page on screen."""
        return self._way[-1]

    def show_area(self, key: str) -> None:
        """Go to an area of the side bar; the way back begins anew."""
        self.keep()
        while self._way:
            self._drop(self._way.pop())
        self._open(area(key).make(self.desk))

    def open_record(self, kind: str, record: str) -> None:
        """Show a record; a kind that is not known yet is looked up first."""
        if not kind:
            job = self.desk.worker.read(partial(records.view, self.desk.office, record))
            job.done.connect(self._open_view)
            return
        self._open(pages.of_record(self.desk, kind, record))

    def show_document(self, document: str, page: int) -> None:
        """Look at a document from a page on."""
        self._open(pages.of_document(self.desk, document, page))

    def create_record(self, kind: str, preset: Mapping[str, Any]) -> None:
        """Show the form of a new record."""
        self._open(pages.of_new(self.desk, kind, preset))

    def resume(self, kind: str, record: str, new: bool) -> None:
        """Go on with what was typed into a record's form."""
        if new:
            self._open(RecordPage(self.desk, kind, None, draft=record))
        else:
            self.open_record(kind, record)

    def make_paper(self, people: tuple[str, ...]) -> None:
        """Show the paper about these people."""
        if not people:
            self.told.emit(self.tr("Choose a person first: the paper is about people."))
            return
        # QtPdf and the paper's own libraries are loaded when somebody wants a paper.
        from kzcase.ui.papers.briefpage import BriefPage

        self._open(BriefPage(self.desk, people))

    def back(self) -> None:
        """Go back one page; the first page of an area stays."""
        if len(self._way) > 1:
            self._drop(self._way.pop())
            self._stack.setCurrentWidget(self.page)
            self._mark()
            self.page.begin()

    def keep(self) -> None:
        """Keep what was typed on any page that can still be gone back to."""
        for page in self._way:
            page.keep()

    def _open(self, page: Page) -> None:
        if self._way:
            self.page.keep()
        page.open_requested.connect(self.open_record)
        page.document_requested.connect(self.show_document)
        page.create_requested.connect(self.create_record)
        page.paper_requested.connect(self.make_paper)
        page.back_requested.connect(self.back)
        page.told.connect(self.told)
        page.resume_requested.connect(self.resume)
        if len(self._way) >= MOST_PAGES:
            self._drop(self._way.pop(1))
        self._way.append(page)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._mark()
        page.begin()

    def _mark(self) -> None:
        """Mark the area of the page on screen, or of the page it was opened from."""
        areas = [page.area for page in reversed(self._way) if page.area in self.side.keys]
        if areas:
            self.side.show_area(areas[0])

    def _drop(self, page: Page) -> None:
        page.keep()
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _open_view(self, view: records.RecordView) -> None:
        self.open_record(view.kind, view.id)

    def _mention_drafts(self, kept: tuple[KeptDraft, ...]) -> None:
        if kept:
            self.told.emit(self.tr("There is something you typed and did not save: see Drafts."))
