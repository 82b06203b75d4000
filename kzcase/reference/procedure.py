"""Rows of procedure: stages and what may follow, terms for appeals and remand, ratios of punishments.

Each row names the article and the source it was read in, or says that it was
read in none; none has been checked by a lawyer. The counting itself is done by
`kzcase.dates`, which knows no files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from kzcase.reference.law import instruments
from kzcase.reference.shipped import LANGUAGES, Standing, read


@dataclass(frozen=True, slots=True)
class Ground:
    """What a row rests on: the article, the source, and how far it can be trusted."""

    id: str
    code: str
    number: str
    source: str
    standing: Standing
    lawyer_checked: bool
    valid_from: str | None
    valid_to: str | None
    note: str

    def law(self, language: str = "en") -> str:
        """How the article is cited; only the code where its number is not known."""
        code = instruments()[self.code].short.get(language, self.code)
        if not self.number:
            return code
        forms = {"ru": f"ст. {self.number} {code}", "kk": f"{code} {self.number}-бап"}
        return forms.get(language, f"{code} art. {self.number}")

    def perhaps_on(self, day: date) -> bool:
        """Whether the row may have been law on a day."""
        text = day.isoformat()
        after = self.valid_from is None or text[: len(self.valid_from)] >= self.valid_from
        before = self.valid_to is None or text[: len(self.valid_to)] <= self.valid_to
        return after and before


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of proceedings, by its key in the vocabulary `stage`, and the stages that may follow."""

    key: str
    next: tuple[str, ...]
    law: str
    source: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Appeal:
    """Within what time a kind of judgment (`acts`: terms of `sentence_kind`) may be appealed.

    `counted_from` is "announced" or "copy_received"; `custody_from` the same
    for a person in custody. `term` has years, months and days.
    """

    ground: Ground
    acts: tuple[str, ...]
    term: Mapping[str, int]
    counted_from: str
    custody_from: str


@dataclass(frozen=True, slots=True)
class RemandLimit:
    """How long a person may be held before trial at one level of extension."""

    ground: Ground
    limit: Mapping[str, int]
    by: Mapping[str, str]
    ordinary: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """`days` of one kind of custody or punishment count as `gives` `unit` of another."""

    ground: Ground
    of: str
    into: str
    regime: str | None
    days: int
    gives: int
    unit: str


@dataclass(frozen=True, slots=True)
class TermLimit:
    """How long the law allows a kind of restriction (`of`: a term of `restriction_kind`) to be at most."""

    ground: Ground
    of: str
    longest: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Expected:
    """After what time one asks for the next step; the office's own measure, not a term of law."""

    key: str
    after: Mapping[str, int]
    note: str


def _rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read("law", "procedure.json")[name]
    return found


def _ground(row: Mapping[str, Any]) -> Ground:
    return Ground(
        id=row["id"],
        code=row["code"],
        number=row["number"],
        source=row["source"],
        standing=Standing(row["standing"]),
        lawyer_checked=row["lawyer_checked"],
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
        note=row.get("note", ""),
    )


@cache
def stages() -> Mapping[str, Stage]:
    """Every stage by its key, in the order in which they follow."""
    return MappingProxyType(
        {
            row["key"]: Stage(
                row["key"], tuple(row["next"]), row["law"], row["source"], Standing(row["standing"])
            )
            for row in _rows("stages")
        }
    )


@cache
def stage_after() -> Mapping[tuple[str, str], str]:
    """The stage that a step of a kind with an outcome ("" for any other) leads to; "" for none."""
    found = {(row["step"], ""): row["stage"] for row in _rows("steps")}
    found |= {(row["step"], row["outcome"]): row["stage"] for row in _rows("outcomes")}
    return MappingProxyType(found)


def next_stages(stage: str) -> tuple[Stage, ...]:
    """The stages that may follow one; none for a stage that is not known."""
    known = stages().get(stage)
    return tuple(stages()[key] for key in known.next) if known is not None else ()


@cache
def appeals() -> tuple[Appeal, ...]:
    """Every term for an appeal that ships."""
    return tuple(
        Appeal(
            _ground(row),
            tuple(row["acts"]),
            MappingProxyType(row["term"]),
            row["counted_from"],
            row["custody_from"],
        )
        for row in _rows("appeals")
    )


def appeal_of(act: str, day: date) -> Appeal | None:
    """The term for an appeal against a kind of judgment of a day; None if none ships."""
    return next((one for one in appeals() if act in one.acts and one.ground.perhaps_on(day)), None)


@cache
def remand_limits() -> tuple[RemandLimit, ...]:
    """Every level of remand, the shortest first."""
    return tuple(
        RemandLimit(
            _ground(row),
            MappingProxyType(row["limit"]),
            MappingProxyType({language: row["by"][language] for language in LANGUAGES}),
            row["ordinary"],
        )
        for row in _rows("remand")
    )


@cache
def rates() -> tuple[Rate, ...]:
    """How days of one kind count as another (Criminal Code arts. 61 and 62)."""
    return tuple(
        Rate(_ground(row), row["of"], row["into"], row["regime"], row["days"], row["gives"], row["unit"])
        for row in _rows("credits")
    )


def rate(of: str, into: str, regime: str | None = None) -> Rate | None:
    """The ratio of one kind to another under a regime, or None if none ships."""
    fitting = [one for one in rates() if (one.of, one.into) == (of, into)]
    return next((one for one in fitting if one.regime in (None, regime)), None)


@cache
def entry_into_force() -> Ground:
    """The rule by which a verdict takes effect."""
    (row,) = _rows("entry_into_force")
    return _ground(row)


@cache
def term_limits() -> tuple[TermLimit, ...]:
    """Every kind of restriction whose length the law limits, as far as that was read."""
    return tuple(
        TermLimit(_ground(row), row["of"], MappingProxyType(row["longest"])) for row in _rows("limits")
    )


def term_limit(kind: str, day: date | None) -> TermLimit | None:
    """How long a restriction of a kind may last by the law of a day; None if no row says so."""
    return next(
        (one for one in term_limits() if one.of == kind and (day is None or one.ground.perhaps_on(day))), None
    )


@cache
def expected() -> Mapping[str, Expected]:
    """After what time the program asks for each next step, by its key."""
    return MappingProxyType(
        {
            row["key"]: Expected(row["key"], MappingProxyType(row["after"]), row["note"])
            for row in _rows("expected")
        }
    )
