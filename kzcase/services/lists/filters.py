"""Quick filters above a list: what can be asked with one key, and how the vault is asked for it.

Each is a condition on the registry's row `r`. One that an index answers has a
`found` besides: where few records hold, the list is read from those. Without
it a page looks at a bounded number of rows in the list's own order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kzcase.history.tables import quoted
from kzcase.models.base import kinds

SOON = 60
"""The days that "ends soon" looks ahead."""
TAG = "tag:"
"""A quick filter of this beginning asks for records that carry the tag named after it."""

HELD = ("detained", "remand", "house_arrest", "administrative_arrest", "imprisoned", "psychiatric")
# The signs lead to the index by end: what has begun is nearly everything.
RUNS = "+s.begins <= :day AND s.ends >= :day AND s.state = 'yes'"
ENDS_SOON = "+s.begins <= :day AND s.ends >= :day AND s.ends <= :soon AND s.state = 'yes'"
LETTER_WAITS = "i.what IN ('letter_due', 'letter_unanswered') AND i.waits"
LETTER_LATE = f"{LETTER_WAITS} AND i.latest < :day"
TASK_LATE = "i.what = 'task' AND i.waits AND i.latest < :day"


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """One quick filter of a kind: its key, its words, the condition, and the ids an index finds.

    `found` may give an id more than once.
    """

    key: str
    label: str
    condition: str
    found: str = ""


def _of_one(holds: str) -> str:
    """The same asked of one record: the signs keep SQLite from going through those of all."""
    return holds.replace(" s.ends", " +s.ends").replace("i.what", "+i.what").replace("i.latest", "+i.latest")


def _stretch(key: str, label: str, link: str, holds: str) -> QuickFilter:
    return QuickFilter(
        key,
        label,
        f"EXISTS (SELECT 1 FROM restriction_stretch AS s WHERE s.{link} = r.id AND {_of_one(holds)})",
        f"SELECT s.{link} AS id FROM restriction_stretch AS s WHERE {holds}",
    )


def _agenda(key: str, label: str, holds: str) -> QuickFilter:
    return QuickFilter(
        key,
        label,
        f"EXISTS (SELECT 1 FROM agenda_item AS i WHERE i.record = r.id AND {_of_one(holds)})",
        f"SELECT i.record AS id FROM agenda_item AS i WHERE {holds}",
    )


def _empty(key: str, label: str, kind: str, field: str) -> QuickFilter:
    return QuickFilter(
        key,
        label,
        f"EXISTS (SELECT 1 FROM {quoted(kind)} AS f WHERE f.id = r.id AND f.{quoted(field)} IS NULL)",
    )


FILTERS: Mapping[str, tuple[QuickFilter, ...]] = {
    "person": (
        _stretch("in_force", "Restriction in force", "person", RUNS),
        _stretch("ends_soon", f"Ends in {SOON} days", "person", ENDS_SOON),
        QuickFilter(
            "held",
            "Detained",
            "EXISTS (SELECT 1 FROM person AS f WHERE f.id = r.id AND f.liberty IS NOT NULL "
            f"AND json_extract(f.liberty, '$.status') IN ({', '.join(map(repr, HELD))}))",
        ),
        QuickFilter(
            "no_consent",
            "No consent recorded",
            "NOT EXISTS (SELECT 1 FROM link AS l JOIN consent AS f ON f.id = l.source WHERE l.now = r.id "
            "AND l.kind = 'consent' AND l.field = 'person' AND f.deleted IS NOT 1)",
        ),
    ),
    "restriction": (
        _stretch("in_force", "In force", "record", RUNS),
        _stretch("ends_soon", f"Ends in {SOON} days", "record", ENDS_SOON),
    ),
    "prosecution": (_empty("open", "Not closed", "prosecution", "closed"),),
    "letter": (
        _agenda("unanswered", "Unanswered", LETTER_WAITS),
        _agenda("overdue", "Overdue", LETTER_LATE),
    ),
    "case": (_empty("open", "Not closed", "case", "closed"),),
    "task": (
        _empty("open", "To do", "task", "done"),
        _agenda("overdue", "Overdue", TASK_LATE),
    ),
}
"""To add a quick filter: one line here."""


def quick_filters(kind: str) -> tuple[QuickFilter, ...]:
    """The quick filters that stand above the list of a kind."""
    return FILTERS.get(kind, ())


def carries_tags(kind: str) -> bool:
    """Whether records of a kind can carry tags."""
    return "tags" in kinds()[kind].fields


def chosen(kind: str, keys: tuple[str, ...]) -> tuple[QuickFilter, ...]:
    """The filters of these keys, those that an index answers first; a kind leaves out what it has not."""
    known = {one.key: one for one in quick_filters(kind)}
    found = [known[key] for key in keys if key in known]
    if carries_tags(kind):
        # Several tags: each of them must be carried.
        found += [_tagged(kind, key, n) for n, key in enumerate(keys) if key.startswith(TAG)]
    return tuple(sorted(found, key=lambda one: not one.found))


def _tagged(kind: str, key: str, number: int) -> QuickFilter:
    return QuickFilter(
        key,
        key,
        f"EXISTS (SELECT 1 FROM {quoted(kind)} AS f, json_each(f.tags) AS e "
        f"WHERE f.id = r.id AND f.tags IS NOT NULL AND e.value = :tag{number})",
    )


def values(keys: tuple[str, ...], day: date) -> dict[str, Any]:
    """What the conditions are asked with."""
    tags = {f"tag{n}": key.removeprefix(TAG) for n, key in enumerate(keys) if key.startswith(TAG)}
    return {"day": day.isoformat(), "soon": (day + timedelta(days=SOON)).isoformat(), **tags}
