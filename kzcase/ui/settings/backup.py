"""Backups: the last good one, where they go, and making one now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kzcase.services import backups
from kzcase.services.backups import Last, Places
from kzcase.services.display import show_date
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.settings.section import Section, line


@dataclass(frozen=True, slots=True)
class Known:
    """What the section says: the last backup, the places of the next, and those that are kept."""

    last: Last | None
    places: Places
    vault: Path
    kept: tuple[backups.Known, ...]


class BackupSection(Section):
    """Says whether one could lose this laptop today."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._folder = Path()
        self.last = label(role="heading", wrap=True, select=True)
        self.place = label(wrap=True, select=True)
        self.warning = label(role="warn", wrap=True)
        self.make = button(self.tr("&Back up now"), primary=True)
        self.make.clicked.connect(self._make)
        choose = button(self.tr("Choose the &folder"))
        choose.clicked.connect(self._choose)
        check = button(self.tr("&Check the vault"))
        check.clicked.connect(self._check)
        self.column.addWidget(self.last)
        self.column.addWidget(self.place)
        self.column.addWidget(self.warning)
        self.column.addLayout(line(self.make, choose))
        self.second = label(wrap=True, select=True)
        add = button(self.tr("Choose a &second place"))
        add.clicked.connect(self._choose_second)
        self.one_place = button(self.tr("One place is enough"), flat=True)
        self.one_place.clicked.connect(self._forget_second)
        self.column.addWidget(self.second)
        self.column.addLayout(line(add, self.one_place))
        self.say(
            self.tr(
                "A backup is a whole vault, encrypted like this one. It opens with today's passphrase and "
                "with the recovery sheet of today. Each one is read back before it counts. Keep one away "
                "from this laptop."
            )
        )
        self.kept = label(role="quiet", wrap=True, select=True)
        self.column.addWidget(self.kept)
        back = button(self.tr("Take a backup &back"))
        back.clicked.connect(self._take_back)
        self.column.addLayout(line(back, check))
        self.column.addWidget(
            label(
                self.tr(
                    "Reads every page of the vault and compares what the program shows with its history."
                ),
                "quiet",
                wrap=True,
            )
        )
        self.column.addStretch(1)
        desk.backed_up.connect(self.read)

    def read(self) -> None:
        """What is known of backups."""
        self._latest.ask(partial(_known, self.desk.office))

    def begin(self) -> None:
        """Enter makes a backup."""
        self.make.setFocus()

    def _show(self, known: Known) -> None:
        first, second = known.places.first, known.places.second
        self._folder = first
        self.last.setText(self._say_last(known.last))
        self.place.setText(self.tr("Backups go to {0}").format(first))
        self.second.setText(
            self.tr("and a copy of each to {0}").format(second)
            if second is not None
            else self.tr("A copy of each can go to a second place too.")
        )
        self.one_place.setVisible(second is not None)
        self.kept.setText(self._say_kept(known.kept))
        same = first in (known.vault.parent, backups.beside(known.vault)) and second is None
        self.warning.setText(
            self.tr("That is beside the vault: if the laptop is lost, both are. Choose a stick.")
            if same
            else ""
        )
        self.warning.setVisible(same)

    def _say_last(self, last: Last | None) -> str:
        if last is None:
            return self.tr("There is no backup yet.")
        day = show_date(last.made_on, self.desk.language)
        if last.file is None:
            return self.tr("Last good backup: {0}").format(day)
        said = (
            self.tr("Last good backup: {0}, {1}")
            if last.there
            else self.tr("Last good backup: {0}, {1} (cannot be seen from here now)")
        )
        return said.format(day, last.file)

    def _say_kept(self, kept: tuple[backups.Known, ...]) -> str:
        seen = [one for one in kept if one.there]
        if not seen:
            return ""
        old = sum(not one.fits for one in seen)
        oldest = show_date(seen[-1].made_at[:10], self.desk.language)
        if len(seen) == 1:
            said = self.tr("One good backup can be seen now, of {0}.").format(oldest)
        else:
            said = self.tr("{0} good backups can be seen now; the oldest is of {1}.").format(
                len(seen), oldest
            )
        if old:
            said += " " + self.tr("{0} of them open with an earlier passphrase.").format(old)
        return said

    def _choose_second(self) -> None:
        FileQuestion(
            self,
            self.tr("The second place for backups"),
            "",
            self.take_second,
            save=False,
            folder=True,
            start=Path.home(),
        )

    def take_second(self, folder: Path | None) -> None:
        """Put a copy of each backup into this folder, too; None: no more."""
        job = self.desk.worker.write(partial(backups.choose_second, self.desk.office, folder))
        job.done.connect(self.read)

    def _forget_second(self) -> None:
        self.take_second(None)

    def _take_back(self) -> None:
        self.action_requested.emit("repair")

    def _make(self) -> None:
        self.action_requested.emit("back_up")

    def _check(self) -> None:
        self.action_requested.emit("check")

    def _choose(self) -> None:
        FileQuestion(
            self,
            self.tr("Where backups go"),
            "",
            self._take,
            save=False,
            folder=True,
            start=self._folder if self._folder.is_dir() else Path.home(),
        )

    def _take(self, folder: Path) -> None:
        job = self.desk.worker.write(partial(backups.choose_folder, self.desk.office, folder))
        job.done.connect(self.read)


def _known(office: Office) -> Known:
    return Known(backups.last(office), backups.places(office), office.path, backups.listed(office))
