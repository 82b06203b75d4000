"""Articles of law as people cite them: "article 405", "274(4)", "ст. 405 УК", "CC 174", "405-бап"."""

from __future__ import annotations

import re
from functools import cache

from kzcase.reference import law

_NUMBER = r"\d{2,3}(?:-\d{1,2})?"


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
    code = "|".join(re.escape(name) for name in sorted(codes(), key=len, reverse=True))
    of_part = (
        r"(?:ч(?:асть|\.)?|part)\s*(?P<part>\d{1,2})\s*,?\s*(?:of\s*)?(?:article|art\.?|ст(?:атьи|\.)?)\s*"
    )
    before = rf"(?:(?P<code>{code})\s*)?(?:articles?|art\.?|статья|статьи|статье|ст\.?)\s*"
    parted = rf"(?P<number>{_NUMBER})(?:\s?\((?P<part>\d{{1,2}}(?:-\d)?)\))?"
    after = rf"(?:\s*(?P<after>{code}))?"
    return tuple(
        re.compile(rf"(?<!\w){pattern}(?!\w)")
        for pattern in (
            rf"{of_part}(?P<number>{_NUMBER}){after}",
            rf"{before}{parted}{after}",
            rf"(?P<code>{code})\s*(?P<number>{_NUMBER})\s?-?\s?бап\w*(?:\s*(?P<part>\d{{1,2}})-?бөл\w*)?",
            rf"(?P<number>{_NUMBER})\s?-?\s?бап\w*(?:\s*(?P<part>\d{{1,2}})-?бөл\w*)?",
            rf"(?P<code>{code})\s*{parted}",
            rf"{parted}\s*(?P<after>{code})",
            rf"(?P<number>{_NUMBER})\s?\((?P<part>\d{{1,2}}(?:-\d)?)\)",
        )
    )


BARE = re.compile(rf"(?<![\w./-]){_NUMBER}(?![\w./-])")
"""A number by itself, which may be an article's."""


def value(number: str, part: str | None, code: str | None) -> str:
    """What a filter asks with: "405", "cc-405", "cc-274/4"."""
    named = f"{codes()[code].lower()}-{number}" if code else number
    return f"{named}/{part}" if part else named


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
