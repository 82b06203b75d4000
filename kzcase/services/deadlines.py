"""What is due: ends of restrictions, remand and measures, hearings, replies, consents, tasks.

Every date is computed when it is asked for. What was due and is not done stays
in the list as overdue: a hearing does not, since it has taken place or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from kzcase.dates.deadlines import milestones
from kzcase.dates.edtf import Edtf
from kzcase.models.base import models
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.services import restrictions
from kzcase.services.display import Speaker, stored_date
from kzcase.services.office import Office, in_groups

LONGEST_DAYS = 36_600
OPEN_ENDED = ("..", "/")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that is due: `date` is EDTF, `earliest` and `latest` ISO days or None.

    `overdue` says that its last possible day has passed.
    """

    date: str
    earliest: str | None
    latest: str | None
    what: str
    id: str
    kind: str
    title: str
    explanation: str
    certainty: str
    overdue: bool = False


def due(office: Office, as_of: date, days: int, language: str = "en") -> tuple[Deadline, ...]:
    """Everything due from `as_of` to `days` later, and what is overdue, the soonest first."""
    with office.read() as session:
        return due_in(session, as_of, days, language)


def due_in(session: Session, as_of: date, days: int, language: str = "en") -> tuple[Deadline, ...]:
    """The same inside a unit that is already open."""
    last = as_of + timedelta(days=min(max(days, 0), LONGEST_DAYS))
    speaker = Speaker(session, language)
    found = [
        *_restriction_ends(session, speaker, as_of, (last - as_of).days),
        *_dated(session, speaker, as_of, last, "hearing", "date", "hearing", keep_overdue=False),
        *_dated(
            session, speaker, as_of, last, "measure", "claimed_end", "measure ends", open_while=("lifted",)
        ),
        *_dated(
            session, speaker, as_of, last, "detention", "claimed_end", "detention ends", open_while=("end",)
        ),
        *_dated(session, speaker, as_of, last, "letter", "due", "reply due", open_while=("answered",)),
        *_dated(
            session, speaker, as_of, last, "consent", "expires", "consent expires", open_while=("withdrawn",)
        ),
        *_dated(session, speaker, as_of, last, "task", "due", "task", open_while=("done",)),
    ]
    return tuple(sorted(found, key=lambda one: (one.earliest or one.latest or "9999", one.what, one.id)))


def plain(one: Deadline) -> dict[str, Any]:
    """A deadline as plain values, for scripts."""
    return {
        "date": one.date,
        "earliest": one.earliest,
        "latest": one.latest,
        "what": one.what,
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "explanation": one.explanation,
        "certainty": one.certainty,
        "overdue": one.overdue,
    }


def _restriction_ends(session: Session, speaker: Speaker, as_of: date, days: int) -> Iterator[Deadline]:
    table = models()["restriction"].__table__
    rows = session.execute(
        select(table).join(RecordRow, RecordRow.id == table.c.id).where(RecordRow.status == "here")
    ).mappings()
    # Most restrictions of a large vault end long before or after: only what falls due is put into words.
    near = restrictions.ending(session, list(rows), as_of, days)
    standings = restrictions.standings(session, near, as_of, speaker.language)
    coming = [(one, milestone) for one in standings for milestone in milestones(one.ends, as_of, days)]
    owners = _owners(session, [one.id for one, _ in coming], "person")
    speaker.remember_titles(owners.values())
    for one, milestone in coming:
        if one.state.state in ("no", "not yet"):
            continue
        person = speaker.title(owners[one.id]) if one.id in owners else ""
        yield Deadline(
            date=milestone.date,
            earliest=milestone.earliest.isoformat() if milestone.earliest else None,
            latest=milestone.latest.isoformat() if milestone.latest else None,
            what="restriction ends"
            if milestone.shown
            else f"restriction ends, counted otherwise ({milestone.basis})",
            id=one.id,
            kind="restriction",
            title=" · ".join(part for part in (person, one.text) if part),
            explanation=milestone.end.explain(speaker.language),
            certainty=milestone.certainty,
        )


def _dated(
    session: Session,
    speaker: Speaker,
    as_of: date,
    last: date,
    kind: str,
    field: str,
    what: str,
    *,
    open_while: tuple[str, ...] = (),
    keep_overdue: bool = True,
) -> Iterator[Deadline]:
    """Records whose date lies in the days looked at, or has passed while they are still open."""
    table = models()[kind].__table__
    column = table.c[field]
    conditions: list[ColumnElement[bool]] = [
        column.is_not(None),
        # EDTF text sorts by its earliest day; one that begins openly may end at any time.
        or_(column <= last.isoformat(), *(column.startswith(sign) for sign in OPEN_ENDED)),
        RecordRow.status == "here",
        *(table.c[key].is_(None) for key in open_while),
    ]
    if kind == "letter":
        conditions.append(and_(table.c.direction == "out", table.c.sent.is_not(None)))
    rows = session.execute(
        select(table.c.id, column.label("day"), RecordRow.title)
        .join(RecordRow, RecordRow.id == table.c.id)
        .where(*conditions)
    ).all()
    read = [(row, day) for row in rows if (day := stored_date(row.day)) is not None]
    coming = [(row, day) for row, day in read if day.earliest is None or day.earliest <= last]
    if not keep_overdue:
        coming = [(row, day) for row, day in coming if not _is_past(day, as_of)]
    about = _people(session, [row.id for row, _ in coming])
    speaker.remember_titles({person for people in about.values() for person in people})
    for row, day in coming:
        people = ", ".join(sorted({speaker.title(person) for person in about.get(row.id, ())}))
        yield Deadline(
            date=str(day),
            earliest=day.earliest.isoformat() if day.earliest else None,
            latest=day.latest.isoformat() if day.latest else None,
            what=what,
            id=row.id,
            kind=kind,
            title=" · ".join(one for one in (people, row.title) if one),
            explanation=f"Recorded: {day.show(speaker.language)}.",
            certainty="stated",
            overdue=_is_past(day, as_of),
        )


def _is_past(day: Edtf, as_of: date) -> bool:
    return day.latest is not None and day.latest < as_of


def _people(session: Session, records: Sequence[str]) -> dict[str, set[str]]:
    """The people each record is about, through the record it belongs to if need be."""
    found: dict[str, set[str]] = {}
    for group in in_groups(records):
        rows = session.execute(
            select(LinkRow.source, LinkRow.now)
            .join(RecordRow, RecordRow.id == LinkRow.now)
            .where(LinkRow.source.in_(group), RecordRow.kind == "person")
        )
        for source, person in rows:
            found.setdefault(source, set()).add(person)
        own, theirs = LinkRow.__table__.alias(), LinkRow.__table__.alias()
        rows = session.execute(
            select(own.c.source, theirs.c.now)
            .join(theirs, theirs.c.source == own.c.now)
            .join(RecordRow, RecordRow.id == theirs.c.now)
            .where(own.c.source.in_([one for one in group if one not in found]))
            .where(theirs.c.field == "person", RecordRow.kind == "person")
        )
        for source, person in rows:
            found.setdefault(source, set()).add(person)
    return found


def _owners(session: Session, records: list[str], field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in in_groups(records):
        rows = session.execute(
            select(LinkRow.source, LinkRow.now).where(LinkRow.source.in_(group), LinkRow.field == field)
        )
        found |= {row.source: row.now for row in rows}
    return found
