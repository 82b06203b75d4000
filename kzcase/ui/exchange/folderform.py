"""For whom a folder is written, and what stays out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kzcase.services import folders
from kzcase.services.colleagues import Contact
from kzcase.services.folders import Folder
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.listview import list_view
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.exchange.part import row
from kzcase.ui.exchange.tickstablemodel import TicksTableModel
from kzcase.ui.theme import GRID

_MOST_ROWS = 6


class FolderForm(QWidget):
    """What was chosen for a folder; it holds from the moment the button is pressed."""

    chosen = Signal(object, object)
    """Write it for these contacts (keys) and without that from now on."""
    forgotten = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Folder | None = None
        self._row_height = desk.look.theme.row
        self.people: TicksTableModel[Contact] = TicksTableModel(
            lambda one: one_line(one.name), lambda one: one.key, self
        )
        self._list = list_view(self.people, self.tr("Colleagues who can open what is written"))
        self._nobody = label(
            self.tr("Nobody is verified yet: under Colleagues, add a card and compare its words."),
            "quiet",
            wrap=True,
        )
        self._unknown = label(role="warn", wrap=True)
        self.ticks: dict[str, QCheckBox] = {
            folders.DO_NOT_SHARE: QCheckBox(self.tr("What is marked “do not share”")),
            folders.NO_CONSENT: QCheckBox(self.tr("People who did not agree to a named partner")),
            folders.DOCUMENTS: QCheckBox(self.tr("Documents")),
            "identity": QCheckBox(self.tr("Identity")),
            "family": QCheckBox(self.tr("Family")),
            "health": QCheckBox(self.tr("Health")),
            "source": QCheckBox(self.tr("Who told it")),
        }
        self.use = button(self.tr("&Use this from now on"))
        self.forget = button(self.tr("Keep this folder in step no more"), flat=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(label(self.tr("For whom"), "heading"))
        for one in (self._list, self._nobody, self._unknown):
            column.addWidget(one)
        column.addWidget(label(self.tr("What stays out of it"), "heading"))
        for tick in self.ticks.values():
            column.addWidget(tick)
            tick.toggled.connect(self._consider)
        column.addSpacing(GRID // 2)
        column.addLayout(row(self.use))
        column.addLayout(row(self.forget))
        self.people.ticked.connect(self._consider)
        self.use.clicked.connect(self._use)
        self.forget.clicked.connect(self.forgotten)

    @property
    def without(self) -> frozenset[str]:
        """What is ticked to stay out."""
        return frozenset(key for key, tick in self.ticks.items() if tick.isChecked())

    def show_folder(self, folder: Folder, contacts: Sequence[Contact]) -> None:
        """Show what was chosen for a folder."""
        self._folder = folder
        self.people.show_rows(contacts)
        self.people.tick([one.key for one in folder.contacts])
        for key, tick in self.ticks.items():
            tick.setChecked(key in folder.without)
        self._list.setFixedHeight(min(max(len(contacts), 1), _MOST_ROWS) * self._row_height + GRID)
        self._list.setVisible(bool(contacts))
        self._nobody.setVisible(not contacts)
        self._unknown.setText(
            self.tr("Not written for {0}: the card was removed, replaced or never compared.").format(
                ", ".join(map(one_line, folder.unknown))
            )
        )
        self._unknown.setVisible(bool(folder.unknown))
        self._consider()

    def _consider(self) -> None:
        if self._folder is not None:
            now = frozenset(one.key for one in self._folder.contacts), self._folder.without
            self.use.setEnabled((frozenset(self.people.keys), self.without) != now)

    def _use(self) -> None:
        self.chosen.emit(self.people.keys, self.without)
