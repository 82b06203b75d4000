"""Counts what is in force day by day, so that no count goes through all that is counted.

A tally holds by how much a number changes on a day, and in a month: the number
on a day is the sum of the months before and of the days of its month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from kzcase.history.tables import many, run

RESTRICTIONS, UNSETTLED, PEOPLE, ENDS = "restrictions", "unsettled", "people", "ends"
BY_MONTH = " by month"
NEVER = date.max.isoformat()

ADD = (
    "INSERT INTO in_force_tally (what, part, change) VALUES (?, ?, ?) "
    "ON CONFLICT (what, part) DO UPDATE SET change = change + excluded.change"
)
FORGET_ZEROS = "DELETE FROM in_force_tally WHERE what = ? AND part = ? AND change = 0"
ALL = "SELECT what, part, change FROM in_force_tally"
SUM = "SELECT total(change) FROM in_force_tally WHERE what = ? AND part >= ? AND part <= ?"
MONTHS = "SELECT part, change FROM in_force_tally WHERE what = ? AND part >= ? AND part < ? ORDER BY part"

Tally = Counter[tuple[str, str]]


class StretchRow(NamedTuple):
    """A row of `restriction_stretch`."""

    record: str
    begins: str
    ends: str
    state: str
    person: str | None
    kind: str | None
    region: str | None
    article: str | None


def of(rows: Iterable[StretchRow]) -> Tally:
    """What stretches count for: restrictions in force and unsettled, people, and last days."""
    tally: Tally = Counter()
    surely: dict[str, list[tuple[str, str]]] = {}
    last: dict[str, str] = {}
    for row in rows:
        if row.state == "yes":
            _count(tally, RESTRICTIONS, row.begins, row.ends)
            last[row.record] = max(row.ends, last.get(row.record, ""))
            if row.person is not None:
                surely.setdefault(row.person, []).append((row.begins, row.ends))
        else:
            _count(tally, UNSETTLED, row.begins, row.ends)
    for days in surely.values():
        for begins, ends in _joined(days):
            _count(tally, PEOPLE, begins, ends)
    for day in last.values():
        if day != NEVER:
            _add(tally, ENDS, day, 1)
    return tally


def change(connection: Connection, before: Iterable[StretchRow], after: Iterable[StretchRow]) -> None:
    """Bring the tally up to date after stretches changed; both must hold all of every person in them."""
    tally = of(after)
    tally.subtract(of(before))
    changed = [(what, part, change) for (what, part), change in tally.items() if change]
    many(connection, ADD, changed)
    many(connection, FORGET_ZEROS, [(what, part) for what, part, _ in changed])


def on(connection: Connection, what: str, day: date) -> int:
    """The number on a day."""
    month = day.isoformat()[:7]
    before = run(connection, SUM, (what + BY_MONTH, "", _before(month))).fetchone()[0]
    within = run(connection, SUM, (what, f"{month}-01", day.isoformat())).fetchone()[0]
    return int(before + within)


def ending(connection: Connection, first: date, last: date) -> int:
    """How many restrictions have their last sure day between two days."""
    return int(run(connection, SUM, (ENDS, first.isoformat(), last.isoformat())).fetchone()[0])


def ending_by_month(connection: Connection, first: str, after: str) -> Mapping[str, int]:
    """How many restrictions have their last sure day in each month from `first` to before `after`."""
    return dict(map(tuple, run(connection, MONTHS, (ENDS + BY_MONTH, first, after)).fetchall()))


def _before(month: str) -> str:
    """The greatest text that stands before a month, so that the sum ends there."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year:04}-{number - 1:02}" if number > 1 else f"{year - 1:04}-12"


def _count(tally: Tally, what: str, begins: str, ends: str) -> None:
    """One more from `begins` on, one less after `ends`."""
    _add(tally, what, begins, 1)
    if ends != NEVER:
        _add(tally, what, (date.fromisoformat(ends) + timedelta(days=1)).isoformat(), -1)


def _add(tally: Tally, what: str, day: str, change: int) -> None:
    tally[what, day] += change
    tally[what + BY_MONTH, day[:7]] += change


def _joined(days: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Stretches of days without those that overlap or touch: each day once."""
    joined: list[tuple[str, str]] = []
    for begins, ends in sorted(days):
        if joined and (joined[-1][1] == NEVER or begins <= _next(joined[-1][1])):
            joined[-1] = joined[-1][0], max(ends, joined[-1][1])
        else:
            joined.append((begins, ends))
    return joined


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
