"""Terms for replies to letters, and the days off of Kazakhstan by which working days are counted.

Each row names the source it was read in, or says that it was read in none;
none has been checked by a lawyer. The counting is done by `kzcase.dates`, which
knows no files. The days off are written by `scripts/workdays.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from kzcase.reference.shipped import Standing, Words, read

NO_RULE = "none"
"""The term of the vocabulary `reply_rule` that says that no rule sets a term."""


@dataclass(frozen=True, slots=True)
class ReplyTerm:
    """A term for replies: to which letters it belongs, how long it is, and on what ground.

    `mechanisms` and `addressees` (terms of `organisation_kind`) say to whom such
    letters go, `kinds` of which kind they are (none: any). `passed_on`: it runs
    from the day on which the addressee passes the letter on; `registered`: from
    that of its registration, which is a working day.
    """

    id: str
    days: int
    working: bool
    passed_on: bool
    registered: bool
    mechanisms: frozenset[str]
    addressees: frozenset[str]
    kinds: frozenset[str]
    law: Words
    source: str
    standing: Standing
    valid_from: str | None

    def fits(self, kind: str | None, mechanisms: Collection[str], addressees: Collection[str]) -> bool:
        """Whether it is the term of a letter of a kind to these mechanisms and kinds of addressees."""
        if self.kinds and kind not in self.kinds:
            return False
        return not (self.mechanisms.isdisjoint(mechanisms) and self.addressees.isdisjoint(addressees))

    def was_law_on(self, day: date | None) -> bool:
        """Whether it already was the rule on a day; of a day that is not known it is not said."""
        if self.valid_from is None:
            return True
        return day is not None and day.isoformat() >= self.valid_from


@cache
def terms() -> Mapping[str, ReplyTerm]:
    """Every term that ships by its id; the first that fits a letter counts."""
    return MappingProxyType({row["id"]: _term(row) for row in read("law", "replies.json")["rules"]})


def term_of(kind: str | None, mechanisms: Collection[str], addressees: Collection[str]) -> ReplyTerm | None:
    """The term for the reply to a letter; None if none ships."""
    return next((one for one in terms().values() if one.fits(kind, mechanisms, addressees)), None)


@cache
def no_reply_expected() -> frozenset[str]:
    """The kinds of letters (terms of `letter_kind`) that nobody is asked to answer."""
    return frozenset(read("law", "replies.json")["no_reply_expected"])


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days off from the year `first` to `last`: sure ones, those not fixed yet, and weekends worked."""

    first: int
    last: int
    moved_known_to: int
    off: frozenset[date]
    perhaps: frozenset[date]
    worked: frozenset[date]


@cache
def days_off() -> DaysOff:
    """The days off of Kazakhstan."""
    raw = read("calendar", "kazakhstan.json")
    return DaysOff(
        raw["first"],
        raw["last"],
        raw["transfers_known_to"],
        *(frozenset(_days(raw[name])) for name in ("off", "perhaps", "worked")),
    )


def _days(by_year: Mapping[str, str]) -> Iterator[date]:
    for year, days in by_year.items():
        for day in days.split():
            yield date.fromisoformat(f"{year}-{day}")


def _term(row: Mapping[str, Any]) -> ReplyTerm:
    standing = Standing(row["standing"])
    return ReplyTerm(
        id=row["id"],
        days=row["days"],
        working=row["working"],
        passed_on=row["passed_on"],
        registered=row["registered"],
        mechanisms=frozenset(row["mechanisms"]),
        addressees=frozenset(row["addressees"]),
        kinds=frozenset(row["kinds"]),
        law=Words.of(row["law"], dict.fromkeys(row["law"], standing.value)),
        source=row["source"],
        standing=standing,
        valid_from=row["valid_from"],
    )
