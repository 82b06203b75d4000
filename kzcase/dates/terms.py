"""Lengths of time as a court gives them (years, months, days) and the days they lead to.

Conventions, both assumptions that no lawyer has checked:

- A term ends on the day of the same number: four years from 5 October 2017 end
  on 5 October 2021. The one case with published dates is counted so (ITUC
  Survey, "Kharkova, Eleusinov and Kushakbayev": in force 5 October 2017,
  four years, 5 October 2021; ban of five years, 5 October 2022). That the end
  day itself still belongs to the term is our assumption, the cautious one.
- Where the month of the end has no such day, the term ends on its last day:
  one month from 31 January is 28 or 29 February. Years and months are counted
  first and together, then days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kzcase.dates.edtf import DateError, Edtf, Moment
from kzcase.dates.edtf.shown import show_day

_EXAMPLES = 'Write for example "3 years", "1 year 6 months" or "15 days".'
_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", re.IGNORECASE)
_PART = re.compile(r"(\d+)(?:[.,](\d+))? ?-? ?([^\W\d_]+)\.?")
_JOINTS = re.compile(r"[,;]|\b(?:and|и|және|мен)\b")
_HALF = re.compile(r"\b(?:полгода|жарты жыл|half a year|half year)\b")

# How each language's word for a unit begins; the forms differ by number and case only.
_STEMS: tuple[tuple[str, str], ...] = (
    (r"y|yrs?|years?|г|гг|год\w*|лет|летний|ж|жыл\w*", "years"),
    (r"m|mos?|mths?|months?|мес|месяц\w*|ай\w*", "months"),
    (r"w|wks?|weeks?|нед|недел\w*|апта\w*", "weeks"),
    (r"d|days?|д|дн|день|дн\w+|сут\w*|к[үу]н\w*|тәулік\w*", "days"),
)

# CLDR's plural categories: "one" and "other" in English, "one", "few" and "many" in Russian.
_UNITS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "en": {
        "years": {"one": "year", "other": "years"},
        "months": {"one": "month", "other": "months"},
        "days": {"one": "day", "other": "days"},
    },
    "ru": {
        "years": {"one": "год", "few": "года", "many": "лет", "other": "года"},
        "months": {"one": "месяц", "few": "месяца", "many": "месяцев", "other": "месяца"},
        "days": {"one": "день", "few": "дня", "many": "дней", "other": "дня"},
    },
    # A Kazakh noun stays in the singular after a number.
    "kk": {"years": {"other": "жыл"}, "months": {"other": "ай"}, "days": {"other": "күн"}},
}


class TermError(DateError):
    """What was typed is no length of time."""

    def __init__(self, what: str, *, safe: str = "", remedy: str = _EXAMPLES) -> None:
        super().__init__(what, safe=safe, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as it was given; 18 months are not turned into a year and a half.

    Each part is a whole number, not negative, and at least one is not zero;
    otherwise `TermError` is raised.
    """

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0:
            raise TermError("A term cannot be negative.")
        if not (self.years or self.months or self.days):
            raise TermError("A term of no time is none.")
        if self.years > 9999 or self.months > 99_999 or self.days > 999_999:
            raise TermError("This term is longer than the calendar.")

    def __str__(self) -> str:
        """ISO 8601's duration, such as "P1Y6M"."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)

    def show(self, language: str = "en") -> str:
        """In words: "1 year 6 months", "1 год 6 месяцев", "1 жыл 6 ай"; English for any other language."""
        parts = (("years", self.years), ("months", self.months), ("days", self.days))
        return " ".join(_counted(number, unit, language) for unit, number in parts if number)


@dataclass(frozen=True, slots=True)
class Bound:
    """A day that is known only to lie between two days, both possible; None is unbounded."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError("a bound's earliest day is after its latest")

    @classmethod
    def of(cls, value: Edtf) -> Bound:
        """Every day the date may mean, with the margin of its qualifier (`Edtf.fuzzy`)."""
        return cls(*value.fuzzy)

    @property
    def day(self) -> date | None:
        """The day, if only one is possible."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def known(self) -> bool:
        """Whether there is any limit at all."""
        return self.earliest is not None or self.latest is not None

    def plus(self, term: Term) -> Bound:
        """Where the term leads from each of the two days; raises as `add_term`."""
        return Bound(
            None if self.earliest is None else add_term(self.earliest, term),
            None if self.latest is None else add_term(self.latest, term),
        )

    def minus(self, term: Term) -> Bound:
        """Where the term leads back to from each of the two days; raises as `subtract_term`."""
        return Bound(
            None if self.earliest is None else subtract_term(self.earliest, term),
            None if self.latest is None else subtract_term(self.latest, term),
        )

    def later(self, days: int) -> Bound:
        """Both days later by a number of days (earlier if it is negative); beyond the calendar unbounded."""
        return Bound(_later(self.earliest, days), _later(self.latest, days))

    def days_after(self, day: date) -> tuple[int | None, int | None]:
        """How many days after `day` the earliest and the latest come (negative: before)."""
        return (
            None if self.earliest is None else days_between(day, self.earliest),
            None if self.latest is None else days_between(day, self.latest),
        )

    def show(self, language: str = "en") -> str:
        """In words: "5 Oct 2021", "September 2023", "between ... and ...", "not before 12 Feb 2022"."""
        words = _BOUND_WORDS.get(language, _BOUND_WORDS["en"])
        first = "" if self.earliest is None else show_day(self.earliest, language)
        last = "" if self.latest is None else show_day(self.latest, language)
        if self.earliest is None:
            return words["not after"].format(last=last) if self.latest is not None else words["unknown"]
        if self.latest is None:
            return words["not before"].format(first=first)
        if self.day is not None:
            return first
        whole = _whole_unit(self.earliest, self.latest)
        return whole.show(language) if whole else words["between"].format(first=first, last=last)


_BOUND_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "unknown": "not known",
        "not before": "not before {first}",
        "not after": "not after {last}",
        "between": "between {first} and {last}",
    },
    "ru": {
        "unknown": "неизвестно",
        "not before": "не ранее {first}",
        "not after": "не позднее {last}",
        "between": "между {first} и {last}",
    },
    "kk": {
        "unknown": "белгісіз",
        "not before": "ең ерте дегенде {first}",
        "not after": "ең кеш дегенде {last}",
        "between": "{first} мен {last} аралығында",
    },
}


def add_term(day: date, term: Term) -> date:
    """The day on which a term that began on `day` ends, by the conventions above.

    Raises `DateError` when that is beyond the year 9999.
    """
    index = day.year * 12 + day.month - 1 + term.years * 12 + term.months
    year, month = index // 12, index % 12 + 1
    try:
        moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        return moved + timedelta(days=term.days)
    except (ValueError, OverflowError) as error:
        raise DateError("The term ends after the year 9999.", remedy="Check the term.") from error


def subtract_term(day: date, term: Term) -> date:
    """The day from which a term is taken off: days first, then months, as `add_term` undone.

    Raises `DateError` when that is before the year 1.
    """
    try:
        back = day - timedelta(days=term.days)
        index = back.year * 12 + back.month - 1 - term.years * 12 - term.months
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(back.day, calendar.monthrange(year, month)[1]))
    except (ValueError, OverflowError, calendar.IllegalMonthError) as error:
        raise DateError("The term begins before the year 1.", remedy="Check the term.") from error


def _later(day: date | None, days: int) -> date | None:
    try:
        return None if day is None else day + timedelta(days=days)
    except OverflowError:
        return None


def start_of(end: date, term: Term) -> date | None:
    """The one day from which the term leads to `end`; None if there is no such day, or more than one."""
    found = [day for day in _candidates(end, term) if add_term(day, term) == end]
    return found[0] if len(found) == 1 else None


def _candidates(end: date, term: Term) -> list[date]:
    try:
        back = end - timedelta(days=term.days)
    except OverflowError:
        return []
    index = back.year * 12 + back.month - 1 - term.years * 12 - term.months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return []
    last = calendar.monthrange(year, month)[1]
    # Only the last day of a month can be reached from several days of a longer one.
    shortened = back.day == calendar.monthrange(back.year, back.month)[1]
    lowest = min(back.day, last)
    return [date(year, month, number) for number in range(lowest, (last if shortened else lowest) + 1)]


def days_between(first: date, last: date) -> int:
    """How many days lie from `first` to `last`; negative if `last` comes earlier."""
    return (last - first).days


def days_left(end: date, today: date) -> int:
    """Days until the end; 0 on the end day itself, negative when it has passed."""
    return days_between(today, end)


def parse_term(text: str) -> Term:
    """Read a term in English, Russian, Kazakh or ISO 8601 ("1 год 6 месяцев", "1,5 жыл", "P18M").

    Weeks become days and half a year six months. Raises `TermError`.
    """
    cleaned = " ".join(text.casefold().split())
    if not cleaned:
        raise TermError("There is no term.")
    iso = _ISO.fullmatch(cleaned)
    if iso is not None and any(iso.groups()):
        years, months, weeks, days = (_whole(group or "0") for group in iso.groups())
        return Term(years, months, weeks * 7 + days)
    rest = _JOINTS.sub(" ", _HALF.sub("6 months", re.sub(r"(\d),(\d)", r"\1.\2", cleaned)))
    amounts: dict[str, int] = {}
    for found in _PART.finditer(rest):
        unit = _unit(found[3])
        if unit in amounts:
            raise TermError("The same unit stands twice in the term.")
        _add_part(amounts, _whole(found[1]), found[2], unit)
    left = _PART.sub("", rest).strip()
    if left or not amounts:
        if re.fullmatch(r"\d+", left) and not amounts:
            raise TermError("The unit is missing: years, months or days?")
        raise TermError("This cannot be read as a term.")
    return Term(
        amounts.get("years", 0),
        amounts.get("months", 0),
        amounts.get("weeks", 0) * 7 + amounts.get("days", 0),
    )


def _whole(digits: str) -> int:
    if len(digits) > 6:
        raise TermError("This term is longer than the calendar.")
    return int(digits)


def _unit(word: str) -> str:
    for stem, unit in _STEMS:
        if re.fullmatch(stem, word):
            return unit
    raise TermError("This cannot be read as a term.")


def _add_part(amounts: dict[str, int], number: int, fraction: str | None, unit: str) -> None:
    """Note one part; of fractions only the half of a year has a meaning without argument."""
    amounts[unit] = number
    if fraction is None or not fraction.strip("0"):
        return
    if unit != "years" or fraction.rstrip("0") != "5" or "months" in amounts:
        raise TermError("A part of a unit cannot be counted.", remedy='Write "1 year 6 months" instead.')
    amounts["months"] = 6


def show_term(term: Term, language: str = "en") -> str:
    """The term in words, as `Term.show`."""
    return term.show(language)


def show_days(number: int, language: str = "en") -> str:
    """A number of days in words, such as "35 days" or "35 дней"."""
    return _counted(number, "days", language)


def _counted(number: int, unit: str, language: str) -> str:
    from babel import Locale

    known = language if language in _UNITS else "en"
    forms = _UNITS[known][unit]
    return f"{number} {forms.get(Locale.parse(known).plural_form(number), forms['other'])}"


def _whole_unit(first: date, last: date) -> Edtf | None:
    """The month or year that the two days exactly enclose."""
    for moment in (Moment(f"{first.year:04}", f"{first.month:02}"), Moment(f"{first.year:04}")):
        if (moment.earliest, moment.latest) == (first, last):
            return Edtf(moment)
    return None
