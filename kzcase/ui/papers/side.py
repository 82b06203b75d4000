"""What stands beside a paper: whom it is about, what it leaves out and why, what it tells, its settings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from kzcase.briefing.content import Change, Content
from kzcase.briefing.remarks import Withheld
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.remarks import Group, Line, Remarks, grouped, thinly
from kzcase.ui.papers.annexes import AnnexList
from kzcase.ui.papers.lacking import LackingList
from kzcase.ui.papers.people import People
from kzcase.ui.papers.settings import PaperSettings
from kzcase.ui.papers.told import ToldList
from kzcase.ui.theme import GRID

_LEAST = 40


class PaperSide(QWidget):
    """The people, and below them one sheet at a time."""

    open_requested = Signal(str, str)
    """Show the record: kind, id."""
    redaction_requested = Signal(str, int, str)
    """Cover words on a page of a document: its id, the page from 1, the words."""
    changed = Signal()
    """The paper is to be made otherwise."""

    def __init__(self, desk: Desk, people: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = People(desk, people)
        self.withheld = Remarks(self.tr("Withheld"))
        self.warnings = Remarks(self.tr("Thin ground"))
        self.told = ToldList()
        self.lacking = LackingList()
        self.news = Remarks(self.tr("Changed"))
        self.annexes = AnnexList(desk)
        self.settings = PaperSettings(desk)
        listing = (self.people, self.withheld, self.warnings, self.told, self.lacking, self.news)
        for part in (*listing, self.annexes):
            # In a small window large letters need the room: a line and a half of each still scrolls.
            part.list.setMinimumHeight(_LEAST)
        self.sheets = QTabWidget()
        self.sheets.setUsesScrollButtons(True)
        self.sheets.setDocumentMode(True)
        self.sheets.tabBar().setDrawBase(False)
        check = QWidget()
        checks = QVBoxLayout(check)
        checks.setContentsMargins(0, GRID // 2, 0, 0)
        checks.addWidget(self.withheld, 3)
        checks.addWidget(self.warnings, 2)
        self.sheets.addTab(check, self.tr("Check"))
        self.sheets.addTab(self.lacking, self.tr("Open"))
        self.sheets.addTab(self.news, self.tr("New"))
        self.sheets.addTab(self.told, self.tr("Told"))
        self.sheets.addTab(self.annexes, self.tr("Annexes"))
        self.sheets.addTab(_scrolled(self.settings), self.tr("Settings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.people, 3)
        column.addWidget(self.sheets, 5)
        for part in (self.people, self.withheld, self.warnings, self.told, self.news, self.annexes):
            part.open_requested.connect(self.open_requested)
        self.annexes.redaction_requested.connect(self.redaction_requested)
        for one in (self.told, self.lacking, self.annexes, self.settings):
            one.changed.connect(self.changed)
        self.forget()

    def show_content(self, content: Content) -> None:
        """Show what a paper tells, leaves out and lacks."""
        self.withheld.show_groups(grouped(content.withheld))
        self.warnings.show_groups(thinly(content.thin))
        self.told.show_records(content.shown)
        self.lacking.show_lacking(content.lacking, content.template)
        self.news.show_groups(_news(content.changed))
        self._head(self.lacking, self.tr("Open ({0})"), self.lacking.open, bool(content.dossiers))
        self._head(self.news, self.tr("New ({0})"), len(content.changed), content.since is not None)
        self._head(self.told, self.tr("Told ({0})"), len(content.shown), True)
        self.annexes.show_content(content)
        chosen = len(self.annexes.chosen)
        self._head(self.annexes, self.tr("Annexes ({0})") if chosen else self.tr("Annexes"), chosen, True)

    def show_refusal(self, withheld: tuple[Withheld, ...]) -> None:
        """Show why there is no paper."""
        self.forget()
        self.withheld.show_groups(grouped(withheld))

    def forget(self) -> None:
        """Nothing is known of a paper."""
        self.withheld.show_nothing()
        self.warnings.show_nothing()
        for sheet in (self.lacking, self.news):
            self.sheets.setTabVisible(self.sheets.indexOf(sheet), False)

    def _head(self, sheet: QWidget, words: str, count: int, visible: bool) -> None:
        place = self.sheets.indexOf(sheet)
        self.sheets.setTabText(place, words.format(count))
        self.sheets.setTabVisible(place, visible)


def _scrolled(sheet: QWidget) -> QScrollArea:
    """A sheet that needs more height than a small window has."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(sheet)
    return area


def _news(changed: tuple[Change, ...]) -> tuple[Group, ...]:
    """What changed, person by person."""
    found: dict[str, list[Line]] = {}
    for one in changed:
        found.setdefault(one.title, []).append(Line(one.what.text, "person", one.person))
    return tuple(Group(title, len(lines), tuple(lines)) for title, lines in found.items())
