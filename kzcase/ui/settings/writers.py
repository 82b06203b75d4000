"""Who writes in this vault: history says of each change whose it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from kzcase.services import writers
from kzcase.services.office import Office
from kzcase.services.writers import WriterView
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.newsecret import under_label
from kzcase.ui.common.text import button
from kzcase.ui.common.worker import Latest
from kzcase.ui.settings.section import Section, line
from kzcase.ui.theme import GRID

_MOST_ROWS = 8


class WritersSection(Section):
    """Lists the writers, switches between them, and makes another."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.say(
            self.tr(
                "Each writer has keys of their own, with which everything they save is signed. Choose who is "
                "writing now; what was written before keeps its writer."
            )
        )
        self.people = QListWidget()
        self.people.setAccessibleName(self.tr("Writers"))
        self.switch = button(self.tr("&Write as this one"))
        self.switch.clicked.connect(self._switch)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("The name colleagues know them by"))
        self.more = button(self.tr("&Add a writer"))
        self.more.clicked.connect(self._add)
        self.column.addWidget(self.people)
        self.column.addLayout(line(self.switch))
        self.column.addLayout(under_label(self.tr("Another writer"), self.name))
        self.column.addLayout(line(self.more))
        self.column.addStretch(1)
        self.people.itemActivated.connect(self._switch)
        self.people.currentItemChanged.connect(self._consider)
        self.name.textChanged.connect(self._consider)
        self.name.returnPressed.connect(self._add)
        self._consider()

    def read(self) -> None:
        """Who writes here."""
        self._latest.ask(partial(writers.everyone, self.desk.office))

    def begin(self) -> None:
        """The keyboard starts in the list."""
        self.people.setFocus()

    def _show(self, everyone: tuple[WriterView, ...]) -> None:
        self.people.clear()
        for one in everyone:
            words = self.tr("{0}  (writes now)").format(one.name) if one.active else one.name
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.people.addItem(item)
            if one.active:
                self.people.setCurrentItem(item)
        rows = min(max(len(everyone), 2), _MOST_ROWS)
        self.people.setFixedHeight(rows * self.desk.look.theme.row + GRID)
        self._consider()

    def _chosen(self) -> WriterView | None:
        index = self.people.currentIndex()
        chosen = index.data(Qt.ItemDataRole.UserRole)
        return chosen if isinstance(chosen, WriterView) else None

    def _consider(self) -> None:
        chosen = self._chosen()
        self.switch.setEnabled(chosen is not None and not chosen.active)
        self.more.setEnabled(bool(self.name.text().strip()))

    def _switch(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.active:
            return
        job = self.desk.worker.write(partial(_switch, self.desk.office, chosen))
        job.done.connect(self._switched)

    def _switched(self, name: str) -> None:
        self.read()
        self.desk.writer_changed.emit()
        self.told.emit(self.tr("{0} is writing now.").format(name))

    def _add(self) -> None:
        if self.more.isEnabled():
            job = self.desk.worker.write(partial(writers.add, self.desk.office, self.name.text()))
            job.done.connect(self._added)

    def _added(self) -> None:
        self.name.clear()
        self.read()


def _switch(office: Office, chosen: WriterView) -> str:
    writers.switch(office, chosen.id)
    return chosen.name
