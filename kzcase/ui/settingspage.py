"""The settings and what concerns the vault as a whole, as sections of one page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QTabWidget, QVBoxLayout, QWidget

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import label
from kzcase.ui.settings.backup import BackupSection
from kzcase.ui.settings.passphrase import PassphraseSection
from kzcase.ui.settings.program import ProgramSection
from kzcase.ui.settings.recovery import RecoverySection
from kzcase.ui.settings.section import Section
from kzcase.ui.settings.travel import TravelSection
from kzcase.ui.settings.writers import WritersSection
from kzcase.ui.theme import GRID

PROGRAM = "program"
_CHAPTERS = {
    "program": "window",
    "backup": "backup",
    "passphrase": "backup",
    "recovery": "first-start",
    "travel": "before-a-border",
}


class SettingsPage(Page):
    """Shows one section at a time."""

    def __init__(
        self, desk: Desk, section: str = PROGRAM, at: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._at = at
        self.program = ProgramSection(desk)
        passphrase = PassphraseSection(desk)
        self._sections: dict[str, Section] = {
            PROGRAM: self.program,
            "backup": BackupSection(desk),
            "passphrase": passphrase,
            "recovery": RecoverySection(desk),
            "writers": WritersSection(desk),
            "travel": TravelSection(desk),
        }
        words = (
            self.tr("Program"),
            self.tr("Backup"),
            self.tr("Passphrase"),
            self.tr("Recovery sheet"),
            self.tr("Writers"),
            self.tr("Before a border"),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for made, said in zip(self._sections.values(), words, strict=True):
            self.tabs.addTab(made, said)
            made.told.connect(self.told)
            made.action_requested.connect(self.action_requested)
        self.tabs.setCurrentWidget(self._sections[section])
        self._shown = self._sections[section]
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._turned)
        self.program.changed.connect(self.look_changed)
        passphrase.change_requested.connect(self.passphrase_requested)

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "settings"

    def again(self) -> Callable[[], Page]:
        """The same section, at the same setting."""
        return partial(SettingsPage, self.desk, self.section, self.program.at)

    @property
    def chapter(self) -> str:
        """The chapter about the section on screen."""
        return _CHAPTERS.get(self.section, "backup")

    @property
    def section(self) -> str:
        """The key of the section on screen."""
        return next(key for key, made in self._sections.items() if made is self.tabs.currentWidget())

    @property
    def fields(self) -> dict[str, QComboBox | QSpinBox]:
        """The fields of the program's settings, by key."""
        return self.program.fields

    def part(self, key: str) -> Section:
        """A section by its key."""
        return self._sections[key]

    def show_section(self, key: str) -> None:
        """Turn to a section."""
        self.tabs.setCurrentWidget(self._sections[key])
        self.begin()

    def begin(self) -> None:
        """The keyboard starts in the section."""
        self._shown.read()
        if self._shown is self.program:
            self.program.begin_at(self._at)
        else:
            self._shown.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _turned(self) -> None:
        """Nothing secret stays behind on the section that was left."""
        self._shown.leave()
        self._shown = self._sections[self.section]
        self._shown.read()
