"""The page that shows the recovery sheet, once, to be printed or written down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from kzcase.ui.common.recoverysheet import RecoverySheetView
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest, Worker
from kzcase.ui.start.frame import StartPage, line

if TYPE_CHECKING:
    from kzcase.services.office import Office


class RecoveryPage(StartPage):
    """Shows the words that open the vault without the passphrase."""

    finished = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__(self.tr("The recovery sheet"))
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self.column.addWidget(
            label(
                self.tr(
                    "If the passphrase is ever forgotten, only these words open the vault. Print them or "
                    "write them down now, and keep the paper away from this laptop. Whoever has it can open "
                    "the vault."
                ),
                wrap=True,
            )
        )
        view = RecoverySheetView()
        self._view = view
        self.sheet = view.words
        self.column.addWidget(view)
        self.print = button(self.tr("&Print"))
        self.print.clicked.connect(view.print_out)
        self.done = button(self.tr("&I have it on paper"), primary=True)
        self.done.clicked.connect(self._finish)
        later = button(self.tr("Later"), flat=True)
        later.clicked.connect(self._finish)
        self.column.addLayout(line(self.done, self.print, later))
        self.column.addWidget(
            label(
                self.tr("It can be shown again at any time under Settings, Recovery sheet."),
                "quiet",
                wrap=True,
            )
        )
        self.column.addStretch(1)

    def ask(self, office: Office) -> None:
        """Read the sheet of this vault."""
        self._latest.ask(partial(_sheet, office))

    def forget(self) -> None:
        """Take the words off the screen."""
        self._view.forget()

    def begin(self) -> None:
        """The keyboard starts on the way on."""
        self.done.setFocus()

    def _show(self, text: str) -> None:
        self._view.show_text(text)

    def _finish(self) -> None:
        self.forget()
        self.finished.emit()


def _sheet(office: Office) -> str:
    from kzcase.services import vaults

    return vaults.recovery_text(office)
