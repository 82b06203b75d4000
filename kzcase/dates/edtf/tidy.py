"""Puts folded text into the plainer forms that the reader knows, without changing what it means."""

from __future__ import annotations

import re

_MONTH = r"[^\W\d_]{3,}"
_ROMAN = {
    roman: number
    for number, roman in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1
    )
}
_NUMERALS = "|".join(sorted(_ROMAN, key=len, reverse=True))
_DAY = r"\d{1,2}[./]\d{1,2}[./]\d{4}"

_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = (
    # "12-Aug-2020" and "Jun-2020": a dash that only joins.
    (re.compile(rf"(?<!\d)(\d{{1,2}})([-/.])({_MONTH})\2(\d{{4}})(?!\d)"), r"\1 \3 \4"),
    (re.compile(rf"^({_MONTH})-(\d{{4}})$"), r"\1 \2"),
    (
        re.compile(
            r"(?<!\d)(\d{1,2})-(?=(?:кантар|акпан|наурыз|сауир|мамыр|маусым|шилде|тамыз|кыркуйек|казан"
            r"|караша|желтоксан))"
        ),
        r"\1 ",
    ),
    (re.compile(r"(\d{4})-(жыл)"), r"\1 \2"),
    # "2017г.", "2020ж."
    (re.compile(r"(\d{4})(гг?|жж?)(?![^\W\d_])"), r"\1 \2"),
    # "05.05.2020-дан": Kazakh's cases on a date in figures.
    (re.compile(rf"({_DAY})-?(?:дан|ден|тан|тен|нан|нен)\b"), r"\1 жылдан"),
    (re.compile(rf"({_DAY})-?(?:га|ге|ка|ке|да|де|та|те)\b"), r"\1"),
    # Both say with certainty that the day itself counts.
    (re.compile(r"\b(?:не поздн?ее|не позже|no later than|not later than|not after)\b"), "until"),
    (re.compile(r"\b(?:не ранее|не раньше|no earlier than|not earlier than|not before)\b"), "since"),
    (re.compile(r"\bв? ?ночь с (\d{1,2}) на (\d{1,2})\b"), r"\1 - \2"),
    (re.compile(r"\bnight of (?:the )?(\d{1,2})(?:st|nd|rd|th)? (?:to|and) (?:the )?(\d{1,2})"), r"\1 - \2"),
    (re.compile(r"(?<=\d)\s*(?:\.\.|…)\s*(?=\d)"), " - "),
)
_ROMAN_MONTH = re.compile(rf"(?:(\d{{1,2}})[. /])?\b({_NUMERALS})[. /]+(\d{{4}})(?!\d)")


def tidied(folded: str) -> str:
    """The same date in plainer words; `folded` as by `words.fold`, with plain dashes."""
    text = folded
    for pattern, plainer in _REWRITES:
        text = pattern.sub(plainer, text)
    return _ROMAN_MONTH.sub(_in_figures, text)


def _in_figures(found: re.Match[str]) -> str:
    day, month, year = found[1], _ROMAN[found[2]], found[3]
    return f"{day}.{month}.{year}" if day else f"{month}.{year}"
