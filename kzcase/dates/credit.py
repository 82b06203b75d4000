"""Counts days of one kind of custody or punishment as another, at the ratios of arts. 61 and 62 CC.

What remains after the last whole unit is not counted: the law names no parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kzcase.dates.edtf import Edtf
from kzcase.dates.terms import days_between


@dataclass(frozen=True, slots=True)
class Ratio:
    """`days` of one kind count as `gives` of `unit` ("days", "hours" or "indices") of another."""

    days: int
    gives: int
    unit: str = "days"

    def of(self, days: int) -> int:
        """What a number of days counts as, in whole units; raises `ValueError` for a negative number."""
        if days < 0:
            raise ValueError("days of custody cannot be negative")
        return int(Fraction(days * self.gives, self.days))


def days_held(start: Edtf | None, end: Edtf | None) -> tuple[int, int] | None:
    """The fewest and the most days that a stretch of custody lasted, its first and last day included.

    None if either side is not known. Both ends count as whole days, as a person
    held for an hour before midnight was held on that day; an assumption.
    """
    if start is None or end is None:
        return None
    (first, latest_first), (earliest_last, last) = start.fuzzy, end.fuzzy
    if first is None or latest_first is None or earliest_last is None or last is None:
        return None
    return max(_inclusive(latest_first, earliest_last), 0), max(_inclusive(first, last), 0)


def _inclusive(first: date, last: date) -> int:
    return days_between(first, last) + 1
