"""On a person's page: who else here may be this person, and what the user says to that."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kzcase.services import duplicates
from kzcase.services.duplicates import Candidate
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


class RecordedTwice(QWidget):
    """One line, shown only while somebody else may be this person: the likeliest, why, and the answers."""

    open_requested = Signal(str, str)
    told = Signal(str)

    def __init__(self, desk: Desk, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = person
        self._shown: Candidate | None = None
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._said = label(role="warn", wrap=True)
        self._said.setMinimumWidth(1)
        look = button(self.tr("Open"), flat=True)
        look.clicked.connect(self._open)
        one = button(self.tr("One person"), flat=True)
        one.clicked.connect(self._join)
        two = button(self.tr("Two people"), flat=True)
        two.clicked.connect(self._part)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        row.setSpacing(GRID)
        row.addWidget(self._said, 1)
        for made in (look, one, two):
            row.addWidget(made)
        self.hide()

    @property
    def shown(self) -> Candidate | None:
        """Who is named."""
        return self._shown

    def read(self) -> None:
        """Look for who may be this person."""
        desk = self._desk
        self._latest.ask(partial(duplicates.of_person, desk.office, self._person, desk.language, limit=1))

    def _show(self, found: tuple[Candidate, ...]) -> None:
        self._shown = found[0] if found else None
        if self._shown is not None:
            other = self._shown.b
            who = ", ".join((other.title, *(told.text for told in other.beside)))
            said = self.tr("Perhaps recorded twice: {0} ({1})")
            self._said.setText(said.format(who, "; ".join(self._shown.reasons)))
        self.setVisible(self._shown is not None)

    def _open(self) -> None:
        if self._shown is not None:
            self.open_requested.emit("person", self._shown.b.id)

    def _join(self) -> None:
        if self._shown is not None:
            job = self._desk.worker.write(partial(_one, self._desk.office, self._person, self._shown.b.id))
            job.done.connect(self._joined)

    def _part(self) -> None:
        if self._shown is not None:
            job = self._desk.worker.write(partial(_two, self._desk.office, self._person, self._shown.b.id))
            job.done.connect(self._parted)

    def _joined(self) -> None:
        self.told.emit(self.tr("Joined. Ctrl+Z takes it back."))

    def _parted(self) -> None:
        self.told.emit(self.tr("Remembered: they are two people."))


def _one(office: Office, keep: str, other: str) -> None:
    duplicates.merge(office, [(keep, other)])


def _two(office: Office, first: str, second: str) -> None:
    duplicates.two_people(office, [(first, second)])
