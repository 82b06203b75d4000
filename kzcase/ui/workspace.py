"""The inside of the window while a vault is open: side bar, top bar, and pages that lead to one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import drafts, records
from kzcase.services.drafts import KeptDraft
from kzcase.services.office import Changed
from kzcase.ui import pages
from kzcase.ui.actions import key_groups
from kzcase.ui.areas import AREAS, SETTINGS, area
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.dropping import from_colleagues
from kzcase.ui.common.fitting import Fitting
from kzcase.ui.common.page import Page
from kzcase.ui.palette.entries import Choice
from kzcase.ui.palette.palette import Palette
from kzcase.ui.sidebar import SideBar
from kzcase.ui.topbar import TopBar

MOST_PAGES = 20
"""Pages kept to go back to; the oldest go first."""
MOST_RECENT = 8
"""Records that the palette offers as opened lately; only this visit remembers them, in memory."""

Make = Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was, in ids: an area, then records and what was begun; no word of what stood there."""

    area: str
    pages: tuple[tuple[str, str, str], ...] = ()
    """("record" or "begun", kind, id) of the pages opened from there."""


@dataclass(slots=True)
class _Stop:
    """One page on the way, and what makes it anew when the looks have changed."""

    page: Page
    make: Make
    frame: Fitting
    """What the page is seen in."""
    stale: bool = False

    @property
    def record(self) -> str:
        """The record that the page shows; "" if it shows none, or one that has still to be made."""
        match self.make:
            case partial(func=pages.of_record, args=(_, _, record)):
                return str(record)
            case partial(func=pages.of_document, args=(_, record, *_)):
                return str(record)
        return ""


class Workspace(QWidget):
    """Shows one page; opening another keeps the way back."""

    lock_requested = Signal()
    told = Signal(str)
    action_requested = Signal(str)
    """Do an action of the program, by its key."""
    look_changed = Signal()
    passphrase_requested = Signal(str, str)
    """Change the passphrase: the present one and the new one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._way: list[_Stop] = []
        self._recent: list[str] = []
        self.setAcceptDrops(True)
        self._stack = QStackedWidget()
        # Before any page hears of it.
        desk.changed.connect(self._leave_gone)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(self._column, 1)
        self._build()
        self.show_area(AREAS[0].key)
        job = desk.worker.read(partial(drafts.kept, desk.office))
        job.done.connect(self._mention_drafts)

    def _build(self) -> None:
        """The parts that stand around every page."""
        self.side = SideBar(self.desk)
        self.top = TopBar(self.desk)
        self.palette_over = Palette(self.desk, {one.key: one.icon for one in AREAS}, self)
        self._row.insertWidget(0, self.side)
        self._column.insertWidget(0, self.top)
        self.side.chosen.connect(self.show_area)
        self.side.saved.opened.connect(self.show_search)
        self.side.lock_requested.connect(self.lock_requested)
        self.top.wished.connect(self.action_requested)
        self.palette_over.record_chosen.connect(self.open_record)
        self.palette_over.page_chosen.connect(self.show_document)

    @property
    def page(self) -> Page:
        """The page on screen."""
        return self._way[-1].page

    def show_area(self, key: str) -> None:
        """Go to an area of the side bar; the way back begins anew."""
        self._begin_anew(partial(area(key).make, self.desk))

    @property
    def place(self) -> Place:
        """Where one is, to be gone to again after unlocking."""
        first = self._way[0].page.area
        opened: list[tuple[str, str, str]] = []
        for stop in self._way:
            if stop.page.begun is not None:
                opened.append(("begun", *stop.page.begun))
            elif isinstance(stop.make, partial) and stop.make.func is pages.of_record:
                opened.append(("record", *stop.make.args[1:3]))
        known = first in {one.key for one in AREAS} or first == SETTINGS
        return Place(first if known else AREAS[0].key, tuple(opened))

    def go_to(self, place: Place) -> None:
        """Go where somebody was before."""
        self.show_area(place.area)
        for what, kind, record in place.pages:
            if what == "begun":
                self._open(partial(pages.of_begun, self.desk, kind, record))
            else:
                self.open_record(kind, record)

    def show_search(self, kind: str, text: str) -> None:
        """Show what a search finds in the list of a kind; the way back begins anew."""
        self._begin_anew(partial(pages.of_search, self.desk, kind, text))

    def show_settings(self, section: str) -> None:
        """Go to a section of the settings."""
        self._begin_anew(partial(pages.of_settings, self.desk, section))

    def show_help(self, chapter: str) -> None:
        """Open the manual at a chapter, over the page on screen."""
        from kzcase.ui.help.helppage import HelpPage  # loaded when somebody asks for help

        page = self.page
        if isinstance(page, HelpPage):
            page.show_chapter(chapter)
        else:
            self._open(partial(HelpPage, self.desk, chapter, key_groups(page.offers())))

    def open_record(self, kind: str, record: str) -> None:
        """Show a record; a kind that is not known yet is looked up first."""
        if not kind:
            job = self.desk.worker.read(partial(records.view, self.desk.office, record))
            job.done.connect(self._open_view)
            return
        self._recent = [record, *(one for one in self._recent if one != record)][:MOST_RECENT]
        self._open(partial(pages.of_record, self.desk, kind, record))

    def show_document(self, document: str, page: int) -> None:
        """Look at a document from a page on."""
        self._open(partial(pages.of_document, self.desk, document, page))

    def erase(self, kind: str, record: str) -> None:
        """Show what erasing a record for good would do."""
        self._open(partial(pages.of_erasing, self.desk, kind, record))

    def redact(self, document: str, page: int, words: str) -> None:
        """Look at a document's page with the places where some words stand, to be covered."""
        self._open(partial(pages.of_document, self.desk, document, page, words))

    def show_timeline(self, chosen: tuple[str, ...]) -> None:
        """Show the timelines of people and cases."""
        self._open(partial(pages.of_timeline, self.desk, chosen))

    def create_record(self, kind: str, preset: Mapping[str, Any]) -> None:
        """Show the form of a new record."""
        self._open(partial(pages.of_new, self.desk, kind, preset))

    def resume(self, kind: str, record: str, new: bool) -> None:
        """Go on with what was typed into a record's form."""
        if new:
            self._open(partial(pages.of_begun, self.desk, kind, record))
        else:
            self.open_record(kind, record)

    def make_paper(self, people: tuple[str, ...]) -> None:
        """Show the paper about these people."""
        if not people:
            self.told.emit(
                self.tr(
                    "A paper is about people: choose one first, or several (Ctrl+A chooses all of a list)."
                )
            )
            return
        # The paper's own libraries are loaded when somebody wants a paper.
        from kzcase.ui.papers.briefpage import BriefPage

        self._open(partial(BriefPage, self.desk, people, self.page.paper))

    def hand_out(self, people: tuple[str, ...]) -> None:
        """Put a case file together, of these people to begin with."""
        self._open(partial(pages.of_exchange, self.desk, people))

    def take_in(self, files: tuple[Path, ...]) -> None:
        """Show what taking files in would change."""
        self._open(partial(pages.of_files, self.desk, files))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from colleagues may be dropped anywhere on the window."""
        if from_colleagues(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped files are opened and shown; nothing is changed by that."""
        event.acceptProposedAction()
        self.take_in(from_colleagues(event.mimeData()))

    def back(self) -> None:
        """Go back one page; the first page of an area stays."""
        if len(self._way) > 1:
            self._drop(self._way.pop())
            if self._way[-1].stale:
                self._renew()
            self._stack.setCurrentWidget(self._way[-1].frame)
            self._mark()
            self.page.begin()

    def _leave(self) -> None:
        """A page is done; one that is no longer on screen leaves the way, and what is on screen stays."""
        asked = self.sender()
        if asked is self.page:
            self.back()
            return
        for stop in self._way[1:]:
            if stop.page is asked:
                self._way.remove(stop)
                self._drop(stop)

    def _leave_gone(self, changed: Changed) -> None:
        """What was erased, or taken back with the file that brought it, has no page any more."""
        for stop in self._way[1:]:
            if stop.record in changed.gone:
                if stop is self._way[-1]:
                    self.back()
                else:
                    self._way.remove(stop)
                    self._drop(stop)
        self._recent = [one for one in self._recent if one not in changed.gone]

    def open_palette(self, choices: tuple[Choice, ...]) -> None:
        """Open the palette with these actions."""
        self.palette_over.open_with(choices, self._recent[:MOST_RECENT])

    def keep(self) -> None:
        """Keep what was typed on any page that can still be gone back to."""
        for stop in self._way:
            stop.page.keep()

    def take_up_look(self) -> None:
        """Make everything anew that was drawn in the old colours, letters or language.

        What was typed is kept first, and read back by the new forms.
        """
        self.keep()
        job = self.desk.worker.write(_nothing)
        job.done.connect(self._remake)

    def _remake(self) -> None:
        outlook = self.top.outlook
        for widget in (self.side, self.top, self.palette_over):
            widget.hide()
            widget.deleteLater()
        self._build()
        self.top.show_outlook(outlook)
        for stop in self._way:
            stop.stale = True
        self._renew()
        self._mark()
        self.page.begin()

    def _renew(self) -> None:
        """Make the last page of the way anew."""
        stop = self._way.pop()
        begun = stop.page.begun
        make = stop.page.again() or stop.make
        if begun is not None:
            make = partial(pages.of_begun, self.desk, *begun)
        self._drop(stop)
        self._put(make)

    def _begin_anew(self, make: Make) -> None:
        """Show a page from which the way back begins anew."""
        self.keep()
        if self._way:
            self.page.say_kept()
        while self._way:
            self._drop(self._way.pop())
        self._open(make)

    def _open(self, make: Make) -> None:
        if self._way:
            self.page.keep()
        if len(self._way) >= MOST_PAGES:
            self._drop(self._way.pop(1))
        self._put(make)
        self._mark()
        self.page.begin()

    def _put(self, make: Make) -> None:
        page = make()
        page.open_requested.connect(self.open_record)
        page.document_requested.connect(self.show_document)
        page.redaction_requested.connect(self.redact)
        page.erase_requested.connect(self.erase)
        page.create_requested.connect(self.create_record)
        page.paper_requested.connect(self.make_paper)
        page.timeline_requested.connect(self.show_timeline)
        page.back_requested.connect(self._leave)
        page.told.connect(self.told)
        page.resume_requested.connect(self.resume)
        page.action_requested.connect(self.action_requested)
        page.look_changed.connect(self.look_changed)
        page.passphrase_requested.connect(self.passphrase_requested)
        frame = Fitting(page)
        self._way.append(_Stop(page, make, frame))
        self._stack.addWidget(frame)
        self._stack.setCurrentWidget(frame)

    def _mark(self) -> None:
        """Mark the area of the page on screen, or of the page it was opened from."""
        areas = [stop.page.area for stop in reversed(self._way) if stop.page.area in self.side.keys]
        if areas:
            self.side.show_area(areas[0])

    def _drop(self, stop: _Stop) -> None:
        stop.page.keep()
        self.desk.changed.disconnect(stop.page.refresh)
        self._stack.removeWidget(stop.frame)
        stop.frame.hide()
        stop.frame.deleteLater()

    def _open_view(self, view: records.RecordView) -> None:
        self.open_record(view.kind, view.id)

    def _mention_drafts(self, kept: tuple[KeptDraft, ...]) -> None:
        if kept:
            self.told.emit(self.tr("There is something you typed and did not save: see Drafts."))


def _nothing() -> None:
    """Wait for what was to be written before."""
