"""What is done with a letter: a status, a reply that came, a letter that follows it up, the next number.

Each is ordinary drafts saved in one unit, so that history says who did it and
when, undo takes it back, and two laptops that did different things are merged
field by field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf import parse_edtf
from kzcase.errors import NotFound
from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.search.statements import rows_of
from kzcase.services import records, vocabulary
from kzcase.services.letters.failures import AlreadySent, NoReplyCame, NoSuchTerm, NotOurs, NotSent
from kzcase.services.letters.painting import SETTLED, UNSENT
from kzcase.services.letters.shapes import Reply
from kzcase.services.office import Office
from kzcase.services.records import Draft, RecordView

DATED = {"acknowledged": "acknowledged", "answered": "answered"}
"""The statuses that bring a day with them, which stands if it is already given."""
AFTER_SENDING = frozenset({"acknowledged", "reminded", "answered"})
OUTGOING = UNSENT | AFTER_SENDING | {"sent", "no_answer_needed"}
CARRIED_ON = ("persons", "cases", "mechanism", "communication", "audience", "language", "channel")
"""What a reply or a follow-up takes over from its letter."""
NUMBER = re.compile(r"(\d{4})/(\d{1,9})")
NUMBERS = "SELECT number FROM letter WHERE number >= ? AND number < ? AND deleted IS NOT 1"
HERE = "SELECT id FROM record WHERE id IN (:ids) AND status <> 'absent'"
FIRST_DIGITS = 3


def set_status(
    office: Office, ids: Sequence[str], status: str, day: date | str, initiator: object | None = None
) -> tuple[str, ...]:
    """Give letters a status as of a day; all of them or none. The ids of those that it changed.

    With "sent" the day becomes that of sending (and of the letter, if it has
    none), with "acknowledged" that of receipt, with "answered" that of the
    answer, if none is given yet; with "reminded" that of the last reminder. A
    sent follow-up marks the letter it follows as reminded, a sent reply the one
    that came in as answered. Raises `NotSent`,
    `AlreadySent`, `NotOurs`, `NoSuchTerm` or `NotFound`.
    """
    on = str(parse_edtf(day)) if isinstance(day, str) else day.isoformat()
    with office.read() as session:
        _require_term(session, "status", "letter_status", status)
        letters = [_letter(session, one) for one in dict.fromkeys(ids)]
        drafts = [_draft(one, _values(one, status, on)) for one in letters]
        if status == "sent":
            drafts += _reminded(session, letters, on)
            drafts += _answered(session, letters, on)
    changed = [one for one in drafts if one.values]
    if changed:
        records.save_all(office, changed, initiator=initiator)
    return tuple(one.record for one in changed)


def record_reply(office: Office, letter_id: str, reply: Reply, initiator: object | None = None) -> str:
    """Write down what came in answer to a letter, in one unit; the id of the incoming letter it makes.

    The letter that was answered takes the day of the first answer, the response
    and the impact; the incoming one is chained to it and carries the scan.
    Raises `NotOurs`, `NotSent`, `NoReplyCame`, `NotFound`, or `InputRefused` for
    a value that does not fit.
    """
    if reply.response == "none":
        raise NoReplyCame
    with office.read() as session:
        letter = _letter(session, letter_id)
        taken = _taken(session, letter, ("addressees", *CARRIED_ON))
    if letter.fields.get("direction") == "in":
        raise NotOurs(letter.title)
    if not _is_sent(letter):
        raise NotSent(letter.title)
    from_whom = taken.pop("addressees", None)
    received = str(parse_edtf(reply.received))
    incoming = records.new_id()
    given: dict[str, Any] = {
        "direction": "in",
        "kind": "answer",
        "subject": reply.subject or letter.fields.get("subject"),
        "senders": frozenset({reply.from_}) if reply.from_ else from_whom,
        "sent": received,
        "status": "received",
        "reply_to": letter.id,
        "reference": reply.reference or None,
        "body": reply.note or None,
        "documents": frozenset({reply.document}) if reply.document else None,
        **taken,
    }
    answered: dict[str, Any] = {"status": "answered"}
    if "answered" not in letter.fields:
        answered["answered"] = received
    said = {
        "response": reply.response,
        "response_note": reply.note or None,
        "impact": reply.impact,
        "impact_note": reply.impact_note or None,
        "impact_date": received if reply.impact else None,
    }
    answered |= {key: value for key, value in said.items() if value is not None}
    drafts = [
        Draft("letter", incoming, {key: value for key, value in given.items() if value}),
        _draft(letter, _differing(letter, answered)),
    ]
    records.save_all(office, [one for one in drafts if one.values], initiator=initiator)
    return incoming


def follow_up(office: Office, letter_id: str, initiator: object | None = None) -> str:
    """Begin a letter that chases another one: a draft chained to it, to the same addressees; its id.

    Its asks are those of the letter that are still open (`asks_of`), which stay
    where they are. Raises `NotOurs`, `NotSent` or `NotFound`.
    """
    with office.read() as session:
        letter = _letter(session, letter_id)
        taken = _taken(session, letter, ("addressees", "letterhead", *CARRIED_ON))
    if letter.fields.get("direction") == "in":
        raise NotOurs(letter.title)
    if not _is_sent(letter):
        raise NotSent(letter.title)
    draft = records.new_id()
    values = {
        "direction": "out",
        "kind": "reminder",
        "subject": letter.fields.get("subject"),
        "status": "draft",
        "follow_up_of": letter.id,
        **taken,
    }
    records.save(office, Draft("letter", draft, values), initiator=initiator)
    return draft


def next_number(office: Office, day: date) -> str:
    """The next free number of the register in the year of a day, such as "2026/041"."""
    return next_numbers(office, day, 1)[0]


def next_numbers(office: Office, day: date, how_many: int) -> tuple[str, ...]:
    """The next free numbers, for letters that are made together; they are taken once they are saved."""
    year = f"{day.year:04}"
    with office.read() as session:
        taken = run(session.connection(), NUMBERS, (f"{year}/", f"{year}0")).fetchall()
    found = [NUMBER.fullmatch(number.strip()) for (number,) in taken]
    last = max((int(one[2]) for one in found if one is not None), default=0)
    return tuple(f"{year}/{number:0{FIRST_DIGITS}}" for number in range(last + 1, last + 1 + how_many))


def _letter(session: Session, record: str) -> RecordView:
    found = records.view_in(session, record)
    if found.kind != "letter" or found.status == "deleted":
        raise NotFound("That is no letter of this vault.")
    return found


def _is_sent(letter: RecordView) -> bool:
    return "sent" in letter.fields or letter.fields.get("status") in (AFTER_SENDING | {"sent"})


def _require_term(session: Session, what: str, name: str, key: str) -> None:
    known = vocabulary.labels(session, name, "en")
    if key not in known:
        raise NoSuchTerm(what, key, ", ".join(known))


def _values(letter: RecordView, status: str, on: str) -> dict[str, Any]:
    """The fields that a status sets; only those that are another value than now."""
    fields = letter.fields
    incoming = fields.get("direction") == "in"
    if incoming and status in OUTGOING - {"no_answer_needed", "answered"}:
        raise NotOurs(letter.title)
    if status in UNSENT and _is_sent(letter):
        raise AlreadySent(letter.title)
    if status in AFTER_SENDING and not incoming and not _is_sent(letter):
        raise NotSent(letter.title)
    values: dict[str, Any] = {"status": status}
    if status == "sent" and not incoming:
        values |= {key: on for key in ("sent", "written") if key not in fields}
    elif status in DATED and DATED[status] not in fields:
        values[DATED[status]] = on
    elif status == "reminded":
        values["reminded"] = on
    return _differing(letter, values)


def _reminded(session: Session, letters: Sequence[RecordView], on: str) -> list[Draft]:
    """The letters that these follow up, marked as reminded while they wait."""
    return [
        _draft(letter, _differing(letter, {"status": "reminded", "reminded": on}))
        for letter in _named(session, letters, "follow_up_of")
        if letter.fields.get("direction") == "out" and letter.fields.get("status") not in SETTLED
    ]


def _answered(session: Session, letters: Sequence[RecordView], on: str) -> list[Draft]:
    """The letters that came in and that these answer, marked as answered."""
    return [
        _draft(letter, _differing(letter, {"status": "answered", "answered": on}))
        for letter in _named(session, letters, "reply_to")
        if letter.fields.get("direction") == "in"
    ]


def _named(session: Session, letters: Sequence[RecordView], field: str) -> list[RecordView]:
    """The letters that these name in a field, that are here, no part of these and not answered yet."""
    found = []
    these = {one.id for one in letters}
    for record in dict.fromkeys(one.fields.get(field) for one in letters):
        if record is None or record in these:
            continue
        try:
            letter = _letter(session, record)
        except NotFound:  # it is not here, or not any more
            continue
        if "answered" not in letter.fields:
            found.append(letter)
    return found


def _taken(session: Session, letter: RecordView, fields: Sequence[str]) -> dict[str, Any]:
    """What a letter hands on; of the records it names only those that are here, for others cannot be named.

    A colleague's file may have left out a person, and a letterhead never travels.
    """
    declared = kinds()["letter"].fields
    given = {key: letter.fields[key] for key in fields if key in letter.fields}
    named = {key: value for key, value in given.items() if declared[key].type.is_link}
    ids = {one for value in named.values() for one in ([value] if isinstance(value, str) else value)}
    here = {row[0] for row in rows_of(session.connection(), HERE, sorted(ids))}
    for key, value in named.items():
        if isinstance(value, str):
            given[key] = value if value in here else None
        else:
            given[key] = frozenset(value) & here
    return {key: value for key, value in given.items() if value}


def _differing(letter: RecordView, values: Mapping[str, Any]) -> dict[str, Any]:
    """What would be changed; a value that is undecided is set again, which decides it."""
    return {
        key: value
        for key, value in values.items()
        if letter.fields.get(key) != value or key in letter.conflicts
    }


def _draft(letter: RecordView, values: Mapping[str, Any]) -> Draft:
    return Draft("letter", letter.id, values, letter.heads)
