"""Finds rows of the agenda by index, so that what is read depends on what is asked and not on the vault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kzcase.services.agenda.item import WHAT
from kzcase.services.derived.items import MOST_REACH, OPEN_BEGINNING, OPEN_END, OPEN_WAITING
from kzcase.services.nextsteps import NEXT_STEPS


class Found(NamedTuple):
    """A row of `agenda_item`, with the snooze that holds on the day looked from."""

    record: str
    item: str
    kind: str
    what: str
    date: str
    earliest: str | None
    latest: str | None
    waits: int
    shown: int
    certainty: str
    until: str | None
    reason: str | None


COLUMNS = ", ".join((*(f"i.{name}" for name in Found._fields[:-2]), "s.until", "s.reason"))
SOURCE = (
    "agenda_item AS i LEFT JOIN snooze AS s "
    "ON s.record = i.record AND s.item = i.item AND s.date = i.date AND s.until > :as_of"
)
PUT_OFF = (
    f"SELECT {COLUMNS} FROM snooze AS s JOIN agenda_item AS i "
    "ON i.record = s.record AND i.item = s.item AND i.date = s.date "
    "WHERE s.until > :as_of ORDER BY s.until, s.record, s.item LIMIT :limit"
)
COUNTED = (
    "SELECT earliest, count(*) FROM agenda_item "
    "WHERE reach = 0 AND earliest BETWEEN ? AND ? GROUP BY earliest"
)
ENDS_COUNTED = (
    "SELECT latest, count(*) FROM agenda_item INDEXED BY ix_agenda_item_ending "
    "WHERE what = 'restriction_ends' AND reach = 0 AND shown AND latest BETWEEN ? AND ? GROUP BY latest"
)
NO_LIMIT = -1
_DATED = tuple(one for one in WHAT if one not in NEXT_STEPS)
LONGEST_DAYS = 36_600
ASKED_FOR = 730
"""So many days one asks for a next step in proceedings: what nobody knew for two years is not urgent."""

LATE = "i.waits AND i.what = :what AND i.latest BETWEEN :since AND :before"
ENDING = (
    "i.what = 'restriction_ends' AND i.reach = 0 AND i.shown "
    "AND i.latest BETWEEN :first{days} AND :last{days}"
)
ON_A_DAY = "i.reach = 0 AND i.earliest BETWEEN :first AND :last"
OPEN = f"i.reach = {OPEN_END} AND i.earliest BETWEEN :first AND :last"
OPEN_AND_WAITING = f"i.reach = {OPEN_WAITING} AND i.earliest <= :last"
BEGUN_LONG_AGO = f"i.reach = {OPEN_BEGINNING} AND i.latest >= :first"
OVER_DAYS = "i.reach = {reach} AND i.earliest > :since{reach} AND i.earliest <= :last AND i.latest >= :first"


@cache
def _one(condition: str, order: str, awake: bool) -> str:
    only = " AND s.until IS NULL" if awake else ""
    return f"SELECT {COLUMNS} FROM {SOURCE} WHERE {condition}{only} ORDER BY {order} LIMIT :limit"


@cache
def _lying(awake: bool, on_a_day: bool = True) -> str:
    """What lies, or may lie, in a stretch of days: one range of an index for each length of uncertainty."""
    parts = [
        *((_one(ON_A_DAY, "i.earliest, i.record", awake),) if on_a_day else ()),
        _one(OPEN, "i.earliest, i.record", awake),
        _one(OPEN_AND_WAITING, "i.earliest DESC, i.record", awake),
        _one(BEGUN_LONG_AGO, "i.record", awake),
        *(
            _one(OVER_DAYS.format(reach=reach), "i.earliest, i.record", awake)
            for reach in range(1, MOST_REACH + 1)
        ),
    ]
    return " UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts)


def late(connection: Connection, as_of: date, *, awake: bool, limit: int = NO_LIMIT) -> list[Found]:
    """What is overdue on a day by a date of its own, the latest first."""
    return _overdue(connection, _DATED, as_of, date.min, awake, limit)


def asked(connection: Connection, as_of: date, *, awake: bool, limit: int = NO_LIMIT) -> list[Found]:
    """What is asked about proceedings on a day, the latest first."""
    return _overdue(connection, NEXT_STEPS, as_of, _back(as_of, ASKED_FOR), awake, limit)


def _overdue(
    connection: Connection, what: Sequence[str], as_of: date, since: date, awake: bool, limit: int
) -> list[Found]:
    statement = _one(LATE, "i.latest DESC, i.record DESC", awake)
    given = {
        "as_of": as_of.isoformat(),
        "since": since.isoformat(),
        "before": _back(as_of, 1).isoformat(),
        "limit": limit,
    }
    found = [row for one in what for row in _run(connection, statement, {**given, "what": one})]
    found.sort(key=lambda row: (row.latest or "", row.record), reverse=True)
    return found if limit == NO_LIMIT else found[:limit]


def lying(
    connection: Connection, as_of: date, first: date, last: date, *, awake: bool, limit: int = NO_LIMIT
) -> list[Found]:
    """What lies, or may lie, between two days, the soonest first; snoozes are looked at from `as_of`."""
    return _between(connection, _lying(awake), as_of, first, last, limit)


def loose(connection: Connection, as_of: date, first: date, last: date, *, limit: int) -> list[Found]:
    """Of what lies, or may lie, between two days that which has no one day; what was put off is among it."""
    return _between(connection, _lying(False, False), as_of, first, last, limit)


def on_day(connection: Connection, as_of: date, day: date, *, limit: int) -> list[Found]:
    """What falls on one known day; what was put off is among it."""
    given = {"as_of": as_of.isoformat(), "first": day.isoformat(), "last": day.isoformat(), "limit": limit}
    return _run(connection, _one(ON_A_DAY, "i.earliest, i.record", False), given)


@cache
def _announced(ahead: tuple[int, ...]) -> str:
    parts = (
        f"SELECT {days}, * FROM ({_one(ENDING.format(days=days), 'i.latest, i.record', False)})"
        for days in ahead
    )
    return " UNION ALL ".join(parts)


def announced(
    connection: Connection, as_of: date, first: date, last: date, ahead: tuple[int, ...], *, limit: int
) -> list[tuple[int, Found]]:
    """Restrictions whose shown end is announced between two days, each with how many days ahead of it.

    At most `limit` for each number of days; what was put off is among it.
    """
    given: dict[str, Any] = {"as_of": as_of.isoformat(), "limit": limit}
    for days in ahead:
        given[f"first{days}"] = later(first, days).isoformat()
        given[f"last{days}"] = later(last, days).isoformat()
    driver: Any = connection.connection.driver_connection
    rows = driver.execute(_announced(ahead), given).fetchall()
    return [(days, Found(*row)) for days, *row in rows]


def counted(connection: Connection, first: date, last: date) -> list[tuple[str, int]]:
    """How much falls on each day between two, by index alone."""
    return _plain(connection, COUNTED, first, last)


def ends_counted(connection: Connection, first: date, last: date) -> list[tuple[str, int]]:
    """How many restrictions end on each day between two, each by the end that is shown."""
    return _plain(connection, ENDS_COUNTED, first, last)


def _plain(connection: Connection, statement: str, first: date, last: date) -> list[tuple[str, int]]:
    driver: Any = connection.connection.driver_connection
    rows = driver.execute(statement, (first.isoformat(), last.isoformat())).fetchall()
    return [(day, number) for day, number in rows]


def _between(
    connection: Connection, statement: str, as_of: date, first: date, last: date, limit: int
) -> list[Found]:
    given: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "limit": limit,
    }
    for reach in range(1, MOST_REACH + 1):
        given[f"since{reach}"] = _back(first, 2**reach).isoformat()
    found = _run(connection, statement, given)
    found.sort(key=lambda row: (row.earliest or row.latest or "", row.latest or "9999", row.record, row.item))
    return found if limit == NO_LIMIT else found[:limit]


def of_what(
    connection: Connection,
    what: tuple[str, ...],
    as_of: date,
    *,
    passed: bool,
    limit: int,
    first: date | None = None,
    last: date | None = None,
) -> list[Found]:
    """Items of some kinds, awake and shown first, by their last day: to come, or passed, the latest first."""
    found: list[Found] = []
    for one in what:
        if passed:
            condition, order = (
                "i.what = :what AND i.latest < :as_of AND i.shown",
                "i.latest DESC, i.record DESC",
            )
        else:
            condition = "i.what = :what AND i.latest BETWEEN :first AND :last AND i.shown"
            order = "i.latest, i.record"
        given = {
            "what": one,
            "as_of": as_of.isoformat(),
            "first": (first or as_of).isoformat(),
            "last": (last or date.max).isoformat(),
            "limit": limit,
        }
        found += _run(connection, _one(condition, order, True), given)
    found.sort(key=lambda row: (row.latest or "", row.record), reverse=passed)
    return found[:limit]


def put_off(connection: Connection, as_of: date, *, limit: int) -> list[Found]:
    """What was put off and has not come back yet, the soonest to come back first."""
    given = {"as_of": as_of.isoformat(), "limit": limit}
    return _run(connection, PUT_OFF, given)


def later(day: date, days: int) -> date:
    """The day so many days later, at most `LONGEST_DAYS`."""
    try:
        return day + timedelta(days=min(max(days, 0), LONGEST_DAYS))
    except OverflowError:
        return date.max


def _run(connection: Connection, statement: str, given: dict[str, Any]) -> list[Found]:
    driver: Any = connection.connection.driver_connection
    return [Found(*row) for row in driver.execute(statement, given).fetchall()]


def _back(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return date.min
