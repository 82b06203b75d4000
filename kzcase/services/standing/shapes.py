"""What is told of a person on a day, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Basis = Literal["stated", "computed", "assumed"]


@dataclass(frozen=True, slots=True)
class Known:
    """One statement on the day: its key ("" for none), its words, how it is known, and why.

    `key` is a term of the vocabulary it is about (`liberty` or `stage`); `basis`
    is "stated", "computed" or "assumed"; `since` is the day in words, or "".
    """

    key: str
    text: str
    basis: Basis
    since: str
    why: str


@dataclass(frozen=True, slots=True)
class Limiting:
    """A restriction or a measure of restraint in force, or perhaps in force, on the day.

    `state` is "yes" or "unknown", `certainty` as of a computed end; `days_left`
    is None unless the end is one day to come.
    """

    id: str
    kind: str
    text: str
    state: str
    certainty: str
    end: str
    days_left: int | None
    why: str
    undecided: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A punishment that is served in custody on the day, and when it ends if nothing changes."""

    id: str
    text: str
    basis: Basis
    earliest: date | None
    latest: date | None
    end: str
    why: str


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A prosecution and its stage on the day; `next` are the stages that may follow, in words."""

    id: str
    title: str
    stage: Known
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands on a day; `known` and `assumed` say on what, each a sentence."""

    person: str
    day: date
    liberty: Known
    in_force: tuple[Limiting, ...]
    measures: tuple[Limiting, ...]
    serving: tuple[Served, ...]
    proceedings: tuple[Proceeding, ...]
    known: tuple[str, ...]
    assumed: tuple[str, ...]
