"""Backups: the last good one, where they go, and making one now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kzcase.services import backups
from kzcase.services.backups import Last
from kzcase.services.display import show_date
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.settings.section import Section, line


@dataclass(frozen=True, slots=True)
class Known:
    """What the section says: the last backup, and the folder of the next."""

    last: Last | None
    folder: Path
    vault: Path


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
        self.say(
            self.tr(
                "A backup is a whole vault, encrypted like this one. It opens with today's passphrase and "
                "with the recovery sheet of today. Each one is read back before it counts. Keep one away "
                "from this laptop."
            )
        )
        self.column.addLayout(line(check))
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
        self._folder = known.folder
        self.last.setText(self._say_last(known.last))
        self.place.setText(self.tr("Backups go to {0}").format(known.folder))
        same = known.folder.resolve() == known.vault.parent.resolve()
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
    return Known(backups.last(office), backups.folder(office), office.path)
