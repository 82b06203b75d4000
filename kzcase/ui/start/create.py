"""The page that makes a vault: who writes, where, and the passphrase."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services import vaults
from kzcase.services.office import Office
from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.keyboard import KeyboardLine, secret_field
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest, Worker
from kzcase.ui.start import places
from kzcase.ui.start.frame import StartPage, line


class CreatePage(StartPage):
    """Asks for no more than is needed, and judges the passphrase while it is typed."""

    created = Signal(object)
    """The `Office` of the new vault."""
    back_requested = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__(self.tr("A new vault"))
        self._worker = worker
        self._strength = Latest(worker, self)
        self._strength.answered.connect(self._judge)
        self._enough = False
        self._under_way = False
        self.writer = QLineEdit()
        self.writer.setPlaceholderText(self.tr("The name your colleagues know you by"))
        self.place = QLineEdit(str(places.proposal()))
        choose = button(self.tr("Choose"))
        choose.clicked.connect(self._ask_place)
        self.secret = secret_field()
        self.again = secret_field()
        self.shown = button(self.tr("Show"), flat=True)
        self.shown.setCheckable(True)
        self.shown.toggled.connect(self._show_secret)
        self.suggest = button(self.tr("Suggest words"), flat=True)
        self.suggest.clicked.connect(self._suggest)
        self._suggestion = label(wrap=True, select=True)
        self._suggestion.hide()
        self._judgement = label(role="small", wrap=True)
        self._problem = label(role="bad", wrap=True)
        self.make = button(self.tr("&Make the vault"), primary=True)
        self.make.clicked.connect(self._make)
        back = button(self.tr("Back"))
        back.clicked.connect(self.back_requested)
        self.field(self.tr("Who is writing"), self.writer)
        self.field(self.tr("Where the file is kept"), self.place, choose)
        self.field(self.tr("Passphrase"), self.secret)
        self.field(self.tr("The same again"), self.again)
        self.column.addWidget(KeyboardLine(self.secret, self.again))
        self.column.addWidget(self._judgement)
        self.column.addLayout(line(self.suggest, self.shown))
        self.column.addWidget(self._suggestion)
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
        self.secret.textChanged.connect(self._ask_strength)
        for field in (self.secret, self.again, self.writer, self.place):
            field.textChanged.connect(self._consider)
            field.returnPressed.connect(self._make)
        self._consider()

    def begin(self) -> None:
        """Propose a free place and start with the writer's name."""
        self.place.setText(str(places.proposal()))
        self.writer.setFocus()

    def forget(self) -> None:
        """Empty the secrets."""
        self.secret.clear()
        self.again.clear()
        self._suggestion.clear()
        self._suggestion.hide()
        self._problem.clear()
        self.shown.setChecked(False)

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

    def _ask_strength(self) -> None:
        self._enough = False
        known = tuple(self.writer.text().split())
        self._strength.ask(partial(vaults.strength, self.secret.text(), known))

    def _judge(self, judgement: vaults.Judgement) -> None:
        self._enough = judgement.enough
        empty = not self.secret.text()
        self._judgement.setText(
            "" if empty else self.tr("Strength: {0}. {1}").format(judgement.words, judgement.advice)
        )
        self._consider()

    def _consider(self) -> None:
        same = self.secret.text() == self.again.text()
        if self.again.text() and not same:
            self._problem.setText(self.tr("The two passphrases differ."))
        elif not self._under_way:
            self._problem.setText("")
        ready = same and self._enough and bool(self.writer.text().strip()) and bool(self.place.text().strip())
        self.make.setEnabled(ready and not self._under_way)

    def _show_secret(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        self.again.setEchoMode(mode)

    def _suggest(self) -> None:
        words = vaults.suggest_passphrase()
        self._suggestion.setText(
            self.tr(
                "{0}\nWrite it down, type it above, and destroy the note when you know it by heart."
            ).format(words)
        )
        self._suggestion.show()

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
    if path.parent == places.folder():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Office.create(path, secret, writer, progress=progress)
