"""Notices that nobody has touched the program for a while: then it is locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Notices whether anybody touches the program."""

    def __init__(self, minutes: int, locked: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=minutes * 60_000)
        self._timer.timeout.connect(locked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin waiting anew at each touch."""
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False

    def minutes(self, number: int) -> None:
        """Wait this long."""
        self._timer.setInterval(number * 60_000)

    def watch(self, on: bool) -> None:
        """Wait, or do not."""
        if on:
            self._timer.start()
        else:
            self._timer.stop()
