"""The recovery sheet of an open vault, shown only when it is asked for."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from kzcase.services import vaults
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.recoverysheet import RecoverySheetView
from kzcase.ui.common.text import button
from kzcase.ui.common.worker import Latest
from kzcase.ui.settings.section import Section, line


class RecoverySection(Section):
    """The words that open the vault without its passphrase."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.say(
            self.tr(
                "If the passphrase is ever forgotten, only the words of the recovery sheet open this vault "
                "and its backups. Keep the sheet on paper, away from this laptop: whoever has it can open "
                "the vault. After the passphrase was changed, print a new one."
            )
        )
        self.reveal = button(self.tr("&Show the words"), primary=True)
        self.reveal.clicked.connect(self._turn)
        self.print = button(self.tr("&Print"))
        self.sheet = RecoverySheetView()
        self.print.clicked.connect(self.sheet.print_out)
        self.column.addLayout(line(self.reveal, self.print))
        self.column.addWidget(self.sheet)
        self.column.addStretch(1)
        self.leave()

    def begin(self) -> None:
        """Nothing is shown before it is asked for."""
        self.reveal.setFocus()

    def leave(self) -> None:
        """Take the words off the screen."""
        self._latest.forget()
        self.sheet.forget()
        self._say()

    def _turn(self) -> None:
        if self.sheet.shows:
            self.leave()
        else:
            self._latest.ask(partial(vaults.recovery_text, self.desk.office))

    def _show(self, text: str) -> None:
        self.sheet.show_text(text)
        self._say()

    def _say(self) -> None:
        shown = self.sheet.shows
        self.reveal.setText(self.tr("&Take them off the screen") if shown else self.tr("&Show the words"))
        self.print.setVisible(shown)
