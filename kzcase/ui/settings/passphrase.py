"""Another passphrase for an open vault."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.keyboard import secret_field
from kzcase.ui.common.newsecret import NewSecret, under_label
from kzcase.ui.common.text import button
from kzcase.ui.settings.section import Section, line


class PassphraseSection(Section):
    """Asks for the present passphrase and for the new one twice; the window does the rest."""

    change_requested = Signal(str, str)
    """The present passphrase and the new one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.say(
            self.tr(
                "The vault is locked, copied under the new passphrase, read back, and only then put in "
                "its place. Sheets and backups made before still open with the old one: print a new recovery "
                "sheet and make a new backup afterwards."
            )
        )
        self.present = secret_field()
        self.new = NewSecret(desk.worker, self.tr("New passphrase"), self.tr("The same again"))
        self.change = button(self.tr("&Change the passphrase"), primary=True)
        self.change.clicked.connect(self._change)
        self.column.addLayout(under_label(self.tr("Present passphrase"), self.present))
        self.column.addWidget(self.new)
        self.column.addLayout(line(self.change))
        self.column.addStretch(1)
        self.new.considered.connect(self._consider)
        self.new.entered.connect(self._change)
        self.present.textChanged.connect(self._consider)
        self._consider()

    def begin(self) -> None:
        """The keyboard starts in the present passphrase."""
        self.present.setFocus()

    def leave(self) -> None:
        """Empty the fields."""
        self.present.clear()
        self.new.forget()

    def _consider(self) -> None:
        self.change.setEnabled(bool(self.present.text()) and bool(self.new.text))

    def _change(self) -> None:
        if self.change.isEnabled():
            present, new = self.present.text(), self.new.text
            self.leave()
            self.change_requested.emit(present, new)
