"""A month of the agenda: how much falls on each day, and in words only what is in sight.

In a large vault thousands of things fall in a month. They are counted by index,
of each day the first few are named, and one day is told in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.services.agenda import find
from kzcase.services.agenda.find import Found, later
from kzcase.services.agenda.item import Item
from kzcase.services.agenda.order import within_days
from kzcase.services.agenda.read import MILESTONES, milestones, soonest
from kzcase.services.agenda.tell import named
from kzcase.services.office import Office

NAMED = 8
"""So many things of a day are named in the month; more do not fit into its cell."""
OF_DAY = 100
LOOSE = 40


@dataclass(frozen=True, slots=True)
class Month:
    """What is dated from `first` to `last`.

    `counts` says how much falls on each day that has anything, `named` the
    first few of each. `of_day` is what falls on `day`, at most `OF_DAY`; `loose`
    what has no one day and may lie in these days, `more_loose` whether there is
    more of it. Nothing carries its explanation: `explained` reads that of one.
    """

    first: date
    last: date
    day: date
    counts: Mapping[date, int]
    named: Mapping[date, tuple[Item, ...]]
    of_day: tuple[Item, ...]
    loose: tuple[Item, ...]
    more_loose: bool


def month(office: Office, first: date, last: date, day: date, language: str = "en") -> Month:
    """The days from `first` to `last`, and what falls on `day`; what was put off is among it all."""
    with office.read() as session:
        return month_in(session, first, last, day, office.today(), language)


def month_in(
    session: Session, first: date, last: date, day: date, as_of: date, language: str = "en"
) -> Month:
    """The same inside a unit that is already open, on the day `as_of`."""
    connection = session.connection()
    counts = _counts(connection, first, last)
    rows = [row for one in sorted(counts) for row in _of_day(connection, as_of, one, NAMED)]
    loose = find.loose(connection, as_of, first, last, limit=LOOSE + 1)
    full = _of_day(connection, as_of, day, OF_DAY)
    # In one go: what falls on the day is among what is named, too.
    items = named(session, [*full, *loose[:LOOSE], *rows], as_of, language)
    by_day: dict[date, list[Item]] = {}
    said, in_cells = items[: len(items) - len(rows)], items[len(items) - len(rows) :]
    for item in in_cells:
        by_day.setdefault(date.fromisoformat(item.date), []).append(item)
    return Month(
        first,
        last,
        day,
        counts,
        {one: within_days(items) for one, items in by_day.items()},
        within_days(said[: len(full)]),
        within_days(said[len(full) :]),
        len(loose) > LOOSE,
    )


def _counts(connection: Connection, first: date, last: date) -> Mapping[date, int]:
    """How much falls on each day: dated things, and the days before an end on which one is reminded."""
    found: Counter[date] = Counter()
    for iso, number in find.counted(connection, first, last):
        found[date.fromisoformat(iso)] += number
    for days in MILESTONES:
        for iso, number in find.ends_counted(connection, later(first, days), later(last, days)):
            found[date.fromisoformat(iso) - timedelta(days=days)] += number
    return dict(found)


def _of_day(connection: Connection, as_of: date, day: date, limit: int) -> Sequence[Found]:
    rows = list(_all_of_day(connection, as_of, day, limit))
    rows.sort(key=soonest)
    return rows[:limit]


def _all_of_day(connection: Connection, as_of: date, day: date, limit: int) -> Iterator[Found]:
    yield from find.on_day(connection, as_of, day, limit=limit)
    yield from milestones(connection, as_of, day, day, limit)
