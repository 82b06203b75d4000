"""What happens when our own code fails: a log without anybody's words, one calm message.

PySide sends an exception in a slot to `sys.excepthook` and goes on. The unit of
work it happened in has rolled back; what was typed is written to the drafts.
The log names places in our code and the kind of the error, never its message,
which could quote a name.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

log = logging.getLogger("kzcase.crash")

_PAUSE = 5.0


class CrashHandler(QObject):
    """Stands in for `sys.excepthook` while the window is open."""

    crashed = Signal()
    _elsewhere = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = -_PAUSE
        self._elsewhere.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Take over; `remove` gives the hooks back."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        log.error("%s", redacted(kind, trace))
        # Queued: a failure while painting must not open anything while painting.
        self._elsewhere.emit()

    def _thread_hook(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None:
            self._hook(given.exc_type, given.exc_value, given.exc_traceback)

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self._told >= _PAUSE:
            self._told = now
            self.crashed.emit()


def redacted(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Where an error happened and of what kind it was, without one word of its message."""
    places = [
        f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
    return f"{kind.__module__}.{kind.__qualname__} at " + " > ".join(places or ["an unknown place"])


def _place(filename: str) -> str:
    """A file's path inside its package: a full path names the person whose home it is in."""
    parts = filename.replace("\\", "/").split("/")
    for root in ("kzcase", "site-packages", "tests"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1]
