"""The days by which replies are due as a calendar file (iCalendar, RFC 5545), without names unless asked.

The same register gives the same bytes: an event's UID is a function of the
letter, its stamp the register's day.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kzcase import wholefile
from kzcase.errors import Unwritable
from kzcase.letters.papers.lines import lines
from kzcase.letters.words import words
from kzcase.progress import Progress, quiet
from kzcase.services.letters import RegisterRow
from kzcase.services.office import Office

NAMESPACE = uuid.UUID("4c3f7a51-9d1e-5a0b-8d57-3b6a54b0f3c1")
PRODUCT = "-//kzcase//Replies to letters//EN"


def register_ics(
    office: Office,
    target: Path,
    *,
    as_of: date | None = None,
    view: str = "waiting",
    query: str = "",
    names: bool = False,
    language: str = "en",
    progress: Progress | None = None,
) -> int:
    """Write an event for each letter of a view whose reply has a day; returns how many.

    Without `names` an event says that a reply is due and nothing that somebody
    typed. Raises `Unwritable` when the place cannot be written; then an older
    file is as it was.
    """
    from icalendar import Calendar, Event

    day = as_of or office.today()
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    number = 0
    for one in lines(office, day, view, query, language, progress or quiet()):
        due = _due(one, day)
        if due is None:
            continue
        event = Event()
        event.add("uid", f"{uuid.uuid5(NAMESPACE, one.id)}@kzcase")
        event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
        event.add("dtstart", due)
        if due < date.max:
            event.add("dtend", due + timedelta(days=1))
        event.add("summary", _summary(one, names, language))
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
        number += 1
    try:
        with wholefile.writing(target) as file:
            file.write(calendar.to_ical())
    except OSError as error:
        raise Unwritable.from_os(error, str(target)) from error
    return number


def _due(one: RegisterRow, as_of: date) -> date | None:
    """The last possible day for the reply; None if no term is known."""
    if one.days_left is None:
        return None
    try:
        return as_of + timedelta(days=one.days_left)
    except OverflowError:
        return None


def _summary(one: RegisterRow, names: bool, language: str) -> str:
    said = words(language)
    if not names:
        return said("ics.due")
    told = said("ics.due.named", number=one.number, to=one.to_words, subject=one.subject)
    return " ".join(told.split())
