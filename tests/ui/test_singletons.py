"""A long day at the window: no number of Qt's calls and signals may end the program."""

from __future__ import annotations

import subprocess
import sys

import pytest

LONG_DAY = """
import sys
{first}
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

class Heard(QObject):
    said = Signal()

app = QCoreApplication([])
heard, timer = Heard(), QTimer()
heard.said.connect(lambda: None)
for _ in range(200_000):
    heard.said.emit()
    timer.stop()
print("still here", min(map(sys.getrefcount, (None, True, False))) > 0)
"""


def day(first: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LONG_DAY.format(first=first)], capture_output=True, text=True, timeout=120
    )


def test_a_long_day_of_calls_and_signals_does_not_use_up_none_and_true() -> None:
    outcome = day("import kzcase.ui")
    assert outcome.stdout == "still here True\n", outcome.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True cannot be used up there")
def test_the_older_python_needs_it_still() -> None:
    """When this fails, PySide6 was mended: `kzcase.ui.singletons` can go."""
    assert "dealloc" in day("").stderr


def test_asking_twice_changes_nothing_more() -> None:
    from kzcase.ui.singletons import keep_alive

    keep_alive()
    before = sys.getrefcount(None)
    keep_alive()
    assert abs(sys.getrefcount(None) - before) < 1_000
