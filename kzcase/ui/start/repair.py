"""The page for a vault that is damaged, or whose backup must come back: what can be done, in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.keyboard import KeyboardLine, secret_field
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Worker
from kzcase.ui.start import places
from kzcase.ui.start.frame import StartPage, line

if TYPE_CHECKING:
    from kzcase.services.rescue import Rescued


class RepairPage(StartPage):
    """Three ways, none of which changes the file that is there: a copy, a backup, a rescue."""

    back_requested = Signal()
    open_requested = Signal(object)
    """The path of a vault that is whole now."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(self.tr("Damage, and backups"))
        self._worker = worker
        self._path = Path()
        self._uuid: str | None = None
        self._backups = Path()
        self._whole = Path()
        self._place = label(role="quiet", wrap=True, select=True)
        self.column.addWidget(self._place)
        self.problem = label(role="bad", wrap=True, select=True)
        self.told = label(wrap=True, select=True)
        self.secret = secret_field(self.tr("Passphrase"))
        self.field(self.tr("Passphrase of the vault, or of the day the backup was made"), self.secret)
        self.column.addWidget(KeyboardLine(self.secret))
        self.copy = button(self.tr("&Keep a copy aside"))
        self.copy.clicked.connect(self._copy)
        self.restore = button(self.tr("Take a &backup back"))
        self.restore.clicked.connect(self._ask_backup)
        self.rescue = button(self.tr("&Rescue into a new vault"))
        self.rescue.clicked.connect(self._ask_new)
        for way, words in (
            (
                self.copy,
                self.tr("Do this first: the file as it is, with what lies beside it. No passphrase needed."),
            ),
            (
                self.restore,
                self.tr(
                    "A good backup is checked and takes the place of the vault. What is there now is kept "
                    "beside it."
                ),
            ),
            (
                self.rescue,
                self.tr(
                    "What can still be read goes into a new vault; you are told what is gone. It opens with "
                    "the same passphrase."
                ),
            ),
        ):
            row = line(way, label(words, "quiet", wrap=True), stretch=1)
            self.column.addLayout(row)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.told)
        self.open = button(self.tr("&Open it"), primary=True)
        self.open.clicked.connect(self._open)
        self.back = button(self.tr("Back"))
        self.back.clicked.connect(self.back_requested)
        self.column.addLayout(line(self.open, self.back))
        self.column.addStretch(1)
        self.secret.textChanged.connect(self._consider)

    def ask(self, path: Path, uuid: str | None = None, backups: Path | None = None) -> None:
        """Show what can be done about this vault; only backups of `uuid` are taken, if it is known."""
        self._path, self._uuid = path, uuid
        self._backups = backups or path.parent
        self._whole = Path()
        self._place.setText(path.name)
        self.problem.clear()
        self.told.clear()
        self._consider()

    def begin(self) -> None:
        """The keyboard starts in the passphrase."""
        self.secret.setFocus()

    def forget(self) -> None:
        """Empty the secret."""
        self.secret.clear()

    def _consider(self) -> None:
        typed = bool(self.secret.text())
        self.copy.setEnabled(True)
        self.restore.setEnabled(typed)
        self.rescue.setEnabled(typed)
        self.open.setVisible(self._whole != Path())

    def _copy(self) -> None:
        self._start(self.tr("Copying the vault"), partial(_copy, self._path), self._copied)

    def _copied(self, made: Path) -> None:
        self.told.setText(self.tr("Kept as it is: {0}").format(made))

    def _ask_backup(self) -> None:
        start = self._backups if self._backups.is_dir() else Path.home()
        FileQuestion(
            self, self.tr("The backup to take back"), places.PATTERN, self.take_back, save=False, start=start
        )

    def take_back(self, source: Path) -> None:
        """Take a backup back in the vault's place."""
        work = partial(_restore, self._path, source, self.secret.text(), self._uuid)
        self._start(self.tr("Taking the backup back"), work, self._restored)

    def _restored(self, aside: Path | None) -> None:
        said = self.tr("The backup was read through and is in the vault's place now.")
        if aside is not None:
            said += " " + self.tr("What was there before is kept: {0}").format(aside)
        self._finish(said, self._path)

    def _ask_new(self) -> None:
        start = self._path.with_name(self._path.stem + " rescued" + places.SUFFIX)
        FileQuestion(
            self, self.tr("Where the new vault goes"), places.PATTERN, self.rescue_to, save=True, start=start
        )

    def rescue_to(self, new: Path) -> None:
        """Take what can be read into a new vault."""
        if new.suffix != places.SUFFIX:
            new = new.with_name(new.name + places.SUFFIX)
        work = partial(_rescue, self._path, self.secret.text(), new)
        self._start(self.tr("Rescuing what can be read"), work, self._rescued)

    def _rescued(self, done: Rescued) -> None:
        from kzcase.services import rescue

        self._finish(rescue.told(done), done.path)

    def _finish(self, said: str, path: Path) -> None:
        self._whole = path
        self.forget()
        self.told.setText(said)
        self.open.setFocus()

    def _open(self) -> None:
        self.open_requested.emit(self._whole)

    def _start(self, words: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        for one in (self.copy, self.restore, self.rescue):
            one.setEnabled(False)
        self.problem.clear()
        self.told.clear()
        job = self._worker.long(words, work, quiet=True)
        job.done.connect(done)
        job.failed.connect(self._failed)
        job.over.connect(self._consider)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError):
            self.problem.setText(sentence(error))


def _copy(path: Path, progress: Progress) -> Path:
    from kzcase.services import vaults

    return vaults.keep_aside(path, progress=progress)


def _restore(path: Path, source: Path, secret: str, uuid: str | None, progress: Progress) -> Path | None:
    from kzcase.services import vaults

    return vaults.restore_in_place(path, source, secret, uuid=uuid, progress=progress).aside


def _rescue(path: Path, secret: str, new: Path, progress: Progress) -> Rescued:
    from kzcase.services import rescue  # with all that reads damaged files: loaded for who needs it

    return rescue.rescue(path, secret, new, progress=progress)
