"""Articles of law as people cite them: "article 405", "274(4)", "ст. 405 УК", "CC 174", "405-бап"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kzcase.reference import law

_NUMBER = r"\d{2,3}(?:-\d{1,2})?"
_STATE = r"(?:рк|қр|rk|республики\s+казахстан|қазақстан\s+республикасы(?:ның)?)"
_PART = r"(?:ч(?:асть|асти|\.)?|part|para(?:graph|\.)?|§|бөлі[кг]і?)"
_PART_WORD = r"(?:ч(?:асть|асти|\.)|part)"
_ORDINALS: Mapping[str, str] = {
    "первая": "1",
    "вторая": "2",
    "третья": "3",
    "четвертая": "4",
    "пятая": "5",
    "первой": "1",
    "второй": "2",
    "третьей": "3",
    "четвертой": "4",
    "пятой": "5",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
}
"""Parts in words; of a text that is read ё is е."""


@cache
def codes() -> dict[str, str]:
    """The code that each of its short names stands for, in lower case."""
    return {
        short.lower(): code
        for code, instrument in law.instruments().items()
        for short in (code, *instrument.short.values())
    }


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """What names an article in lower-case text, the most certain first: groups number, part and code."""
    names = "|".join(re.escape(name) for name in sorted(codes(), key=len, reverse=True))
    code = rf"(?:{_STATE}\s+)?(?:{names})(?:\s+{_STATE}(?!\w))?"
    of_part = rf"{_PART}\s*(?P<part>\d{{1,2}})\s*,?\s*(?:of\s*)?(?:article|art\.?|ст(?:атьи|\.)?)\s*"
    before = rf"(?:(?P<code>{code})\s*)?(?:articles?|art\.?|статья|статьи|статье|ст\.?)\s*"
    bracketed = rf"(?P<number>{_NUMBER})\s?\((?P<part>\d{{1,2}}(?:-\d)?)\)"
    called = rf"(?P<number>{_NUMBER}),?\s*{_PART}\s*(?P<part>\d{{1,2}})"
    said = rf"(?P<number>{_NUMBER}),?\s*{_PART_WORD}\s+(?P<part>{'|'.join(_ORDINALS)})"
    plain = rf"(?P<number>{_NUMBER})"
    after = rf"(?:\s*(?P<after>{code}))?"
    return tuple(
        re.compile(rf"(?<!\w){pattern}(?!\w)")
        for pattern in (
            rf"{of_part}(?P<number>{_NUMBER}){after}",
            *(rf"{before}{number}{after}" for number in (bracketed, called, said, plain)),
            rf"(?P<code>{code})\s*(?P<number>{_NUMBER})\s?-?\s?бап\w*(?:\s*(?P<part>\d{{1,2}})-?бөл\w*)?",
            rf"(?P<number>{_NUMBER})\s?-?\s?бап\w*(?:\s*(?P<part>\d{{1,2}})-?бөл\w*)?",
            *(rf"(?P<code>{code})\s*{number}" for number in (bracketed, called, said, plain)),
            *(rf"{number}\s*(?P<after>{code})" for number in (bracketed, called, said, plain)),
            *(bracketed, called, said),
        )
    )


BARE = re.compile(rf"(?<![\w./-]){_NUMBER}(?![\w./-])")
"""A number by itself, which may be an article's."""


def value(number: str, part: str | None, code: str | None) -> str:
    """What a filter asks with: "405", "cc-405", "cc-274/4"."""
    named = f"{_code(code)}-{number}" if code else number
    return f"{named}/{_ORDINALS.get(part, part)}" if part else named


def _code(said: str) -> str:
    """The key of a code as it was typed, with or without the state's name beside it."""
    return codes()[" ".join(re.sub(rf"(?<!\w){_STATE}(?!\w)", " ", said).split())].lower()


def split(asked: str) -> tuple[str, str]:
    """The article (a key or only a number) and the part ("" for any) of such a value."""
    named, _, part = asked.partition("/")
    return named, part


def keys(named: str) -> tuple[str, ...]:
    """The keys of the articles that a key or a number means: of every code, if none is named."""
    if not named[:1].isdigit():
        return (named,)
    return tuple(f"{code.lower()}-{named}" for code in law.instruments())


@cache
def _of_numbers() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for article in law.articles():
        found[article.number] = tuple(dict.fromkeys((*found.get(article.number, ()), article.key)))
    return found


def known(number: str) -> tuple[str, ...]:
    """The keys of the articles of this number that ship."""
    return _of_numbers().get(number, ())
