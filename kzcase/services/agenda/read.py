"""Reads what is due out of the records, for Today, the calendar and scripts."""

from __future__ import annotations

from datetime import date

from kzcase.services import deadlines
from kzcase.services.agenda.item import Agenda, Item
from kzcase.services.agenda.snoozes import item_key
from kzcase.services.office import Office

MOST = 200
MOST_BETWEEN = 1_000
OF_DEADLINES = {
    "hearing": "hearing",
    "measure ends": "measure_ends",
    "detention ends": "detention_ends",
    "reply due": "letter_due",
    "consent expires": "consent_expires",
    "task": "task",
}


def due(
    office: Office, as_of: date, days: int, language: str = "en", *, snoozed: bool = False, limit: int = MOST
) -> Agenda:
    """What is overdue and what falls due from `as_of` to `days` later: overdue first, then the soonest.

    With `snoozed`, what was put off stands among the rest.
    """
    found = [_item(one) for one in deadlines.due(office, as_of, days, language)]
    ordered = sorted(found, key=lambda one: (not one.overdue, one.earliest or one.latest or "", one.key))
    return Agenda(tuple(ordered[:limit]), len(ordered) > limit)


def between(office: Office, first: date, last: date, language: str = "en") -> tuple[Item, ...]:
    """Everything dated on one of these days, the soonest first, at most `MOST_BETWEEN`."""
    found = [_item(one) for one in deadlines.due(office, first, (last - first).days, language)]
    return tuple(one for one in found if not one.overdue)[:MOST_BETWEEN]


def _item(one: deadlines.Deadline) -> Item:
    what = OF_DEADLINES.get(one.what, "restriction_ends")
    return Item(
        key=item_key(one.id, what),
        date=one.date,
        earliest=one.earliest,
        latest=one.latest,
        what=what,
        words=one.what.capitalize(),
        id=one.id,
        kind=one.kind,
        title=one.title,
        people=(),
        explanation=one.explanation,
        certainty=one.certainty,
        overdue=one.overdue,
    )
