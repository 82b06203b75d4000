"""Dates as they are known, terms, the ends of restrictions and what falls due: pure functions.

Nothing here reads a clock, knows a time zone or touches a file: a day is a
civil day of the Gregorian calendar, and "today" is always given by the caller.
"""

from __future__ import annotations
