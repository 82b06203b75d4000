"""Runs the window: the application object, its looks, signals and the crash handler."""

from __future__ import annotations

import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication

from kzcase.settings import Settings
from kzcase.ui import theme
from kzcase.ui.common.files import keep_no_history
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import guard
from kzcase.ui.crash import CrashHandler
from kzcase.ui.window import MainWindow


class Signals(QObject):
    """Brings SIGTERM and SIGINT into Qt's loop, which Python's own handlers would wait for."""

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, theirs = socket.socketpair()
        self._theirs = theirs
        for end in (self._ours, theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        self._handlers = {
            number: signal.signal(number, _noted)
            for name in ("SIGTERM", "SIGINT", "SIGHUP")
            if (number := getattr(signal, name, None)) is not None
        }

    def remove(self) -> None:
        """Give the signals back."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _read(self) -> None:
        try:
            self._ours.recv(64)
        except BlockingIOError:
            return
        self.came.emit()


def _noted(number: int, frame: FrameType | None) -> None:
    """Nothing to do here: the wake-up byte is what tells Qt."""


def run(settings: Settings, vault: Path | None, passphrase: str | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    With `vault` its passphrase is asked for at once, unless one is given that
    is no secret: the sample's.
    """
    keep_no_history()
    leave_no_core()
    app = application()
    look = Look(settings, theme.apply(app, settings))
    plain = guard(app)
    window = MainWindow(look)
    crash = CrashHandler(window)
    crash.crashed.connect(window.crashed)
    crash.install()
    signals = Signals(window)
    signals.came.connect(window.end_at_once)
    session = _Session(window)
    app.commitDataRequest.connect(session.save)
    # The window hides at once and ends when the vault is closed.
    app.setQuitOnLastWindowClosed(False)
    window.finished.connect(app.quit)
    window.begin(vault, passphrase)
    window.show()
    try:
        return app.exec()
    finally:
        window.worker.stop()
        signals.remove()
        crash.remove()
        app.removeEventFilter(plain)


def leave_no_core() -> None:
    """Let no crash write this process's memory, with the key in it, to a disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Session(QObject):
    """Keeps what was typed when the desktop says that the session ends."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def save(self, manager: QSessionManager) -> None:
        """The desktop is closing."""
        self._window.keep()


def application() -> QApplication:
    """The application object, made once; it names no organisation, so that Qt keeps no settings for us."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setDesktopFileName("kzcase")
    app = QApplication([sys.argv[0]])
    app.setApplicationName("kzcase")
    app.setApplicationDisplayName("kzcase")
    return app
