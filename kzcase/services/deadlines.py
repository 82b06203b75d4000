"""What is due, for scripts: everything in a stretch of days and all that is overdue, the soonest first.

What was due and is not done stays in the list as overdue; of hearings only one
that was scheduled and of which nothing is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.services.agenda.find import NO_LIMIT
from kzcase.services.agenda.item import Item
from kzcase.services.agenda.read import due_in as agenda_in
from kzcase.services.office import Office

WHAT: Mapping[str, str] = {
    "restriction_ends": "restriction ends",
    "remand_ends": "remand ends",
    "measure_ends": "measure ends",
    "detention_ends": "detention ends",
    "letter_due": "reply due",
    "letter_unanswered": "no reply",
    "reply_owed": "reply owed",
    "consent_expires": "consent expires",
    "entry_due": "entry into force",
    "ruling_due": "ruling on appeal",
    "hearing_due": "first hearing",
    "decision_due": "next hearing or decision",
    "quiet": "how the case stands",
    "receipt_due": "receipt by probation",
}
"""What scripts are told, where it is another word than the agenda's own key."""


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
    items = agenda_in(session, as_of, days, language, snoozed=True, limit=NO_LIMIT).items
    found = [_deadline(one) for one in items]
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


def _deadline(one: Item) -> Deadline:
    what = WHAT.get(one.what, one.what)
    if not one.shown:
        what += f", counted otherwise ({one.basis})"
    return Deadline(
        one.date,
        one.earliest,
        one.latest,
        what,
        one.id,
        one.kind,
        one.title,
        one.explanation,
        one.certainty,
        one.overdue,
    )
