"""Writes what is due as a file that other calendars read (iCalendar, RFC 5545), without names unless asked.

The same records give the same bytes: an event's UID is a function of the item,
its stamp the time of the record's last change, never the time of writing.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase import wholefile
from kzcase.errors import Unwritable
from kzcase.history.tables import quoted
from kzcase.models.base import kinds
from kzcase.reference import vocabularies
from kzcase.search.statements import rows_of
from kzcase.services.agenda import find, words
from kzcase.services.agenda.find import NO_LIMIT
from kzcase.services.agenda.item import Item
from kzcase.services.agenda.read import MILESTONES
from kzcase.services.agenda.tell import told
from kzcase.services.nextsteps import NEXT_STEPS
from kzcase.services.office import Office

if TYPE_CHECKING:
    from icalendar import Alarm, Event

NAMESPACE = uuid.UUID("0a5f3f53-6c0c-5c43-9a10-6f9b2f1f8f0c")
PRODUCT = "-//kzcase//What is due//EN"
STAMP = "%Y-%m-%dT%H:%M:%SZ"
UNSTAMPED = "2000-01-01T00:00:00Z"
"""The stamp of a record that has no time of its own, such as a row of a script file."""

TOLD_BY_KIND = ("restriction", "hearing", "measure", "detention")
"""Records whose own kind may be said without naming anyone."""
DAY = timedelta(days=1)


def calendar_file(
    office: Office, first: date, last: date, names: bool = False, language: str = "en"
) -> bytes:
    """What is dated from `first` to `last`, each as an event of whole days.

    Without `names` an event says what is due and of which kind, and nothing
    that someone typed. What was put off is among them; the next steps that the
    program asks for are not: they are questions, and no dates of anybody else's.
    """
    with office.read() as session:
        found = find.lying(session.connection(), first, first, last, awake=False, limit=NO_LIMIT)
        items = told(session, [row for row in found if row.what not in NEXT_STEPS], first, language)
        return _written(session, items, language, names=names)


def write_calendar(
    office: Office, path: Path, first: date, last: date, names: bool = False, language: str = "en"
) -> None:
    """Write that file in one step; raises `Unwritable`, and then an older one is as it was."""
    content = calendar_file(office, first, last, names, language)
    try:
        with wholefile.writing(path) as file:
            file.write(content)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def _written(session: Session, items: Sequence[Item], language: str, *, names: bool) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    of_kind: dict[str, list[str]] = {}
    for one in items:
        of_kind.setdefault(one.kind, []).append(one.id)
    stamps: dict[str, str] = {}
    labels: dict[str, str] = {}
    for kind, ids in of_kind.items():
        stamps |= _stamps(session.connection(), kind, ids)
        if kind in TOLD_BY_KIND:
            labels |= _labels(session.connection(), language, kind, ids)
    for one in items:
        said = one.title if names else labels.get(one.id, "")
        summary = f"{one.words}: {said}" if said else one.words
        if one.earliest != one.latest:
            summary = f"{summary} ({words.say(words.UNCERTAIN, language)})"
        calendar.add_component(_event(one, summary, stamps.get(one.id, UNSTAMPED), language, names=names))
    content: bytes = calendar.to_ical()
    return content


def _event(one: Item, summary: str, stamp: str, language: str, *, names: bool) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid.uuid5(NAMESPACE, one.key)}@kzcase")
    event.add("dtstamp", _moment(stamp))
    begins, ends = _days(one)
    event.add("dtstart", begins)
    if ends < date.max:
        event.add("dtend", ends + DAY)
    event.add("summary", summary)
    event.add("categories", [words.words(one.what, language)])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if names and one.explanation:
        event.add("description", one.explanation)
    for days in _alarms(one):
        event.add_component(_alarm(summary, days))
    return event


def _moment(stamp: str) -> datetime:
    """A stamp as a moment; what a colleague's revision gives need not be one that a clock shows."""
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime.strptime(UNSTAMPED, STAMP).replace(tzinfo=UTC)


def _days(one: Item) -> tuple[date, date]:
    """The first and the last day of an event; an unknown side gives the one day that is known."""
    first, last = one.earliest or one.latest, one.latest or one.earliest
    assert first is not None
    assert last is not None
    return date.fromisoformat(first), date.fromisoformat(last)


def _alarms(one: Item) -> tuple[int, ...]:
    """How many days before an event one is reminded of it."""
    if one.earliest != one.latest or not one.shown:
        return ()
    return MILESTONES if one.what == "restriction_ends" else (1,) if one.what == "hearing" else ()


def _alarm(summary: str, days: int) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -days * DAY)
    return alarm


def _stamps(connection: Connection, kind: str, ids: Collection[str]) -> Mapping[str, str]:
    """When each record was last changed, as its newest revision says."""
    statement = (
        f"SELECT k.id, v.header FROM {quoted(kind)} AS k JOIN revision AS v ON v.seq = k.last_seq "
        "WHERE k.id IN (:ids)"
    )
    found = {}
    for record, header in rows_of(connection, statement, sorted(set(ids))):
        found[record] = orjson.loads(header)["time"] or UNSTAMPED
    return found


def _labels(connection: Connection, language: str, kind: str, ids: Collection[str]) -> Mapping[str, str]:
    """What kind of restriction, hearing, measure or detention each is, in words that ship.

    Terms and labels of the office's own were typed by somebody and may name anyone.
    """
    shipped = vocabularies.load(kinds()[kind].fields["kind"].vocabulary).terms
    statement = f"SELECT id, kind FROM {quoted(kind)} WHERE id IN (:ids) AND kind IS NOT NULL"
    return {
        record: shipped[key].label(language)
        for record, key in rows_of(connection, statement, sorted(set(ids)))
        if key in shipped
    }
