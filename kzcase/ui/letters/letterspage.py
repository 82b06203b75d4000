"""The letters' page: the register, open asks, to whom we write, templates and letterheads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.panel import Panel
from kzcase.ui.letters.addresseespart import AddresseesPart
from kzcase.ui.letters.askspart import AsksPart
from kzcase.ui.letters.registerpart import RegisterPart
from kzcase.ui.theme import GRID

REGISTER, ASKS, ADDRESSEES, TEMPLATES = "register", "asks", "addressees", "templates"


class LettersPage(Page):
    """Everything about letters; each part is a tab."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(self.tr("Letters"))
        self.register = RegisterPart(desk)
        self.asks = AsksPart(desk)
        self.addressees = AddresseesPart(desk)
        self._templates = QWidget()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._parts: dict[str, Panel] = {}
        for key, words, part in (
            (REGISTER, self.tr("Register"), self.register),
            (ASKS, self.tr("Open asks"), self.asks),
            (ADDRESSEES, self.tr("To whom we write"), self.addressees),
        ):
            self._add(key, words, part)
        self.tabs.addTab(self._templates, self.tr("Templates and letterheads"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._turned)

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "letter"

    @property
    def people(self) -> tuple[str, ...]:
        """Those whom the chosen letters are about."""
        return self.register.people if self.part is self.register else ()

    @property
    def part(self) -> Panel:
        """The part on screen."""
        made = self.tabs.currentWidget()
        assert isinstance(made, Panel)
        return made

    def show_part(self, key: str) -> Panel:
        """Turn to a part."""
        place = self._templates if key == TEMPLATES and key not in self._parts else self._parts[key]
        self.tabs.setCurrentWidget(place)
        self.begin()
        return self.part

    def begin(self) -> None:
        """The keyboard starts in the part."""
        self.part.begin()

    def seek(self) -> None:
        """Ctrl+F: the filter of the part, if it has one."""
        self.part.seek()

    def add(self) -> None:
        """Ctrl+N: what the part lists."""
        self.part.add()

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault."""
        for part in self._parts.values():
            part.refresh(changed)

    def keep(self) -> None:
        """Keep what was typed in any part."""
        for part in self._parts.values():
            part.keep()

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done here."""
        return (
            *self.part.offers(),
            PageAction(self.tr("Write a letter"), self.register.add, "Ctrl+N", Icon.LETTER),
            PageAction(self.tr("Register of letters"), self._go_register, icon=Icon.LETTER),
            PageAction(self.tr("Open asks"), self._go_asks, icon=Icon.TO_DO),
            PageAction(self.tr("To whom we write"), self._go_addressees, icon=Icon.CONTACT),
            PageAction(self.tr("Templates and letterheads"), self._go_templates, icon=Icon.DRAFT),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _add(self, key: str, words: str, part: Panel) -> None:
        self._parts[key] = part
        self.tabs.insertTab(len(self._parts) - 1, part, words)
        part.told.connect(self.told)
        part.open_requested.connect(self.open_requested)
        part.create_requested.connect(self.create_requested)

    def _turned(self) -> None:
        if self.tabs.currentWidget() is self._templates and TEMPLATES not in self._parts:
            self._make_templates()
        self.part.read()

    def _make_templates(self) -> None:
        """What templates need is loaded when somebody goes there."""
        from kzcase.ui.letters.templatespart import TemplatesPart

        words = self.tabs.tabText(self.tabs.indexOf(self._templates))
        was = self.tabs.blockSignals(True)
        self.tabs.removeTab(self.tabs.indexOf(self._templates))
        self._add(TEMPLATES, words, TemplatesPart(self.desk))
        self.tabs.setCurrentWidget(self._parts[TEMPLATES])
        self.tabs.blockSignals(was)
        self._templates.deleteLater()

    def _go_register(self) -> None:
        self.show_part(REGISTER)

    def _go_asks(self) -> None:
        self.show_part(ASKS)

    def _go_addressees(self) -> None:
        self.show_part(ADDRESSEES)

    def _go_templates(self) -> None:
        self.show_part(TEMPLATES)
