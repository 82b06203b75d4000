"""What a typed search was understood to ask: words, and filters that must all hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST = 200
"""Of a pasted page only this much is read."""


class Key(StrEnum):
    """What a filter asks for; the words of the program for each stand in `said`."""

    KIND = "kind"
    IN_FORCE = "in_force"
    ENDS_WITHIN = "ends_within"
    REGION = "region"
    ARTICLE = "article"
    TAG = "tag"
    NO_CONSENT = "no_consent"
    CONSENT_REFUSED = "consent_refused"
    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    LIBERTY = "liberty"
    CONFLICT = "conflict"
    CHANGED_SINCE = "changed_since"
    OPEN = "open"


IN_FORCE_TO_ANY = "any"
"""The value of `NO_CONSENT` for no consent in force to anybody; "" is none recorded, others are audiences."""

HELD = "held"
"""The value of `LIBERTY` that stands for every way of being held."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what it asks for, the value it asks with, and the piece of the typed text that says so.

    `start` and `end` are the places of the piece in `Query.text`; a filter that
    was chosen otherwise has no piece.
    """

    key: Key
    value: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A typed search: the text that was read, the words left over, and the filters, in their order."""

    text: str
    words: str
    filters: tuple[Filter, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that were asked for by name; none for any."""
        return tuple(one.value for one in self.filters if one.key is Key.KIND)

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """The filters that are not kinds."""
        return tuple(one for one in self.filters if one.key is not Key.KIND)

    def piece(self, one: Filter) -> str:
        """What was typed for a filter."""
        return self.text[one.start : one.end]

    def as_words(self, one: Filter) -> str:
        """The text in which the piece of a filter is taken as words: quotes say so."""
        return f'{self.text[: one.start]}"{self.piece(one)}"{self.text[one.end :]}'

    def without(self, one: Filter) -> str:
        """The text without a filter's piece."""
        return " ".join((self.text[: one.start] + " " + self.text[one.end :]).split())
