"""Notices that nobody is in front of the laptop any more: its screen is locked, or it was put to sleep.

The desktop says so over D-Bus, on sockets of this machine only. Where there is
no D-Bus, or the laptop slept before the word came, the clocks tell afterwards:
one of them goes on while the machine sleeps, and one does not. On Windows both
go on; there a look that comes much too late tells it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

LOOK_EVERY = 5_000
"""Milliseconds between two looks at the clocks."""
SLEPT = 15.0
"""Seconds by which the clocks may part without meaning that the machine slept."""

_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)
_TURNED: Any = SLOT("turned(bool)")
_LOCKED: Any = SLOT("locked()")
"""The slots below, as Qt names them; declared to be bytes, taken only as text."""
_LOGIN = "org.freedesktop.login1"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Two readings in seconds: `awake` stands still while the machine sleeps, `always` does not."""

    awake: float
    always: float


def clocks() -> Clocks:
    """The clocks of this machine."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return Clocks(time.monotonic(), time.clock_gettime(boot) if boot is not None else time.time())


class LockWatch(QObject):
    """Says when the vault should be locked because the machine is being left."""

    left = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        read: Callable[[], Clocks] = clocks,
        *,
        one_stands_still: bool = sys.platform != "win32",
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._one_stands_still = one_stands_still
        self._before = read()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def listen(self) -> bool:
        """Listen to the desktop; False where nothing can be heard."""
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        heard = False
        if system.isConnected():
            heard = system.connect(
                _LOGIN,
                "/org/freedesktop/login1",
                f"{_LOGIN}.Manager",
                "PrepareForSleep",
                self,
                _TURNED,
            )
            heard |= system.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, _LOCKED)
        if session.isConnected():
            for name, path in _SAVERS:
                heard |= session.connect(name, path, name, "ActiveChanged", self, _TURNED)
        return heard

    @Slot(bool)
    def turned(self, on: bool) -> None:
        """The screen was locked, or the machine is about to sleep (`on`), or the opposite."""
        if on:
            self.left.emit()

    @Slot()
    def locked(self) -> None:
        """Somebody locked the session."""
        self.left.emit()

    @Slot()
    def look(self) -> None:
        """Look whether the machine has slept since the last look."""
        now, before = self._read(), self._before
        self._before = now
        always, awake = now.always - before.always, now.awake - before.awake
        expected = awake if self._one_stands_still else LOOK_EVERY / 1_000
        if abs(always - expected) > SLEPT:
            self.left.emit()
