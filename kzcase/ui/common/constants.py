"""Keeps Python's own constants alive where PySide gives them back once too often.

PySide 6.12 drops a reference to True at each `emit` and one to None at many a
call. From Python 3.12 on these objects count no references (PEP 683) and
nothing comes of it; in 3.11 their count falls until the interpreter ends the
process. PySide 6.11 does not do it. `tests/ui/test_constants.py` shows the
loss; with a PySide that is mended this module can go.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 40


def keep_alive() -> None:
    """Raise the counts of None, True and False beyond anything a session can use up. May be called again."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False):
        if sys.getrefcount(constant) < _PLENTY:
            # The count is the first word of every object; raising it can only keep the object.
            ctypes.c_ssize_t.from_address(id(constant)).value += _PLENTY
