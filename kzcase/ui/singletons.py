"""Keeps Python's None, True and False alive whatever Qt's binding does to their reference counts.

From Python 3.12 on these objects are immortal (PEP 683), and the headers' `Py_RETURN_NONE`,
`Py_RETURN_TRUE` and `Py_RETURN_FALSE` return them without counting. PySide6 6.12 is built with such
headers but also loads into Python 3.10 and 3.11, where each call of Qt that returns nothing, and each
signal, then takes one reference that was never given: after some tens of thousands of them Python ends
the program in the middle of whatever somebody is typing ("none_dealloc: deallocating None").
"""

from __future__ import annotations

import ctypes
import sys

IMMORTAL_SINCE = (3, 12)
BEYOND_COUNTING = 1 << (ctypes.sizeof(ctypes.c_ssize_t) * 8 - 4)
"""As PEP 683 does it: a count so high that no program lives to use it up."""


def keep_alive() -> None:
    """Give the singletons of an older Python a count that cannot be used up; newer ones need nothing."""
    if sys.version_info >= IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    for singleton in (None, True, False, NotImplemented):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < BEYOND_COUNTING:
            count.value += BEYOND_COUNTING
