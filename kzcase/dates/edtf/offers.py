"""What to write instead of a season or "the beginning of", in the language of what was typed."""

from __future__ import annotations

import calendar
import re

from kzcase.dates.edtf import words
from kzcase.dates.edtf.moment import Moment
from kzcase.dates.edtf.tokens import cut
from kzcase.dates.edtf.value import Edtf

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def of_season(text: str, word: str, language: str | None) -> str:
    """The months of a season of the year in a folded text, quoted; of two years the second."""
    return _months(text, words.months_of_season(word), language)


def of_part(text: str, word: str, language: str | None) -> str:
    """What one may mean by "the beginning of" the month, year or decade in a folded text, quoted."""
    first, last = words.part_of_year(word)
    tokens = cut(text)
    decade = next((token.numbers[0] for token in tokens if token.kind == "tens"), None)
    if decade is not None:
        start = decade + {1: 0, 5: 4}.get(first, 7)
        return _quoted(Moment(f"{start:04}"), Moment(f"{start + 2:04}"), language)
    named = (words.month_of(token.text) for token in tokens if token.kind == "word")
    month, year = next((one for one in named if one is not None), None), _year(text)
    if month is None or int(year) == 0:
        return _months(text, (first, last), language)
    start = {1: 1, 5: 11}.get(first, 21)
    end = start + 9 if start < 21 else calendar.monthrange(int(year), month)[1]
    begins, ends = (Moment(year, f"{month:02}", f"{day:02}") for day in (start, end))
    return _quoted(begins, ends, language)


def _months(text: str, months: tuple[int, int], language: str | None) -> str:
    first, last = months
    year = _year(text)
    before = f"{max(1, int(year) - 1):04}" if first > last else year
    return _quoted(Moment(before, f"{first:02}"), Moment(year, f"{last:02}"), language)


def _year(text: str) -> str:
    return next(iter(reversed(_YEAR.findall(text))), "2020")


def _quoted(start: Moment, end: Moment, language: str | None) -> str:
    return f'"{Edtf(start, end).show(language or "en")}"'
