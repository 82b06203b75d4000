"""Articles of law as dated rows, the monthly calculation index, and words for a restriction.

Sources: each row names its own. Penalties are given only as far as a source
was read; none has been checked by a lawyer unless the row says so.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from kzcase.reference.shipped import Standing, Words, read


@dataclass(frozen=True, slots=True)
class Instrument:
    """A code or law: its names, short names, and the day it was adopted (ISO text)."""

    code: str
    title: dict[str, str]
    short: dict[str, str]
    adopted: str
    number: str
    source: str


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a part of an article provides, as far as a source was read."""

    part: str
    text: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    """One wording of one article.

    `key` names the article whatever its wording (`cc-174`), `id` this wording.
    `valid_from` and `valid_to` are ISO texts of a day, a month or a year, or
    None where it is not known; `as_of` is the day of the text that was read.
    """

    id: str
    key: str
    code: str
    number: str
    title: Words
    valid_from: str | None
    valid_to: str | None
    as_of: str | None
    source: str
    lawyer_checked: bool
    penalties: tuple[Ceiling, ...]
    note: str

    def label(self, language: str = "en") -> str:
        """How the article is cited: "CC art. 174", "ст. 174 УК", "ҚК 174-бап"."""
        short = instruments()[self.code].short.get(language, self.code)
        match language:
            case "ru":
                return f"ст. {self.number} {short}"
            case "kk":
                return f"{short} {self.number}-бап"
            case _:
                return f"{short} art. {self.number}"

    def perhaps_on(self, day: date) -> bool:
        """Whether this wording may have been valid on a day; a bound that is only a year is wide."""
        text = day.isoformat()
        after = self.valid_from is None or text[: len(self.valid_from)] >= self.valid_from
        before = self.valid_to is None or text[: len(self.valid_to)] <= self.valid_to
        return after and before


@dataclass(frozen=True, slots=True)
class Index:
    """The monthly calculation index from a day on, in tenge."""

    since: date
    amount: Decimal
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word met in texts for a kind of restriction; a trap is a mistranslation that means another thing."""

    kind: str
    language: str
    text: str
    trap: bool


@cache
def instruments() -> dict[str, Instrument]:
    """Every instrument by its code."""
    return {
        row["code"]: Instrument(
            row["code"], row["title"], row["short"], row["adopted"], row["number"], row["source"]
        )
        for row in read("law", "instruments.json")["rows"]
    }


@cache
def articles() -> tuple[Article, ...]:
    """Every wording of every article that ships, in the order of the codes."""
    return tuple(
        Article(
            id=row["id"],
            key=row["article"],
            code=row["code"],
            number=row["number"],
            title=Words.of(row["title"], row["standing"]),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            as_of=row["as_of"],
            source=row["source"],
            lawyer_checked=row["lawyer_checked"],
            penalties=tuple(
                Ceiling(one["part"], one["text"], Standing(one["standing"]), one["source"])
                for one in row["penalties"]
            ),
            note=row["note"],
        )
        for row in read("law", "articles.json")["rows"]
    )


@cache
def wordings(key: str) -> tuple[Article, ...]:
    """The wordings of an article, oldest first; none if it does not ship."""
    return tuple(article for article in articles() if article.key == key)


def in_force_on(key: str, day: date) -> tuple[Article, ...]:
    """The wordings of an article that may have been in force on a day.

    More than one means that the change fell into a period known only as a year
    or month; none means that the article did not exist then or does not ship.
    """
    return tuple(article for article in wordings(key) if article.perhaps_on(day))


@cache
def indices() -> tuple[Index, ...]:
    """Every known monthly calculation index, oldest first."""
    rows = read("law", "mci.json")["rows"]
    found = (
        Index(
            date.fromisoformat(row["from"]), Decimal(row["amount"]), Standing(row["standing"]), row["source"]
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda index: index.since))


def index_on(day: date) -> Index | None:
    """The monthly calculation index of a day, or None outside the years that ship.

    It is set for a budget year: after the last year that ships nothing is guessed.
    """
    table = indices()
    place = bisect_right([index.since for index in table], day)
    if place == 0 or day.year > table[-1].since.year:
        return None
    return table[place - 1]


@cache
def synonyms(kind: str) -> tuple[Synonym, ...]:
    """Words met in texts for a kind of restriction."""
    return tuple(Synonym(**row) for row in read("law", "synonyms.json")["rows"] if row["kind"] == kind)
