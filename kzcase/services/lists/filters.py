"""Quick filters above a list: what can be asked with one key instead of typing it.

Each is a filter of the search (`kzcase.search.filters`), with the words of its button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzcase.models.base import kinds
from kzcase.search.filters.phrases import SAYS, SOON
from kzcase.search.filters.shapes import HELD, Filter, Key

TAG = "tag:"
"""A quick filter of this beginning asks for records that carry the tag named after it."""


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """One quick filter of a kind: its key, its words, and what it asks."""

    key: str
    label: str
    asks: Filter


_IN_FORCE = Filter(Key.IN_FORCE)
_ENDS_SOON = QuickFilter("ends_soon", f"Ends in {SOON} days", Filter(Key.ENDS_WITHIN, str(SOON)))
_OVERDUE = QuickFilter("overdue", "Overdue", Filter(Key.OVERDUE))
_NOT_CLOSED = QuickFilter("open", "Not closed", Filter(Key.OPEN))

FILTERS: Mapping[str, tuple[QuickFilter, ...]] = {
    "person": (
        QuickFilter("in_force", "Restriction in force", _IN_FORCE),
        _ENDS_SOON,
        QuickFilter("held", "Detained", Filter(Key.LIBERTY, HELD)),
        QuickFilter("no_consent", "No consent recorded", Filter(Key.NO_CONSENT)),
    ),
    "restriction": (QuickFilter("in_force", "In force", _IN_FORCE), _ENDS_SOON),
    "prosecution": (_NOT_CLOSED,),
    "letter": (QuickFilter("unanswered", "Unanswered", Filter(Key.UNANSWERED)), _OVERDUE),
    "case": (_NOT_CLOSED,),
    "task": (QuickFilter("open", "To do", Filter(Key.OPEN)), _OVERDUE),
}
"""To add a quick filter: one line here."""


def quick_filters(kind: str) -> tuple[QuickFilter, ...]:
    """The quick filters that stand above the list of a kind."""
    return FILTERS.get(kind, ())


def carries_tags(kind: str) -> bool:
    """Whether records of a kind can carry tags."""
    return "tags" in kinds()[kind].fields


def chosen(kind: str, keys: tuple[str, ...]) -> tuple[Filter, ...]:
    """What the quick filters of these keys ask; a kind leaves out what it has not."""
    known = {one.key: one.asks for one in quick_filters(kind)}
    found = [known[key] for key in keys if key in known]
    # Several tags: each of them must be carried.
    tags = [Filter(Key.TAG, key.removeprefix(TAG)) for key in keys if key.startswith(TAG)]
    return (*found, *(tags if carries_tags(kind) else ()))


def as_text(kind: str, text: str, keys: tuple[str, ...]) -> str:
    """What a list shows as one text that finds the same anywhere: its kind, its filters, its filter text."""
    asked = (Filter(Key.KIND, kind), *chosen(kind, keys))
    said = [SAYS[one.key].format(one.value) for one in asked]
    return " ".join((*said, *text.split()))
