"""The side bar: the areas of the program, each one line of a declaration."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from kzcase.services.declarations import kinds
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.theme import GRID

DRAFTS = "drafts"
SETTINGS = "settings"
_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Area:
    """One entry: the kind whose list it opens."""

    kind: str
    icon: Icon


AREAS = (
    Area("person", Icon.PEOPLE),
    Area("restriction", Icon.RESTRICTION),
    Area("prosecution", Icon.PROSECUTION),
    Area("letter", Icon.LETTER),
)
"""To add a kind to the side bar: one line here."""


class SideBar(QWidget):
    """Says where one is, and leads elsewhere; the number in an entry is its key with Alt."""

    chosen = Signal(str)
    """The key of an area: a kind, `drafts` or `settings`."""
    lock_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._entries: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, GRID)
        column.setSpacing(2)
        name = label("kzcase", "heading")
        name.setContentsMargins(2 * GRID, 0, 0, GRID)
        column.addWidget(name)
        for area in AREAS:
            column.addWidget(self._entry(area.kind, declared(kinds()[area.kind].plural), area.icon, desk))
        drafts = self._entry(DRAFTS, QCoreApplication.translate("SideBar", "Drafts"), Icon.DRAFT, desk)
        column.addWidget(drafts)
        column.addStretch(1)
        column.addWidget(
            self._entry(SETTINGS, QCoreApplication.translate("SideBar", "Settings"), Icon.SETTINGS, desk)
        )
        lock = button(self.tr("Lock"))
        lock.setProperty("side", True)
        lock.setIcon(desk.icon(Icon.LOCK))
        lock.setIconSize(lock.iconSize() * desk.look.theme.scale / 100)
        lock.setToolTip("Ctrl+L")
        lock.clicked.connect(self.lock_requested)
        column.addWidget(lock)
        self.setFixedWidth(round(_WIDTH * desk.look.theme.scale / 100))
        self._group.buttonClicked.connect(self._clicked)

    def show_area(self, key: str) -> None:
        """Mark an area as the one on screen."""
        if key in self._entries:
            self._entries[key].setChecked(True)

    def entry(self, key: str) -> QPushButton:
        """The button of an area."""
        return self._entries[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """The areas from top to bottom."""
        return tuple(self._entries)

    def _entry(self, key: str, words: str, meaning: Icon, desk: Desk) -> QPushButton:
        made = button(words)
        made.setCheckable(True)
        made.setProperty("side", True)
        made.setProperty("area", key)
        made.setIcon(desk.icon(meaning))
        made.setIconSize(made.iconSize() * desk.look.theme.scale / 100)
        self._group.addButton(made)
        self._entries[key] = made
        return made

    def _clicked(self, clicked: QPushButton) -> None:
        self.chosen.emit(clicked.property("area"))
