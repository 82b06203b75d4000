"""The fixed words of letters in their language: marks, closings, labels; beside those of all papers.

They stand in `resources/letters/words/<language>.json`. Which of them a native
speaker has not read yet: `docs/translations.md`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import orjson
from babel.dates import format_date

from kzcase import resources
from kzcase.briefing import words as papers
from kzcase.briefing.words import Words

LANGUAGES = papers.LANGUAGES
_LOCALES = {"en": "en_GB"}


@cache
def words(language: str) -> Words:
    """The catalogue of a language; raises `KzcaseError` for one in which no letters are written."""
    papers.words(language)
    return Words(language, orjson.loads(resources.path("letters", "words", f"{language}.json").read_bytes()))


def long_day(day: date, language: str) -> str:
    """A day as letters are dated, with the month in full."""
    said = format_date(day, format="long", locale=_LOCALES.get(language, language))
    return said.replace("\u202f", "\u00a0")


def long_date(value: str, language: str) -> str:
    """A stored date as letters say it; one that is no single day as papers show it."""
    try:
        return long_day(date.fromisoformat(value), language)
    except ValueError:
        return words(language).date(value)
