"""The words of the recovery sheet on the screen and on paper."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.ui.common.text import label

_PIXELS = 13
_POINTS = 10


class RecoverySheetView(QWidget):
    """Shows the words in columns, and sends them to a printer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.words = label(select=True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(_PIXELS)
        self.words.setFont(font)
        self.words.setStyleSheet(f"font-family: '{font.family()}'; font-size: {_PIXELS}px;")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)

    @property
    def shows(self) -> bool:
        """Whether the words are on the screen."""
        return bool(self._text)

    def show_text(self, text: str) -> None:
        """Put the sheet on the screen."""
        self._text = text
        self.words.setText(text)

    def forget(self) -> None:
        """Take the words off the screen."""
        self._text = ""
        self.words.clear()

    def print_out(self) -> None:
        """Ask for a printer and print the sheet."""
        self._dialog = QPrintDialog(QPrinter(), self)
        self._dialog.accepted.connect(self._send)
        self._dialog.finished.connect(self._dialog.deleteLater)
        self._dialog.show()

    def _send(self) -> None:
        document = QTextDocument()
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPointSize(_POINTS)
        document.setDefaultFont(font)
        document.setPlainText(self._text)
        document.print_(self._dialog.printer())
