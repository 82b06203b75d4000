"""A field for the text of a letter or a template: nothing is corrected, what is to be filled stands out."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from kzcase.ui.theme import Colours

_MARK = re.compile(r"⟦[^⟧]*⟧|\{\{[^}]*\}\}")
"""What is missing in a filled letter, and the placeholders of a template."""
UNTOUCHED = (
    Qt.InputMethodHint.ImhNoAutoUppercase
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhMultiLine
)
"""No keyboard may put another word in place of the one that was typed."""


class LetterText(QPlainTextEdit):
    """Plain text, as typed; Tab goes on to the next field."""

    def __init__(self, colours: Colours, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wrong = QColor(colours.warn_ground)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(UNTOUCHED)
        self.setAccessibleName(name)
        self._marks = _Marks(self.document(), colours)

    def show_text(self, text: str) -> None:
        """Show another text; the same one leaves the cursor and what can be undone alone."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def go_to_line(self, line: int) -> None:
        """Put the keyboard into a line, counted from 1."""
        block = self._block(line)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()
        self.setFocus()

    def mark_line(self, line: int) -> None:
        """Mark the line, counted from 1, in which something is wrong; none for 0."""
        block = self._block(line) if line > 0 else QTextBlock()
        if not block.isValid():
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        shape = QTextCharFormat()
        shape.setBackground(self._wrong)
        shape.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        mark.format = shape
        mark.cursor = QTextCursor(block)
        self.setExtraSelections([mark])

    @property
    def marked(self) -> int:
        """The line that is marked as wrong, counted from 1; 0 for none."""
        found = self.extraSelections()
        return found[0].cursor.blockNumber() + 1 if found else 0

    def _block(self, line: int) -> QTextBlock:
        return self.document().findBlockByNumber(line - 1)


class _Marks(QSyntaxHighlighter):
    """Makes what has still to be filled stand out, by its ground and by bold letters."""

    def __init__(self, document: QTextDocument, colours: Colours) -> None:
        super().__init__(document)
        self._shape = QTextCharFormat()
        self._shape.setBackground(QColor(colours.warn_ground))
        self._shape.setForeground(QColor(colours.warn))
        self._shape.setFontWeight(700)

    def highlightBlock(self, text: str) -> None:
        """Qt's own: one line."""
        for found in _MARK.finditer(text):
            # Qt counts in units of UTF-16.
            start = len(text[: found.start()].encode("utf-16-le")) // 2
            length = len(found.group().encode("utf-16-le")) // 2
            self.setFormat(start, length, self._shape)
