"""The page that makes a vault: who writes, where, and the passphrase."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.newsecret import NewSecret
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Worker
from kzcase.ui.start import places
from kzcase.ui.start.frame import StartPage, line

if TYPE_CHECKING:
    from kzcase.services.office import Office


class CreatePage(StartPage):
    """Asks for no more than is needed, and judges the passphrase while it is typed."""

    created = Signal(object)
    """The `Office` of the new vault."""
    back_requested = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__(self.tr("A new vault"))
        self._worker = worker
        self._under_way = False
        self.writer = QLineEdit()
        self.writer.setPlaceholderText(self.tr("The name your colleagues know you by"))
        self.place = QLineEdit(str(places.proposal()))
        choose = button(self.tr("Choose"))
        choose.clicked.connect(self._ask_place)
        self._new = NewSecret(worker, self.tr("Passphrase"), self.tr("The same again"))
        self.secret, self.again = self._new.secret, self._new.again
        self._problem = label(role="bad", wrap=True)
        self.make = button(self.tr("&Make the vault"), primary=True)
        self.make.clicked.connect(self._make)
        back = button(self.tr("Back"))
        back.clicked.connect(self.back_requested)
        self.field(self.tr("Who is writing"), self.writer)
        self.field(self.tr("Where the file is kept"), self.place, choose)
        self.column.addWidget(self._new)
        self.column.addWidget(
            label(
                self.tr("Nobody can reset it. The next page shows the recovery sheet to print."),
                "quiet",
                wrap=True,
            )
        )
        self.column.addWidget(self._problem)
        self.column.addLayout(line(self.make, back))
        self.column.addStretch(1)
        self._new.considered.connect(self._consider)
        self._new.entered.connect(self._make)
        self.writer.textChanged.connect(self._know_writer)
        for field in (self.writer, self.place):
            field.textChanged.connect(self._consider)
            field.returnPressed.connect(self._make)
        self._consider()

    def begin(self) -> None:
        """Propose a free place and start with the writer's name."""
        self.place.setText(str(places.proposal()))
        self.writer.setFocus()

    def forget(self) -> None:
        """Empty the secrets."""
        self._new.forget()
        self._problem.clear()

    def _ask_place(self) -> None:
        FileQuestion(
            self,
            self.tr("Where to keep the vault"),
            places.PATTERN,
            self._take_place,
            save=True,
            start=Path(self.place.text()),
        )

    def _take_place(self, path: Path) -> None:
        self.place.setText(str(path if path.suffix else path.with_suffix(places.SUFFIX)))

    def _know_writer(self) -> None:
        self._new.know(tuple(self.writer.text().split()))

    def _consider(self) -> None:
        if not self._under_way:
            self._problem.setText("")
        ready = bool(self._new.text) and bool(self.writer.text().strip()) and bool(self.place.text().strip())
        self.make.setEnabled(ready and not self._under_way)

    def _make(self) -> None:
        if not self.make.isEnabled():
            return
        self._under_way = True
        self._consider()
        path = Path(self.place.text().strip()).expanduser()
        secret, writer = self.secret.text(), self.writer.text().strip()
        job = self._worker.long(
            self.tr("Making the vault"), partial(_create, path, secret, writer), quiet=True
        )
        job.done.connect(self._done)
        job.failed.connect(self._failed)

    def _done(self, office: Office) -> None:
        self._under_way = False
        self.forget()
        self._consider()
        self.created.emit(office)

    def _failed(self, error: BaseException) -> None:
        self._under_way = False
        self._consider()
        if isinstance(error, KzcaseError):
            self._problem.setText(sentence(error))


def _create(path: Path, secret: str, writer: str, progress: Progress) -> Office:
    """Make the vault, and the folder we proposed for it if that is missing."""
    from kzcase.services.office import Office

    if path.parent == places.folder():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Office.create(path, secret, writer, progress=progress)
