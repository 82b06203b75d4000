"""Guesses in which of the office's languages a text is written, so that a paper in another one says so.

Most texts are typed once and carry no language. Letters tell Latin from
Cyrillic for certain, Kazakh from Russian nearly always; where they do not tell,
nothing is said.
"""

from __future__ import annotations

import re

NAMES = frozenset(
    {
        *("locality", "place", "arrest_place", "number", "court_number", "time", "room", "part", "paragraph"),
        *("from_time", "to_time", "identity_document", "url", "pseudonym", "contact", "address"),
        *("taken_by", "file", "file_name", "reference", "communication"),
    }
)
"""Fields that hold names, numbers and places, which are the same in every language."""

_WORDS = re.compile(r"[^\W\d_]+")
_KAZAKH = frozenset("әғқңөұүһі")
_RUSSIAN = frozenset("ёъьщэц")
_KAZAKH_LATIN = frozenset("äğıñöşū")
_FEW = 4
"""Fewer Cyrillic words than these may be Kazakh without any letter of its own."""


def language_of(text: str, reading: str) -> str:
    """The language of a text for a reader of "en", "ru" or "kk"; "" if it is that one or unclear."""
    words = _WORDS.findall(text)
    cyrillic = [word for word in words if "\u0400" <= word[0] <= "\u04ff"]
    latin = [word for word in words if word[0] < "\u0250"]
    if sum(map(len, latin)) > sum(map(len, cyrillic)):
        found = "kk" if any(_KAZAKH_LATIN.intersection(word) for word in latin if word.islower()) else "en"
    elif not cyrillic:
        return ""
    else:
        found = _cyrillic(cyrillic, reading)
    return "" if found == reading else found


def _cyrillic(words: list[str], reading: str) -> str:
    """Kazakh if a word that is no name has a letter that only Kazakh has."""
    own = [word for word in words if _KAZAKH.intersection(word.lower())]
    if any(word[0].islower() for word in own) or (own and len(own) == len(words)):
        return "kk"
    if reading == "kk" and len(words) < _FEW and not any(_RUSSIAN.intersection(word) for word in words):
        return ""
    return "ru"
