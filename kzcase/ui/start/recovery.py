"""The page that shows the recovery sheet, once, to be printed or written down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter

from kzcase.services import vaults
from kzcase.services.office import Office
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest, Worker
from kzcase.ui.start.frame import StartPage, line


class RecoveryPage(StartPage):
    """Shows the words that open the vault without the passphrase."""

    finished = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__(self.tr("The recovery sheet"))
        self._text = ""
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
        self.sheet = label(select=True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(13)
        self.sheet.setFont(font)
        self.sheet.setStyleSheet(f"font-family: '{font.family()}'; font-size: 13px;")
        self.column.addWidget(self.sheet)
        self.print = button(self.tr("&Print"))
        self.print.clicked.connect(self._print)
        self.done = button(self.tr("&I have it on paper"), primary=True)
        self.done.clicked.connect(self._finish)
        later = button(self.tr("Later"), flat=True)
        later.clicked.connect(self._finish)
        self.column.addLayout(line(self.done, self.print, later))
        self.column.addWidget(
            label(self.tr("It can be shown again at any time with `kzcase recovery`."), "quiet", wrap=True)
        )
        self.column.addStretch(1)

    def ask(self, office: Office) -> None:
        """Read the sheet of this vault."""
        self._latest.ask(partial(vaults.recovery_text, office))

    def forget(self) -> None:
        """Take the words off the screen."""
        self._text = ""
        self.sheet.clear()

    def begin(self) -> None:
        """The keyboard starts on the way on."""
        self.done.setFocus()

    def _show(self, text: str) -> None:
        self._text = text
        self.sheet.setText(text)

    def _finish(self) -> None:
        self.forget()
        self.finished.emit()

    def _print(self) -> None:
        self._dialog = QPrintDialog(QPrinter(), self)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.accepted.connect(self._send)
        self._dialog.show()

    def _send(self) -> None:
        document = QTextDocument()
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPointSize(10)
        document.setDefaultFont(font)
        document.setPlainText(self._text)
        document.print_(self._dialog.printer())
