"""Waiting for a window to have something to show, but never for ever: a benchmark that waits in vain ends."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 600.0
"""Seconds; the slowest page at 100,000 people is there in a hundredth of it."""


def until(ready: Callable[[], bool], what: str) -> None:
    """Let the window work until it is ready.

    Raises:
        TimeoutError: it never became ready; `what` says what was waited for.

    """
    from PySide6.QtWidgets import QApplication

    latest = time.monotonic() + LONGEST
    QApplication.processEvents()
    while not ready():
        QApplication.processEvents()
        if time.monotonic() > latest:
            raise TimeoutError(f"waited {LONGEST:.0f} s in vain for {what}")
