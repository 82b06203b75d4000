"""Timelines of several people, of a whole case, and the days that matter to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.models.event import Event
from kzcase.models.ledger import RecordRow
from kzcase.services import belongings, board, records
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.people.timeline import letters_of, points_of, timelines_in
from kzcase.services.stored import stored_date
from kzcase.timeline.item import Landmark, TimelineItem

POLITICAL = "political"
"""The kind of event that the office keeps as a political date."""
MOST_PEOPLE = 40
MOST_LANDMARKS = 200
CASE_LANES = (("event", "event"), ("assembly", "event"))


@dataclass(frozen=True, slots=True)
class Story:
    """One picture: whom it shows, items in lanes `GROUP/LANE`, the groups' names in order, landmarks."""

    people: tuple[str, ...]
    items: tuple[TimelineItem, ...]
    titles: tuple[tuple[str, str], ...]
    landmarks: tuple[Landmark, ...]


def story(office: Office, chosen: Sequence[str], as_of: date, language: str = "en") -> Story:
    """The timelines of these people and cases, one below the other.

    A case gives the people it concerns and, in a group of its own, what
    happened in it and the letters about it. No more than `MOST_PEOPLE` are read.
    """
    with office.read() as session:
        found, cases = _people_and_cases(session, chosen)
        people = tuple(found[:MOST_PEOPLE])
        items: list[TimelineItem] = []
        for case in cases:
            items += _in_group(case, _case_items(session, case))
        for person, its in timelines_in(session, people, as_of, language).items():
            items += _in_group(person, its)
        titles = records.titles(session, (*cases, *people))
        marks = landmarks_in(session, language)
    used = {item.lane.rpartition("/")[0] for item in items}
    order = tuple((one, title) for one, title in titles.items() if one in used)
    return Story(people, tuple(items), order, marks)


def in_force(office: Office, as_of: date) -> tuple[str, ...]:
    """The people whose restrictions in force end soonest, each once."""
    rows = board.rows(office, as_of, limit=4 * MOST_PEOPLE).rows
    return tuple(dict.fromkeys(row.person for row in rows if row.person))[:MOST_PEOPLE]


def landmarks_in(session: Session, language: str) -> tuple[Landmark, ...]:
    """The political dates that the office keeps, the newest `MOST_LANDMARKS` of them."""
    rows = session.execute(
        select(Event.id, Event.title, Event.date)
        .join(RecordRow, RecordRow.id == Event.id)
        .where(Event.kind == POLITICAL, Event.date.is_not(None), RecordRow.status == "here")
        .order_by(Event.date.desc(), Event.id)
        .limit(MOST_LANDMARKS)
    ).all()
    speaker = Speaker(session, language)
    return tuple(
        Landmark(row.id, "event", row.title or speaker.label("event_kind", POLITICAL), when)
        for row in rows
        if (when := stored_date(row.date)) is not None
    )


def _people_and_cases(session: Session, chosen: Sequence[str]) -> tuple[list[str], list[str]]:
    rows = session.execute(select(RecordRow.id, RecordRow.kind).where(RecordRow.id.in_(chosen)))
    kinds = {row.id: row.kind for row in rows}
    nows = belongings.nows_of(session, chosen)
    people: dict[str, None] = {}
    cases = []
    for one in chosen:
        now = nows[one]
        if kinds.get(one) == "case":
            cases.append(now)
            for row in belongings.rows(session, "case", (now,)):
                for person in sorted(row["persons"] or ()):
                    people.setdefault(belongings.now_of(session, person))
        elif kinds.get(one) == "person":
            people.setdefault(now)
    return list(people), cases


def _case_items(session: Session, case: str) -> list[TimelineItem]:
    items = []
    for kind, lane in CASE_LANES:
        items += points_of(kind, lane, belongings.naming(session, kind, (case,), "case"))
    items += letters_of(belongings.naming(session, "letter", (case,), "cases"))
    return [item for item in items if item.start is not None]


def _in_group(group: str, items: Sequence[TimelineItem]) -> list[TimelineItem]:
    return [replace(item, lane=f"{group}/{item.lane}") for item in items]
