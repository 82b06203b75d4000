"""In what order things of the same days stand: by what they are, then by whom they concern.

The days themselves are put in order where the rows are found, by index; what
falls on the same days would stand there by the ids of its records, which to
whoever reads it is no order at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kzcase.names.collation import sort_keys
from kzcase.services.agenda.item import WHAT, Item

PLACE = {what: place for place, what in enumerate(WHAT)}
"""Where things of one day stand, by what they are."""


def within_days(items: Iterable[Item]) -> tuple[Item, ...]:
    """The same items; of those of the same days in a row hearings first, as in `WHAT`, and each by its title.

    Titles stand in alphabetical order, and what has the same title keeps its place.
    """
    found: list[Item] = []
    for _, same in groupby(items, key=_days):
        several = list(same)
        keys = sort_keys([one.title for one in several])
        order = sorted((PLACE[one.what], keys[at], at) for at, one in enumerate(several))
        found += [several[at] for *_, at in order]
    return tuple(found)


def _days(item: Item) -> tuple[str, str, bool]:
    return item.earliest or item.latest or "", item.latest or "9999", item.overdue
