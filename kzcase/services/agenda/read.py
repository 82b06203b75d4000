"""Reads what is due, for Today, the calendar and scripts: rows found by index, then put into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.services.agenda import find
from kzcase.services.agenda.find import NO_LIMIT, Found, later
from kzcase.services.agenda.item import Agenda, Item
from kzcase.services.agenda.order import PLACE, within_days
from kzcase.services.agenda.snoozes import item_key
from kzcase.services.agenda.tell import named, told
from kzcase.services.office import Office

MOST = 200
MOST_BETWEEN = 300
MILESTONES = (30, 14, 7, 1)
"""How many days before a restriction ends one wants to be reminded."""


def due(
    office: Office, as_of: date, days: int, language: str = "en", *, snoozed: bool = False, limit: int = MOST
) -> Agenda:
    """What is overdue and what falls due from `as_of` to `days` later: overdue first, then the soonest.

    Of what is overdue the latest comes first, and it never takes more than half
    of the place if there is more to come. What is asked about proceedings stands
    behind both and takes the place that is left: a question hides no date. Of one
    day hearings come first, then the other things as in `WHAT`, each by its title.
    With `snoozed`, what was put off stands among the rest.
    """
    with office.read() as session:
        return due_in(session, as_of, days, language, snoozed=snoozed, limit=limit)


def due_in(
    session: Session,
    as_of: date,
    days: int,
    language: str = "en",
    *,
    snoozed: bool = False,
    limit: int = MOST,
) -> Agenda:
    """The same inside a unit that is already open; `limit` -1 for everything."""
    connection = session.connection()
    wanted = limit if limit == NO_LIMIT else limit + 1
    late = find.late(connection, as_of, awake=not snoozed, limit=wanted)
    coming = find.lying(connection, as_of, as_of, later(as_of, days), awake=not snoozed, limit=wanted)
    asked = find.asked(connection, as_of, awake=not snoozed, limit=wanted)
    kept = _kept(late, coming, asked, limit)
    more = len(kept) < len(late) + len(coming) + len(asked)
    return Agenda(within_days(told(session, kept, as_of, language)), more)


def between(
    office: Office, first: date, last: date, language: str = "en", *, why: bool = True
) -> tuple[Item, ...]:
    """What is dated from `first` to `last`, with the milestones of restrictions, the soonest first.

    At most the first `MOST_BETWEEN` items; what was put off is among them.
    Without `why` they carry no explanations: `explained` reads that of one.
    """
    with office.read() as session:
        return between_in(session, first, last, office.today(), language, why=why)


def between_in(
    session: Session,
    first: date,
    last: date,
    as_of: date,
    language: str = "en",
    *,
    limit: int = MOST_BETWEEN,
    why: bool = True,
) -> tuple[Item, ...]:
    """The same inside a unit that is already open, on the day `as_of`."""
    connection = session.connection()
    found = find.lying(connection, as_of, first, last, awake=False, limit=limit)
    found += milestones(connection, as_of, first, last, limit)
    found.sort(key=soonest)
    return within_days((told if why else named)(session, found[:limit], as_of, language))


def explained(office: Office, item: Item, language: str = "en") -> Item:
    """An item as it was read, with its explanation; without one if its record has gone meanwhile."""
    with office.read() as session:
        return told(session, (_found(item),), office.today(), language)[0]


def _found(item: Item) -> Found:
    """The row an item was told from."""
    return Found(
        record=item.id,
        item=item.key.removeprefix(item_key(item.id, "")),
        kind=item.kind,
        what=item.what,
        date=item.date,
        earliest=item.earliest,
        latest=item.latest,
        waits=int(item.overdue),
        shown=int(item.shown),
        certainty=item.certainty,
        until=item.snoozed_until,
        reason=item.snooze_reason,
    )


def _kept(late: Sequence[Found], coming: Sequence[Found], asked: Sequence[Found], limit: int) -> list[Found]:
    if limit == NO_LIMIT:
        return [*late, *coming, *asked]
    of_late = min(len(late), max(limit - len(coming), limit // 2))
    return [*late[:of_late], *coming[: limit - of_late], *asked][:limit]


def milestones(connection: Connection, as_of: date, first: date, last: date, limit: int) -> Iterator[Found]:
    """The days of this stretch that lie a month, two weeks, a week or a day before a restriction ends."""
    for days, row in find.announced(connection, as_of, first, last, MILESTONES, limit=limit):
        assert row.latest is not None
        day = (date.fromisoformat(row.latest) - timedelta(days=days)).isoformat()
        yield row._replace(
            item=f"milestone:{days}:{row.item}", what="milestone", date=day, earliest=day, latest=day
        )


def soonest(row: Found) -> tuple[str, str, int, str, str]:
    """What stands first in a list of what is due: the soonest, of one day what `WHAT` names first."""
    return row.earliest or row.latest or "", row.latest or "9999", PLACE[row.what], row.record, row.item
