"""One date of some precision: a day, a month, a year, a decade or a century, perhaps doubted."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from kzcase.errors import KzcaseError

Precision = Literal["century", "decade", "year", "month", "day"]

ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# Broad before narrow, so that "2020" stands above the days of 2020 in a list.
_RANK: dict[Precision, int] = {"century": 0, "decade": 1, "year": 2, "month": 3, "day": 4}

# [0-9] and not \d: a digit of another script is not EDTF.
_SHAPE = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%])?")
_TIME = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[Tt ]\s*[0-9]{1,2}")
_EXAMPLES = 'Write for example "2020", "June 2020", "12 Aug 2020", "about 2019" or "2016 to 2018".'


class DateError(KzcaseError):
    """What was typed or read is no date, or a date that never was."""

    def __init__(self, what: str, *, safe: str = "", remedy: str = _EXAMPLES) -> None:
        super().__init__(what, safe=safe, remedy=remedy)


def require_year(year: int) -> None:
    """Refuse a year that a calendar day cannot have (only 1 to 9999 can)."""
    if not 1 <= year <= 9999:
        raise DateError(f"The year {year} cannot be kept.", remedy="Use a year from 0001 to 9999.")


def require_month(month: int) -> None:
    """Refuse a month that no year has."""
    if not 1 <= month <= 12:
        raise DateError(
            f"There is no month {month}.",
            remedy='The order is day, month, year (13/08/2020); a range is written "2019 to 2020".',
        )


def require_day(year: int, month: int, day: int) -> None:
    """Refuse a day that its month did not have (30 February 2024, 29 February 1900)."""
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = ENGLISH_MONTHS[month - 1]
        raise DateError(f"There is no {day} {name} {year}.", remedy=f"{name} {year} has {last} days.")


class Edge(Enum):
    """An end of an interval that is no date; the value is EDTF's way to write it."""

    OPEN = ".."
    UNKNOWN = ""

    def __str__(self) -> str:
        return self.value


FORM = "one of the forms 2020-06-12, 2020-06, 2020, 2020~ (about), 2020-01/2020-05 (from, to), called EDTF"
"""The forms of EDTF that are met most, for whoever wrote another one."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One EDTF date as its parts, each in EDTF's own letters.

    `year` is "2019", "201X" or "20XX"; `month` is "", "XX" or "06"; `day` is
    "", "XX" or "12"; `qualifier` is "", "?" (uncertain), "~" (approximate) or
    "%" (both) and holds for the whole. Raises `DateError` when the parts make
    no date of the calendar.
    """

    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""

    def __post_init__(self) -> None:
        if not _SHAPE.fullmatch(str(self)):
            raise DateError(f"This is not a date in {FORM}.")
        if "X" in self.year and self.month:
            raise DateError("A month needs its whole year.")
        if self.month == "XX" and self.day not in ("", "XX"):
            raise DateError("A day needs its month.")
        require_year(int(self.year.replace("X", "9")))
        if "X" in self.year or self.month in ("", "XX"):
            return
        month = int(self.month)
        require_month(month)
        if self.day not in ("", "XX"):
            require_day(int(self.year), month, int(self.day))

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part) + self.qualifier

    @property
    def precision(self) -> Precision:
        """The narrowest unit that is known."""
        if "X" in self.year:
            return "century" if self.year.endswith("XX") else "decade"
        if self.month in ("", "XX"):
            return "year"
        return "month" if self.day in ("", "XX") else "day"

    @property
    def rank(self) -> int:
        """The precision as a number, 0 (century) to 4 (day)."""
        return _RANK[self.precision]

    @property
    def approximate(self) -> bool:
        """Whether the date is said to be only about right (`~`, `%`)."""
        return self.qualifier in ("~", "%")

    @property
    def uncertain(self) -> bool:
        """Whether the source of the date is doubted (`?`, `%`)."""
        return self.qualifier in ("?", "%")

    @property
    def earliest(self) -> date:
        """The first day the parts can mean, the qualifier apart."""
        year = max(1, int(self.year.replace("X", "0")))
        if self.precision == "day":
            return date(year, int(self.month), int(self.day))
        return date(year, int(self.month) if self.precision == "month" else 1, 1)

    @property
    def latest(self) -> date:
        """The last day the parts can mean, the qualifier apart."""
        year = int(self.year.replace("X", "9"))
        if self.precision == "day":
            return date(year, int(self.month), int(self.day))
        month = int(self.month) if self.precision == "month" else 12
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def fuzzy(self) -> tuple[date, date]:
        """First and last day when the qualifier is taken seriously.

        A qualified date may be wrong by one unit of its own precision on either
        side: a day by a day, a month by a month, a year by a year. EDTF names
        no margin; this is the default of the `edtf` library for Python, and an
        assumption.
        """
        first, last = self.earliest, self.latest
        if not self.qualifier:
            return first, last
        if self.precision == "day":
            return _shift_days(first, -1), _shift_days(last, 1)
        months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[self.precision]
        return _shift_month_start(first, -months), _shift_month_end(last, months)


def parse_moment(text: str) -> Moment:
    """Read one EDTF date, without interval; raises `DateError` and says why."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise DateError(_what_is_wrong(text))
    year, month, day, qualifier = (group or "" for group in found.groups())
    if month in ("21", "22", "23", "24") and not day:
        raise DateError(
            "Seasons are not kept as dates.", remedy='Write the months, such as "March 2020 to May 2020".'
        )
    return Moment(year, month, day, qualifier)


def _what_is_wrong(text: str) -> str:
    if not text:
        return "There is no date."
    if text[0] in "[{" or text[-1] in "]}":
        return "Sets of dates are not kept: one date or one interval is."
    if text[0] in "Yy-" and text[1:2].isdigit():
        return "Years before 0001 or after 9999 are not kept."
    if _TIME.match(text):
        return "A date has no time of day here."
    if re.fullmatch(r"[0-9]{1,3}", text) or re.fullmatch(r"[0-9]{4}-([0-9]?|[0-9]{2}-[0-9]?)", text):
        return "The date is not finished."
    return f"This is not a date in {FORM}."


def _shift_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _shift_month_start(first: date, months: int) -> date:
    index = max(12, first.year * 12 + first.month - 1 + months)
    return date(index // 12, index % 12 + 1, 1)


def _shift_month_end(last: date, months: int) -> date:
    index = min(9999 * 12 + 11, last.year * 12 + last.month - 1 + months)
    year, month = index // 12, index % 12 + 1
    return date(year, month, calendar.monthrange(year, month)[1])
