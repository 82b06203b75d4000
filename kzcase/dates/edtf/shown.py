"""How a date is written for people, one form per language, on screen and on paper.

The patterns are fixed here; the month names are CLDR's, through Babel. What is
shown can be typed back: `read_date` reads every form this module writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from kzcase.dates.edtf.moment import Edge, Moment

Role = Literal["alone", "from", "until"]


@dataclass(frozen=True, slots=True)
class _Words:
    about: str
    uncertain: str
    day_unknown: str
    month_unknown: str
    both_unknown: str
    range: str
    since: str
    until: str
    end_unknown: str
    start_unknown: str


_WORDS: Mapping[str, _Words] = {
    "en": _Words(
        about="about",
        uncertain="uncertain",
        day_unknown="day unknown",
        month_unknown="month unknown",
        both_unknown="day and month unknown",
        range="{start} to {end}",
        since="since {start}",
        until="until {end}",
        end_unknown="{shown}, end unknown",
        start_unknown="{shown}, start unknown",
    ),
    "ru": _Words(
        about="примерно",
        uncertain="неточно",
        day_unknown="день неизвестен",
        month_unknown="месяц неизвестен",
        both_unknown="день и месяц неизвестны",
        range="с {start} по {end}",
        since="с {start}",
        until="по {end}",
        end_unknown="{shown}, конец неизвестен",
        start_unknown="{shown}, начало неизвестно",
    ),
    "kk": _Words(
        about="шамамен",
        uncertain="нақты емес",
        day_unknown="күні белгісіз",
        month_unknown="айы белгісіз",
        both_unknown="күні мен айы белгісіз",
        range="{start} – {end}",
        since="{start} бастап",
        until="{end} дейін",
        end_unknown="{shown}, соңы белгісіз",
        start_unknown="{shown}, басы белгісіз",
    ),
}

# Kazakh says "from" and "until" with the ablative and the dative of the month.
_KAZAKH_ABLATIVE = ["дан", "нан", "дан", "ден", "дан", "нан", "ден", "дан", "тен", "нан", "дан", "нан"]
_KAZAKH_DATIVE = ["ға", "ға", "ға", "ге", "ға", "ға", "ге", "ға", "ке", "ға", "ға", "ға"]


@lru_cache(maxsize=4096)
def show(start: Moment | Edge, end: Moment | Edge | None, language: str, in_words: bool) -> str:
    """The date in "en", "ru" or "kk"; any other language is shown in English."""
    words = _WORDS.get(language)
    if words is None:
        return show(start, end, "en", in_words)
    if isinstance(start, Moment):
        if end is None:
            return _moment(start, language, words, "alone", in_words)
        if isinstance(end, Moment):
            # Kazakh joins two plain dates with a dash, so no case ending is needed.
            role: Role = "alone" if language == "kk" else "from"
            return words.range.format(
                start=_moment(start, language, words, role, in_words),
                end=_moment(end, language, words, "alone" if language == "kk" else "until", in_words),
            )
        shown = words.since.format(start=_moment(start, language, words, "from", in_words))
        return words.end_unknown.format(shown=shown) if end is Edge.UNKNOWN else shown
    if not isinstance(end, Moment):
        raise ValueError("an interval without any date cannot be shown")
    shown = words.until.format(end=_moment(end, language, words, "until", in_words))
    return words.start_unknown.format(shown=shown) if start is Edge.UNKNOWN else shown


def _moment(moment: Moment, language: str, words: _Words, role: Role, in_words: bool) -> str:
    shown = _plain(moment, language, role)
    if moment.approximate:
        shown = f"{words.about} {shown}"
    notes = []
    if "XX" in (moment.month, moment.day):
        if moment.precision == "month":
            notes.append(words.day_unknown)
        else:
            notes.append(words.both_unknown if moment.day else words.month_unknown)
    if moment.uncertain:
        if in_words:
            notes.append(words.uncertain)
        else:
            shown += "?"
    return f"{shown} ({', '.join(notes)})" if notes else shown


def _plain(moment: Moment, language: str, role: Role) -> str:
    if moment.precision == "century":
        # No word for a hundred years starting at 2000 is understood alike by all.
        return moment.year
    if moment.precision == "decade":
        return _decade(moment.year.replace("X", "0"), language, role)
    if moment.precision == "year":
        if language == "kk":
            return moment.year + {"alone": " ж.", "from": " жылдан", "until": " жылға"}[role]
        return moment.year
    return _month_or_day(moment, language, role)


def _decade(year: str, language: str, role: Role) -> str:
    if language == "ru":
        return f"{year}-{'х' if role == 'from' else 'е'}"
    if language == "kk":
        return f"{year}-жылдар" + {"alone": "", "from": "дан", "until": "ға"}[role]
    return f"{year}s"


def _month_or_day(moment: Moment, language: str, role: Role) -> str:
    # Babel costs a tenth of a second to load; a window that shows no date need not pay it.
    from babel.dates import format_date

    day = moment.earliest

    def name(pattern: str) -> str:
        return format_date(day, pattern, locale=language)

    whole = moment.precision == "day"
    if language == "kk":
        if role == "alone":
            month = name("MMM" if whole else "MMMM")
        else:
            endings = _KAZAKH_ABLATIVE if role == "from" else _KAZAKH_DATIVE
            month = name("MMMM") + endings[day.month - 1]
        return f"{moment.year} ж. {day.day} {month}" if whole else f"{moment.year} ж. {month}"
    if whole:
        return f"{day.day} {name('MMM')} {moment.year}"
    # A Russian month after "с" stands in the genitive, which is CLDR's MMMM; alone it is LLLL.
    genitive = language == "ru" and role == "from"
    return f"{name('MMMM' if genitive else 'LLLL')} {moment.year}"


def show_day(day: date, language: str = "en") -> str:
    """An exactly known day in the same form."""
    return show(Moment(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"), None, language, False)
