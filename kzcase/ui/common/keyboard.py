"""Says what the keyboard will type: its language, and whether Caps Lock is on.

A passphrase typed in the wrong layout is the commonest "wrong passphrase".
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kzcase.ui.common.text import label
from kzcase.ui.theme import GRID


class CapsLockWatch(QObject):
    """Tells from the letters typed whether Caps Lock is on (Qt does not say it)."""

    noticed = Signal(bool)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each letter typed into the watched field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            text = event.text()
            if len(text) == 1 and text.isalpha() and text.upper() != text.lower():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.noticed.emit(text.isupper() != shifted)
        return False


class KeyboardLine(QWidget):
    """The line under a passphrase: keyboard language, and Caps Lock in words."""

    def __init__(self, *fields: QLineEdit) -> None:
        super().__init__()
        self._layout = label(role="small")
        self._caps = label(role="warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self._layout)
        row.addWidget(self._caps)
        row.addStretch(1)
        watch = CapsLockWatch(self)
        watch.noticed.connect(self._say_caps)
        for field in fields:
            field.installEventFilter(watch)
        method = QGuiApplication.inputMethod()
        method.localeChanged.connect(self._say_layout)
        self._say_layout()

    @property
    def text(self) -> str:
        """What the line says."""
        return " ".join(part for part in (self._layout.text(), self._caps.text()) if part)

    def _say_layout(self) -> None:
        locale = QGuiApplication.inputMethod().locale()
        known = locale.language() not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
        language = QLocale.languageToString(locale.language())
        self._layout.setText(self.tr("Keyboard: {0}").format(language) if known else "")

    def _say_caps(self, on: bool) -> None:
        self._caps.setText(self.tr("Caps Lock is on.") if on else "")


def secret_field(placeholder: str = "") -> QLineEdit:
    """A field for a passphrase that no input method or history learns from."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setPlaceholderText(placeholder)
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhHiddenText
        | Qt.InputMethodHint.ImhSensitiveData
        | Qt.InputMethodHint.ImhNoPredictiveText
        | Qt.InputMethodHint.ImhNoAutoUppercase
    )
    return field
