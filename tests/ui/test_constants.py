from __future__ import annotations

import subprocess
import sys

import PySide6
import pytest

EMIT = """
import sys
from PySide6.QtCore import QObject, Signal
from kzcase.ui.common.constants import keep_alive

class Speaker(QObject):
    said = Signal(int)

speaker = Speaker()
{before}
before = sys.getrefcount(True)
for number in range({times}):
    speaker.said.emit(number)
print(before - sys.getrefcount(True))
"""


def run(times: int, before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", EMIT.format(times=times, before=before)], capture_output=True, text=True
    )


def test_a_long_session_does_not_use_up_pythons_constants() -> None:
    done = run(1_000_000, "keep_alive(); keep_alive()")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(
    sys.version_info >= (3, 12) or PySide6.__version__ != "6.12.0",
    reason="only PySide 6.12.0 loses references, and from Python 3.12 on constants count none",
)
def test_pyside_still_gives_true_back_too_often() -> None:
    done = run(100, "")
    assert int(done.stdout) == 100
