"""The page that opens a vault: its passphrase, or the words of its recovery sheet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.ui.common.keyboard import KeyboardLine, secret_field
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Worker
from kzcase.ui.start.frame import StartPage, line

if TYPE_CHECKING:
    from kzcase.services.office import Office


class UnlockPage(StartPage):
    """Says exactly why a vault does not open."""

    opened = Signal(object)
    """The `Office` of the vault."""
    back_requested = Signal()
    repair_requested = Signal(object)
    """The path of a vault that is damaged, or whose backup is to come back."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(self.tr("Unlock"))
        self._worker = worker
        self._path = Path()
        self._under_way = False
        self._place = label(role="quiet", wrap=True, select=True)
        self.secret = secret_field(self.tr("Passphrase"))
        self.secret.setAccessibleName(self.tr("Passphrase"))
        self.problem = label(role="bad", wrap=True)
        self.unlock = button(self.tr("&Unlock"), primary=True)
        self.unlock.clicked.connect(self._unlock)
        self.other = button(self.tr("&Another vault"))
        self.other.clicked.connect(self.back_requested)
        self.lost = button(self.tr("I have the recovery sheet"), flat=True)
        self.lost.setCheckable(True)
        self.words = QPlainTextEdit()
        self.words.setPlaceholderText(self.tr("The 24 words, in their order"))
        self.words.setFixedHeight(90)
        self.words.setTabChangesFocus(True)
        self.with_words = button(self.tr("Open with the &words"))
        self.with_words.clicked.connect(self._open_with_words)
        self._recovery = QWidget()
        inside = QVBoxLayout(self._recovery)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.words)
        inside.addLayout(line(self.with_words))
        self._recovery.hide()
        self.lost.toggled.connect(self._recovery.setVisible)
        self.column.addWidget(self._place)
        self.column.addWidget(self.secret)
        self.column.addWidget(KeyboardLine(self.secret))
        self.column.addWidget(self.problem)
        self.column.addLayout(line(self.unlock, self.other, self.lost))
        self.column.addWidget(self._recovery)
        self.repair = button(self.tr("Damage, and backups: what can be done"), flat=True)
        self.repair.clicked.connect(self._repair)
        self.column.addLayout(line(self.repair))
        self.column.addStretch(1)
        self.secret.returnPressed.connect(self._unlock)
        self.secret.textChanged.connect(self._consider)
        self._consider()

    @property
    def path(self) -> Path:
        """The vault that is to be opened."""
        return self._path

    def ask(self, path: Path) -> None:
        """Ask for the passphrase of this vault."""
        self._path = path
        self._place.setText(path.name)
        self.problem.clear()
        self.lost.setChecked(False)

    def open_with(self, passphrase: str) -> None:
        """Open the vault with a passphrase that is no secret (the sample's), as if it had been typed."""
        self.secret.setText(passphrase)
        self._unlock()

    def begin(self) -> None:
        """The keyboard starts in the passphrase."""
        self.secret.setFocus()

    def forget(self) -> None:
        """Empty the secrets."""
        self.secret.clear()
        self.words.clear()

    def _consider(self) -> None:
        self.unlock.setEnabled(bool(self.secret.text()) and not self._under_way)
        self.with_words.setEnabled(not self._under_way)

    def _unlock(self) -> None:
        if self.unlock.isEnabled():
            self._start(partial(_open, self._path, self.secret.text()))

    def _open_with_words(self) -> None:
        self._start(partial(_open_with_words, self._path, self.words.toPlainText()))

    def _repair(self) -> None:
        self.repair_requested.emit(self._path)

    def _start(self, work: partial[Office]) -> None:
        self._under_way = True
        self._consider()
        self.problem.clear()
        job = self._worker.long(self.tr("Unlocking"), work, quiet=True)
        job.done.connect(self._done)
        job.failed.connect(self._failed)

    def _done(self, office: Office) -> None:
        self._under_way = False
        self.forget()
        self._consider()
        self.opened.emit(office)

    def _failed(self, error: BaseException) -> None:
        self._under_way = False
        self._consider()
        if isinstance(error, KzcaseError):
            self.problem.setText(sentence(error))
        self.secret.setFocus()
        self.secret.selectAll()


def _open(path: Path, secret: str, progress: Progress) -> Office:
    from kzcase.services.office import Office

    return Office.open(path, secret, progress=progress)


def _open_with_words(path: Path, words: str, progress: Progress) -> Office:
    from kzcase.services import vaults

    return vaults.open_with_sheet(path, words, progress=progress)
