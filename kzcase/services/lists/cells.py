"""What a cell of a list says, and what is at hand for working it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from kzcase.services.display import Speaker


class Sign(StrEnum):
    """A state that a cell tells; a window gives each an icon, and never a colour alone."""

    NONE = ""
    IN_FORCE = "in_force"
    NOT_BEGUN = "not_begun"
    NOT_KNOWN = "not_known"
    ENDED = "ended"
    FREE = "free"
    HELD = "held"
    AWAY = "away"
    DEAD = "dead"
    UNSENT = "unsent"
    WAITING = "waiting"
    OVERDUE = "overdue"
    DONE = "done"
    RECEIVED = "received"
    TO_DO = "to_do"
    GOING_ON = "going_on"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, the state they tell, and what more can be said."""

    text: str
    sign: Sign = Sign.NONE
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is at hand when the cells of a page are worked out: the unit, the words, the day."""

    session: Session
    speaker: Speaker
    day: date

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.speaker.language


@dataclass(frozen=True, slots=True)
class DerivedColumn:
    """A column that is worked out of other records."""

    key: str
    label: str
    numeric: bool = False


Cells = dict[str, dict[str, Cell]]
"""The cells of each record by its id, each by the key of its column."""


@dataclass(frozen=True, slots=True)
class Source:
    """Columns that are worked out together: one reading for the rows of a whole page."""

    columns: tuple[DerivedColumn, ...]
    read: Callable[[Reading, Sequence[str]], Cells]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its columns."""
        return frozenset(one.key for one in self.columns)


Words = Mapping[str, Mapping[str, str]]
"""Fixed words by language and key."""
