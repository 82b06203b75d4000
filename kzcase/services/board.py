"""The board of restrictions: everything in force on a day, with days left, who is about to be free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One restriction in force, or perhaps in force, as the board shows it.

    `share` is how much of its time has passed (0 to 1), 0 when that cannot be
    told; `days_left` None when its end is not one day. `key` is its place in
    the order: give it as `after` to go on from here.
    """

    id: str
    person: str
    person_title: str
    kind_words: str
    article_words: str
    region_words: str
    begins: str
    ends_text: str
    days_left: int | None
    share: float
    certainty: str
    state: str
    marks: tuple[str, ...]
    text: str
    key: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the board, and whether there are more after the last one."""

    rows: tuple[BoardRow, ...]
    more: bool
