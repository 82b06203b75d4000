"""Empties the clipboard some seconds after something was copied from a vault.

What is copied has left the vault: clipboard managers and a cloud clipboard may
keep it. Only what is still there, and still ours, is taken away.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 30


class ClipboardWatch(QObject):
    """Watches the clipboard while a vault is open."""

    def __init__(self, parent: QObject | None = None, seconds: int = SECONDS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._copied = ""
        self._clipboard.dataChanged.connect(self._changed)
        self._timer = QTimer(self, singleShot=True, interval=seconds * 1000)
        self._timer.timeout.connect(self.empty)

    def empty(self) -> None:
        """Take away what was copied here, if nobody copied anything since."""
        self._timer.stop()
        if self._copied and self._clipboard.text() == self._copied:
            self._clipboard.clear()
        self._copied = ""

    def _changed(self) -> None:
        # What changes while one of our windows has the keyboard was copied from it.
        ours = self._clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None
        self._copied = self._clipboard.text() if ours else ""
        if self._copied:
            self._timer.start()
        else:
            self._timer.stop()
