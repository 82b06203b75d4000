"""Counts working days by a calendar of days off, and says when it cannot know one.

Working days are Monday to Friday without the days off of the calendar, and
those days of a weekend on which work was moved by the Government. A day off
that follows the moon is known only a little before it comes: until then it may
be a day earlier or later, and whatever is counted over it lies between two days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from kzcase.dates.terms import Bound

SATURDAY = 5
WEEK = 7
DAY = timedelta(days=1)
MOST = 400
"""More working days than any term for a reply has; what is longer is a fault of the caller."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days off of a country from the year `first` to the year `last`.

    `off` are days off for sure, `perhaps` those that may come a day earlier or
    later, `worked` days of a weekend that are worked. Days that the Government
    moves in a year are known up to the year `moved_known_to`.
    """

    first: int
    last: int
    moved_known_to: int
    off: frozenset[date] = field(default_factory=frozenset)
    perhaps: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)

    def works(self, day: date) -> bool:
        """Whether a day is a working day, apart from days off that are not sure."""
        if day in self.off:
            return False
        return day in self.worked or day.weekday() < SATURDAY


@dataclass(frozen=True, slots=True)
class Counted:
    """Where working days lead: between which days, past how many sure days off, and what is not known.

    `holidays` are days of Monday to Friday that were off; `unsure` one whose
    coming a day earlier or later makes a difference; `unmoved` the first year of those counted in
    which days that the Government moves, to bridge a holiday, are not known.
    """

    bound: Bound
    holidays: int
    unsure: date | None
    unmoved: int | None


def after(day: date, number: int, calendar: WorkCalendar, *, registered: bool = False) -> Counted | None:
    """The day that is so many working days after another, which itself does not count.

    `number` is at least 1. With `registered`, what arrives on a day off counts as
    having arrived on the next working day. None where the calendar does not reach.
    """
    if not 1 <= number <= MOST:
        raise ValueError(f"{number} working days cannot be counted")
    found: list[tuple[date, int]] = []
    unsure = sorted(one for one in calendar.perhaps if day - DAY <= one <= _far(day, number))
    for moons in product(*(_around(one) for one in unsure)):
        moved = frozenset(moons)
        start = _registered(day, calendar, moved) if registered else day
        ended = _walked(start, number, calendar, moved) if start is not None else None
        if ended is None:
            return None
        found.append(ended)
    last = max(end for end, _ in found)
    first = min(end for end, _ in found)
    unmoved = None
    if last.year > calendar.moved_known_to and _beside_a_holiday(day, last, calendar):
        unmoved = max(day.year, calendar.moved_known_to + 1)
    return Counted(
        Bound(first, last),
        min(holidays for _, holidays in found),
        next((one for one in unsure if one - DAY <= last), None) if first != last else None,
        unmoved,
    )


def _around(day: date) -> tuple[date, date, date]:
    return day - DAY, day, day + DAY


def _beside_a_holiday(day: date, last: date, calendar: WorkCalendar) -> bool:
    """Whether a day off lies in the term or within a week of it: days are moved to bridge a holiday."""
    return any((one - day).days >= -WEEK and (one - last).days <= WEEK for one in calendar.off)


def _far(day: date, number: int) -> date:
    """A day that so many working days never reach, whatever is off."""
    try:
        return day + timedelta(days=2 * number + 40)
    except OverflowError:
        return date.max


def _registered(day: date, calendar: WorkCalendar, moons: frozenset[date]) -> date | None:
    """The first working day from a day on."""
    while calendar.first <= day.year <= calendar.last:
        if calendar.works(day) and day not in moons:
            return day
        day += DAY
    return None


def _walked(
    day: date, number: int, calendar: WorkCalendar, moons: frozenset[date]
) -> tuple[date, int] | None:
    """The last of the days, and how many days of Monday to Friday were off on the way."""
    holidays = 0
    for one in _days_after(day):
        if not calendar.first <= one.year <= calendar.last:
            return None
        if calendar.works(one) and one not in moons:
            number -= 1
            if number == 0:
                return one, holidays
        elif one.weekday() < SATURDAY:
            holidays += 1
    return None


def _days_after(day: date) -> Iterator[date]:
    while day < date.max:
        day += DAY
        yield day
