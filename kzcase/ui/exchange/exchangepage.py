"""The exchange page: take in, hand out, folder, decide, colleagues, past imports; files may be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from kzcase.services import colleagues
from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.dropping import files_of
from kzcase.ui.common.fitting import Fitting
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.exchange.colleagues import Colleagues
from kzcase.ui.exchange.deciding import Deciding
from kzcase.ui.exchange.folderpart import FolderPart
from kzcase.ui.exchange.handout import HandOut
from kzcase.ui.exchange.imports import Imports
from kzcase.ui.exchange.part import Part
from kzcase.ui.exchange.takein import TakeIn
from kzcase.ui.theme import GRID

TAKE_IN, HAND_OUT, FOLDER = "take_in", "hand_out", "folder"
DECIDE, COLLEAGUES, IMPORTS = "decide", "colleagues", "imports"


class ExchangePage(Page):
    """Everything about files that colleagues hand each other."""

    def __init__(
        self, desk: Desk, part: str = TAKE_IN, chosen: tuple[str, ...] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Exchange with colleagues"))
        self.taking = TakeIn(desk)
        self.handing = HandOut(desk, chosen)
        self.folder = FolderPart(desk)
        self.deciding = Deciding(desk)
        self.colleagues = Colleagues(desk)
        self.imports = Imports(desk)
        self._parts: dict[str, Part] = {
            TAKE_IN: self.taking,
            HAND_OUT: self.handing,
            FOLDER: self.folder,
            DECIDE: self.deciding,
            COLLEAGUES: self.colleagues,
            IMPORTS: self.imports,
        }
        self._words = {
            TAKE_IN: self.tr("Take in"),
            HAND_OUT: self.tr("Hand out"),
            FOLDER: self.tr("Folder"),
            DECIDE: self.tr("Decide"),
            COLLEAGUES: self.tr("Colleagues"),
            IMPORTS: self.tr("Past imports"),
        }
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        # Each part scrolls by itself: the largest would else ask its height of all of them.
        self._frames = {key: Fitting(made) for key, made in self._parts.items()}
        for key, made in self._parts.items():
            self.tabs.addTab(self._frames[key], self._words[key])
            made.told.connect(self.told)
            made.open_requested.connect(self.open_requested)
            made.part_requested.connect(self.show_part)
        self.deciding.counted.connect(self._count)
        self.colleagues.known_anew.connect(self.taking.judge_again)
        self.folder.files_requested.connect(self.take_in)
        self.tabs.setCurrentWidget(self._frames[part])
        self._shown = self._parts[part]
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._turned)
        self.deciding.read()
        if self._shown is not self.deciding:
            self._shown.read()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "exchange"

    @property
    def part(self) -> str:
        """The key of the part on screen."""
        return next(key for key, made in self._frames.items() if made is self.tabs.currentWidget())

    def show_part(self, key: str) -> None:
        """Turn to a part."""
        self.tabs.setCurrentWidget(self._frames[key])
        self.begin()

    def take_in(self, paths: Sequence[Path]) -> None:
        """Show the plan of files, or what adding a contact card means; nothing is changed by that."""
        cards = [one for one in paths if one.suffix.lower() == colleagues.SUFFIX]
        files = [one for one in paths if one not in cards]
        if cards:
            self.show_part(COLLEAGUES)
            self.colleagues.read_card(cards[0])
        if files:
            self.show_part(TAKE_IN)
            self.taking.take_in(files)

    def hand_out(self, records: tuple[str, ...]) -> None:
        """Begin a case file of these people and cases."""
        self.handing.choose(records)
        self.show_part(HAND_OUT)

    def begin(self) -> None:
        """The keyboard starts in the part."""
        self._shown.begin()

    def refresh(self, changed: Changed) -> None:
        """What waits for a decision may have changed."""
        for made in self._parts.values():
            made.refresh(changed)

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done here."""
        return (
            PageAction(self.tr("Take in a file"), self._go_take_in, icon=Icon.EXCHANGE),
            PageAction(self.tr("Hand out a case file"), self._go_hand_out, icon=Icon.EXCHANGE),
            PageAction(self.tr("Keep a shared folder in step"), self._go_folder, icon=Icon.EXCHANGE),
            PageAction(self.tr("Decide what is in conflict"), self._go_decide, icon=Icon.WARNING),
            PageAction(self.tr("Colleagues and my card"), self._go_colleagues, icon=Icon.CONTACT),
            PageAction(self.tr("Past imports"), self._go_imports, icon=Icon.RESTORE),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped files are opened and shown, not taken in."""
        event.acceptProposedAction()
        self.take_in(files_of(event.mimeData()))

    def _turned(self) -> None:
        self._shown.leave()
        self._shown = self._parts[self.part]
        self._shown.read()
        if not self.tabs.tabBar().hasFocus():
            self.begin()  # else what was clicked away takes the keyboard to nowhere

    def _count(self, number: int) -> None:
        said = self._words[DECIDE]
        index = self.tabs.indexOf(self._frames[DECIDE])
        self.tabs.setTabText(index, f"{said} ({number})" if number else said)

    def _go_take_in(self) -> None:
        self.show_part(TAKE_IN)

    def _go_hand_out(self) -> None:
        self.show_part(HAND_OUT)

    def _go_folder(self) -> None:
        self.show_part(FOLDER)

    def _go_decide(self) -> None:
        self.show_part(DECIDE)

    def _go_colleagues(self) -> None:
        self.show_part(COLLEAGUES)

    def _go_imports(self) -> None:
        self.show_part(IMPORTS)
