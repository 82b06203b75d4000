"""Editors of text, notes, numbers, dates and yes or no."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kzcase.dates.edtf import DateError, parse_edtf, read_date
from kzcase.services.declarations import Field
from kzcase.ui.common.fields.base import FieldEditor, LineEditor, Unreadable

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_NOTE_LINES = 3
_MOST_LINES = 12


class TextEditor(LineEditor):
    """A line of text."""


class NoteEditor(FieldEditor):
    """Text of several lines; Tab goes on to the next field."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(declared.label)
        self._fit(_NOTE_LINES)
        self._loaded = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        self.setFocusProxy(self.box)
        self._loading = False
        self.box.textChanged.connect(self._on_edited)

    @property
    def touched(self) -> bool:
        return self.text() != self._loaded

    def text(self) -> str:
        """What stands there; unlike `toPlainText` it keeps no-break spaces."""
        return self.box.document().toRawText().replace("\u2029", "\n")

    def load(self, value: Any) -> None:
        self._set("" if value is None else str(value))
        self._loaded = self.text()

    def value(self) -> Any:
        return unicodedata.normalize("NFC", self.text()).strip() or None

    def state(self) -> Any:
        return self.text()

    def resume(self, state: Any) -> None:
        self._set(str(state or ""))
        self.edited.emit()

    def offer(self, value: Any) -> None:
        self.resume(value)

    def _set(self, text: str) -> None:
        self._loading = True
        self.box.setPlainText(text)
        self._loading = False
        self._fit(min(_MOST_LINES, max(_NOTE_LINES, text.count("\n") + 1 + len(text) // 90)))

    def _fit(self, lines: int) -> None:
        """As tall as the text needs: an empty box that grows into a long form pushes the rest off it."""
        self.box.setFixedHeight(self.box.fontMetrics().lineSpacing() * lines + 18)

    def _on_edited(self) -> None:
        if not self._loading:
            self.edited.emit()


class _ExampleLine(QLineEdit):
    """A line that shows examples while the keyboard is in it: elsewhere they would look like values."""

    def __init__(self, examples: str) -> None:
        super().__init__()
        self._examples = examples

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setPlaceholderText(self._examples)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setPlaceholderText("")
        super().focusOutEvent(event)


class DateEditor(LineEditor):
    """A date as people say it; the hint shows what was understood."""

    def __init__(self, declared: Field, language: str, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._language = language

    def make_line(self) -> QLineEdit:
        return _ExampleLine(QCoreApplication.translate("DateEditor", "12 Aug 2020, June 2020, ~2019"))

    def shown(self, value: Any) -> str:
        """A stored date in words, if typing those words gives it back; else as it is stored."""
        if value is None:
            return ""
        try:
            words = parse_edtf(value).show(self._language)
            return words if str(read_date(words, self._language)) == value else str(value)
        except DateError:
            return str(value)

    def read(self, text: str) -> Any:
        try:
            return str(read_date(text, self._language))
        except DateError as error:
            raise Unreadable(error.sentence) from error

    def notice(self) -> None:
        try:
            value = self.value()
        except Unreadable as error:
            self.say(error.what, bad=True)
        else:
            self.say(f"= {parse_edtf(value).show(self._language)}" if value else "")


class IntegerEditor(LineEditor):
    """A whole number."""

    def read(self, text: str) -> Any:
        digits = _SPACES.sub("", text)
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", digits):
            raise Unreadable(QCoreApplication.translate("IntegerEditor", "This must be a whole number."))
        return int(digits)


class DecimalEditor(LineEditor):
    """An exact number; a comma counts as the decimal point."""

    def read(self, text: str) -> Any:
        plain = _SPACES.sub("", text).replace(",", ".")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or "e" in plain.lower():
            raise Unreadable(
                QCoreApplication.translate("DecimalEditor", "This must be a number such as 530250 or 12.50.")
            )
        return plain


class FlagEditor(FieldEditor):
    """Yes, no, or not given."""

    _VALUES = (None, True, False)

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.box = QComboBox()
        self.box.setAccessibleName(declared.label)
        translate = QCoreApplication.translate
        self.box.addItems(
            [
                translate("FlagEditor", "not given"),
                translate("FlagEditor", "yes"),
                translate("FlagEditor", "no"),
            ]
        )
        self._loaded = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._on_edited)

    @property
    def touched(self) -> bool:
        return self.box.currentIndex() != self._loaded

    def load(self, value: Any) -> None:
        self._loaded = self._VALUES.index(value)
        self.box.setCurrentIndex(self._loaded)

    def value(self) -> Any:
        return self._VALUES[self.box.currentIndex()]

    def state(self) -> Any:
        return self.value()

    def resume(self, state: Any) -> None:
        self.box.setCurrentIndex(self._VALUES.index(state))
        self.edited.emit()

    def offer(self, value: Any) -> None:
        self.resume(value)

    def _on_edited(self) -> None:
        self.edited.emit()
