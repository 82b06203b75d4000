"""Puts letters into lines of the register: words, days left, how many asks are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf import parse_edtf
from kzcase.search.statements import rows_of
from kzcase.services import belongings
from kzcase.services.derived import awaited
from kzcase.services.display import Speaker, show_date
from kzcase.services.letters.shapes import NONE, RULE, STATED, RegisterRow
from kzcase.services.stored import stored_date

AWAITED = (
    "SELECT record, item, what, date, earliest, latest FROM agenda_item "
    "WHERE record IN (:ids) AND +what IN ('letter_due', 'letter_unanswered', 'reply_owed') "
    "ORDER BY record, shown DESC, item"
)
OPEN_ASKS = (
    "SELECT l.now, count(*) FROM link AS l JOIN ask AS a ON a.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'ask' AND l.field = 'record' "
    "AND a.deleted IS NOT 1 AND (a.outcome IS NULL OR a.outcome IN ('open', 'promised')) GROUP BY l.now"
)
SHARED = (
    "SELECT number FROM letter AS k WHERE number IN (:ids) AND direction = 'out' AND deleted IS NOT 1 "
    "AND EXISTS (SELECT 1 FROM record AS r WHERE r.id = k.id AND r.status = 'here') "
    "GROUP BY number HAVING count(*) > 1"
)
SETTLED = frozenset({"answered", "no_answer_needed", "closed"})
"""The terms of `letter_status` after which no reply is waited for."""

UNSENT = frozenset({"draft", "checked", "ready"})
"""The terms of `letter_status` of a letter that has not gone out."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """What waits of one letter, as the agenda holds it."""

    what: str
    by_rule: bool
    day: str
    latest: date | None


def status_of(row: Mapping[Any, Any]) -> str:
    """The status of a letter: the recorded one, or what its dates say."""
    if row["status"] is not None:
        return str(row["status"])
    if row["direction"] == "in":
        return "received"
    if row["answered"] is not None:
        return "answered"
    return "draft" if row["sent"] is None else "sent"


def awaited_of(session: Session, ids: Sequence[str]) -> dict[str, Awaited]:
    """What waits of letters, the date to show first, by letter."""
    found: dict[str, Awaited] = {}
    for record, item, what, day, _earliest, latest in rows_of(session.connection(), AWAITED, sorted(ids)):
        last = date.fromisoformat(latest) if latest else None
        found.setdefault(record, Awaited(what, item.startswith(awaited.BY_RULE), day, last))
    return found


def painted(
    session: Session, found: Sequence[tuple[str, tuple[str, str]]], as_of: date, language: str
) -> tuple[RegisterRow, ...]:
    """The lines of some letters (id, key in the order), in that order; a few statements for all."""
    ids = [record for record, _ in found]
    letters = {row["id"]: row for row in belongings.rows(session, "letter", ids)}
    waits = awaited_of(session, ids)
    asks = dict(rows_of(session.connection(), OPEN_ASKS, ids))
    ours = {row["number"] for row in letters.values() if row["number"] and row["direction"] == "out"}
    shared = {one for (one,) in rows_of(session.connection(), SHARED, sorted(ours))}
    speaker = Speaker(session, language)
    speaker.remember_titles(
        {
            one
            for row in letters.values()
            for field in ("addressees", "senders", "persons")
            for one in row[field] or ()
        }
    )
    return tuple(
        replace(
            _row(speaker, letters[record], waits.get(record), int(asks.get(record, 0)), as_of, key),
            shares_number=letters[record]["direction"] == "out" and letters[record]["number"] in shared,
        )
        for record, key in found
        if record in letters
    )


def _row(
    speaker: Speaker,
    row: Mapping[Any, Any],
    waits: Awaited | None,
    asks: int,
    as_of: date,
    key: tuple[str, str],
) -> RegisterRow:
    language = speaker.language
    status = status_of(row)
    day = waits.day if waits is not None and waits.what == "letter_due" else row["due"] or ""
    basis = RULE if waits is not None and waits.by_rule else STATED if day else NONE
    known = stored_date(day)
    last = known.latest if known is not None else None
    waiting = waits is not None and waits.what != "reply_owed"
    left = (last - as_of).days if last is not None and waits is not None else None
    persons = sorted((speaker.title(one), one) for one in row["persons"] or ())
    return RegisterRow(
        id=row["id"],
        direction=row["direction"] or "out",
        kind=row["kind"] or "",
        kind_words=speaker.label("letter_kind", row["kind"]) if row["kind"] else "",
        number=row["number"] or "",
        subject=row["subject"] or "",
        written=show_date(row["written"], language) if row["written"] else "",
        sent=show_date(row["sent"], language) if row["sent"] else "",
        sent_date=row["sent"] or "",
        to_words=to_words(speaker, row),
        person_ids=tuple(one for _, one in persons),
        person_titles=tuple(title for title, _ in persons),
        mechanism_words=speaker.label("mechanism", row["mechanism"]) if row["mechanism"] else "",
        status=status,
        status_words=speaker.label("letter_status", status),
        due=day,
        due_words=show_due(day, language),
        due_basis=basis,
        days_left=left,
        waits=waiting,
        overdue=waiting and left is not None and left < 0,
        answered=show_date(row["answered"], language) if row["answered"] else "",
        answered_date=row["answered"] or "",
        response=row["response"] or "",
        response_words=speaker.label("letter_response", row["response"]) if row["response"] else "",
        impact_words=speaker.label("letter_impact", row["impact"]) if row["impact"] else "",
        open_asks=asks,
        follow_up_of=row["follow_up_of"],
        reply_to=row["reply_to"],
        shares_number=False,
        key=key,
    )


def to_words(speaker: Speaker, row: Mapping[Any, Any]) -> str:
    """Whom a letter went to; of one that came in, whom it is from."""
    field = "senders" if row["direction"] == "in" else "addressees"
    return ", ".join(sorted(speaker.title(one) for one in row[field] or ()))


NOT_BEFORE = {"en": "not before {day}", "ru": "не ранее {day}", "kk": "ең ерте дегенде {day}"}


def show_due(day: str, language: str) -> str:
    """A day for a reply in words; one of which only the first possible day is known says so."""
    if not day.endswith("/..") or stored_date(day) is None:
        return show_date(day, language) if day else ""
    first = parse_edtf(day.removesuffix("/.."))
    return NOT_BEFORE.get(language, NOT_BEFORE["en"]).format(day=first.show(language))
