"""A person's page: the head, the timeline, and the parts as tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.services import drafts, people
from kzcase.services.office import Changed, Office
from kzcase.services.people import Joined, PersonPart
from kzcase.timeline.item import TimelineItem
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import Parts
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.historypanel import HistoryPanel
from kzcase.ui.common.page import Page
from kzcase.ui.common.panel import Make, Panel
from kzcase.ui.common.text import declared
from kzcase.ui.common.timeline.view import TimelineView
from kzcase.ui.common.worker import Latest
from kzcase.ui.person.head import JOINED, PersonHeadPanel
from kzcase.ui.person.joinedpanel import JoinedPanel
from kzcase.ui.person.partpanel import PartPanel
from kzcase.ui.person.twice import RecordedTwice

STORY = "story"
BEGINNINGS = ("detention", "prosecution", "restriction", "event", "consent")
"""With what a person's story may begin, offered while it is empty."""
NOTHING: Mapping[str, Make] = MappingProxyType({})
IN_DETAILS = frozenset({"name", "consent", "citation", "alternative"})
"""Kinds that the details show beside the person's own fields."""
TYPED_INSIDE = "names"
"""The part that stands in the details already."""


@dataclass(frozen=True, slots=True)
class PersonData:
    """What the page shows, read in one go."""

    head: people.PersonHead
    parts: tuple[people.PersonPart, ...]
    timeline: tuple[TimelineItem, ...]
    joined: people.Joined = people.ALONE


class PersonPage(Page):
    """The heart of the program.

    `below` makes what stands below the rows of a part, by the part's key.
    """

    def __init__(
        self, desk: Desk, person: str, below: Mapping[str, Make] = NOTHING, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.person = person
        self._below = below
        self._panels: list[Panel] = []
        self.head = PersonHeadPanel(desk)
        self.timeline = TimelineView(desk, compact=True)
        self.timeline.hide()
        self.tabs = Parts()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.currentChanged.connect(self._make_room)
        self.sheet = Sheet(desk, "person", person, closable=False)
        self.history = HistoryPanel(desk, person)
        self.joined = JoinedPanel(desk, person, self)
        self.joined.hide()
        self.twice = RecordedTwice(desk, person)
        self._parts: dict[str, PartPanel] = {}
        self.tabs.addTab(self.sheet, self.tr("Details"))
        self.tabs.addTab(self.history, self.tr("History"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.twice)
        column.addWidget(self.timeline)
        column.addWidget(self.tabs, 1)
        self.head.back_requested.connect(self.leave)
        self.head.paper_requested.connect(self._paper)
        self.head.letter_requested.connect(self._write)
        self.head.field_requested.connect(self.go_to)
        self.timeline.chosen.connect(self.open_requested)
        self.timeline.larger_requested.connect(self._show_large)
        self.sheet.told.connect(self.told)
        self.sheet.open_requested.connect(self.open_requested)
        self.sheet.document_requested.connect(self.document_requested)
        self.sheet.saved.connect(self.sheet.reload)
        self.sheet.deleted.connect(self.back_requested)
        self.sheet.erase_requested.connect(self.erase_requested)
        self.history.told.connect(self.told)
        self.joined.told.connect(self.told)
        self.joined.open_requested.connect(self.open_requested)
        self.twice.told.connect(self.told)
        self.twice.open_requested.connect(self.open_requested)
        self._first = True
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._pictured = Latest(desk.worker, self)
        self._pictured.answered.connect(self.head.show_photo)
        self._read()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "person"

    @property
    def people(self) -> tuple[str, ...]:
        """The person it is about."""
        return (self.person,)

    def part(self, key: str) -> PartPanel:
        """The panel of a part, once it has been read."""
        return self._parts[key]

    def begin(self) -> None:
        """The keyboard starts on the tabs."""
        self.tabs.tabBar().setFocus()

    def add(self) -> None:
        """Ctrl+N: a new record of the part on screen."""
        part = self.tabs.currentWidget()
        if isinstance(part, PartPanel):
            part.add_first()

    def add_one(self, kind: str) -> None:
        """Begin a record of this kind in the part that shows it."""
        panel = next((one for one in self._parts.values() if kind in one.adds), None)
        if panel is not None:
            self.tabs.setCurrentWidget(panel)
            panel.add(kind)

    def go_to(self, field: str) -> None:
        """Go to the part, or to the field of the details, where this is written."""
        if field == JOINED:
            self.tabs.setCurrentWidget(self.joined)
        elif field in self._parts:
            self.tabs.setCurrentWidget(self._parts[field])
            self._parts[field].begin()
        else:
            self.tabs.setCurrentWidget(self.sheet)
            self.sheet.set.go_to(self.person, field)

    def keep(self) -> None:
        """Keep what was typed in any form of the page."""
        self.sheet.keep()
        for part in self._parts.values():
            part.keep()

    def refresh(self, changed: Changed) -> None:
        """Read the page again; the form only if it was not changed from here and holds nothing typed."""
        self._read()
        for panel in self._panels:
            panel.refresh(changed)
        ours = self.person in changed.ids or changed.kinds & IN_DETAILS
        if ours and changed.initiator is not self.sheet.token and not self.sheet.touched:
            self.sheet.reload()

    @property
    def unsaved(self) -> bool:
        """Whether something was typed into the details and not saved."""
        return self.sheet.touched

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        self._latest.ask(partial(read, self.desk.office, self.person, self.desk.language))
        self._pictured.ask(partial(picture, self.desk.office, self.person))

    def _show(self, data: PersonData) -> None:
        self.head.show_head(data.head)
        self.timeline.show_items(data.timeline, data.head.as_of)
        for part in data.parts:
            if part.key == TYPED_INSIDE:
                continue
            if part.key in self._parts:
                self._parts[part.key].show_part(part)
            else:
                panel = PartPanel(self.desk, self.person, part)
                panel.told.connect(self.told)
                panel.open_requested.connect(self.open_requested)
                panel.document_requested.connect(self.document_requested)
                panel.add_requested.connect(self.add_one)
                if part.key == STORY:
                    panel.suggest(BEGINNINGS)
                if part.key in self._below:
                    self._put_below(panel, self._below[part.key](self.desk, self.person))
                self._parts[part.key] = panel
                self.tabs.insertTab(self.tabs.count() - 1, panel, "")
            number = f" {len(part.rows)}" if part.rows else ""
            self.tabs.setTabText(self.tabs.indexOf(self._parts[part.key]), declared(part.label) + number)
        self._show_joined(data.joined)
        self.twice.read()
        self._make_room()
        if self._first:
            self._first = False
            self._go_on(data.parts)

    def _show_joined(self, found: Joined) -> None:
        """The records that are this person have a part of their own while there are several."""
        at = self.tabs.indexOf(self.joined)
        if not found.records:
            if at >= 0:
                self.tabs.removeTab(at)
            return
        self.joined.show_joined(found)
        if at < 0:
            at = self.tabs.insertTab(self.tabs.count() - 1, self.joined, "")
        self.tabs.setTabText(at, self.tr("One person of {0}").format(len(found.records)))

    def _go_on(self, parts: Sequence[PersonPart]) -> None:
        """Open where work goes on: the story; else what there is; else what a story begins with."""
        told = [part.key for part in parts if part.rows and part.key in self._parts]
        key = STORY if STORY in told or not told else told[0]
        if key in self._parts:
            had = self.tabs.tabBar().hasFocus()
            self.tabs.setCurrentWidget(self._parts[key])
            if had and not told:
                self._parts[key].begin()

    def _make_room(self) -> None:
        """The timeline makes room for the long form of the details."""
        self.timeline.setVisible(self.timeline.has_items and self.tabs.currentWidget() is not self.sheet)

    def _put_below(self, part: PartPanel, panel: Panel) -> None:
        self._panels.append(panel)
        panel.told.connect(self.told)
        panel.open_requested.connect(self.open_requested)
        panel.create_requested.connect(self.create_requested)
        part.put_below(panel)

    def _write(self) -> None:
        self.create_requested.emit(drafts.MAILING, {"persons": self.people})

    def _paper(self) -> None:
        self.paper_requested.emit(self.people)

    def _show_large(self) -> None:
        self.timeline_requested.emit(self.people)


def picture(office: Office, person: str) -> object:
    """The photograph in the head; runs beside the window."""
    # What papers are made with is loaded only where it is needed.
    from kzcase.briefing import photo

    return photo.in_window(office, person)


def read(office: Office, person: str, language: str) -> PersonData:
    """Read everything the page shows; runs beside the window."""
    day = office.today()
    return PersonData(
        people.head(office, person, day, language),
        people.parts(office, person, day, language),
        people.timeline(office, person, day, language),
        people.joined(office, person, language),
    )
