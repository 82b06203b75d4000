"""Shortens what was typed at length, so that a person's brief stays on its one page. Pure."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from kzcase.briefing.content import Brief, Dated, Disputed, Limit
from kzcase.briefing.said import Note, Said

LONG, LONGER = 300, 900
"""Letters of one text that stay: when nothing else is left to go, and as the first thing to go."""
_SENTENCE = re.compile(r"(?<!\b\w)(?<!\b\w\w)(?<!\b\w\w\w)\.\s|[!?…]\s|\n")
"""Where a sentence ends: not behind “ст.”, “art.”, “ж.”, an initial or a number of a list."""
_TOLD = (Said, Note, Dated, Limit, Disputed)
_LONGEST_TITLE = 120


def longest(brief: Brief) -> int:
    """How many letters the longest text of a brief has."""
    return max((len(one.text) for one in _texts(brief)), default=0)


def shortened(brief: Brief, most: int) -> Brief:
    """The brief with no text longer than about so many letters."""
    changed = {one.name: _short(getattr(brief, one.name), most) for one in fields(brief)}
    return replace(brief, **{**changed, "title": ended(brief.title, _LONGEST_TITLE)})


def ended(text: str, most: int) -> str:
    """The beginning of a text: whole sentences, if one ends in its last four fifths, else whole words.

    Half a sentence may say the contrary of the whole: in Kazakh what denies it comes last.
    """
    if len(text) <= most:
        return text
    start = text[:most]
    ends = [found.end() for found in _SENTENCE.finditer(start) if found.end() > most // 5]
    cut = ends[-1] if ends else start.rfind(" ")
    return f"{(start[:cut] if ends or cut > most // 2 else start).rstrip()} …"


def _texts(value: Any) -> Any:
    match value:
        case Said() | Note():
            yield value
        case tuple():
            for one in value:
                yield from _texts(one)
        case Dated() | Limit() | Disputed() | Brief():
            for field in fields(value):
                yield from _texts(getattr(value, field.name))


def _short(value: Any, most: int) -> Any:
    match value:
        case Said() | Note():
            return replace(value, text=ended(value.text, most)) if len(value.text) > most else value
        case tuple() if any(isinstance(one, _TOLD) for one in value):
            return tuple(_short(one, most) for one in value)
        case Dated() | Limit() | Disputed():
            return replace(
                value, **{one.name: _short(getattr(value, one.name), most) for one in fields(value)}
            )
        case _:
            return value
