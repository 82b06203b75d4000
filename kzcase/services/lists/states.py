"""Says in lists how letters, tasks, prosecutions and consents stand on a day, and what names a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from kzcase.models.base import kinds
from kzcase.search.statements import rows_of
from kzcase.services.display import show_date
from kzcase.services.lists.cells import Cell, Cells, DerivedColumn, Reading, Sign, Source, Words
from kzcase.services.stored import stored_date

MOST_NAMED = 100
"""More than these are not counted: a court may be named in ten thousand records."""

# The sign keeps SQLite from going through every letter that waits.
LETTERS = (
    "SELECT f.id, f.direction, f.status, f.sent, coalesce(f.due, i.date), f.answered FROM letter AS f "
    "LEFT JOIN agenda_item AS i ON i.record = f.id AND +i.what = 'letter_due' AND i.shown "
    "WHERE f.id IN (:ids)"
)
TASKS = "SELECT id, due, done FROM task WHERE id IN (:ids)"
HEARINGS = (
    "SELECT l.now, h.date, h.kind FROM link AS l JOIN hearing AS h ON h.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'hearing' AND l.field = 'prosecution' AND h.deleted IS NOT 1 "
    "AND h.date IS NOT NULL "
    "AND (h.status IS NULL OR h.status NOT IN ('postponed', 'cancelled') "
    "OR json_extract(h.conflicts, '$.status') IS NOT NULL)"
)
CONSENTS = (
    "SELECT l.now, c.answer, c.scope, c.audiences, c.expires, c.withdrawn "
    "FROM link AS l JOIN consent AS c ON c.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'consent' AND l.field = 'person' AND c.deleted IS NOT 1"
)
NAMED = (
    "SELECT r.id, (SELECT count(*) FROM (SELECT 1 FROM link AS l JOIN record AS s ON s.id = l.source "
    f"WHERE l.now = r.id AND s.status = 'here' LIMIT {MOST_NAMED})) FROM record AS r WHERE r.id IN (:ids)"
)
WORDS: Words = {
    "en": {
        "unsent": "Not sent",
        "answered": "Answered",
        "overdue": "Overdue {n} days",
        "overdue one": "Overdue 1 day",
        "waiting": "Waiting",
        "waiting until": "Waiting, {n} days left",
        "waiting one": "Waiting, 1 day left",
        "waiting none": "Due today",
        "received": "Received",
        "open": "Open",
        "due in": "Due in {n} days",
        "due in one": "Due tomorrow",
        "due in none": "Due today",
        "done": "Done",
        "no consent": "None recorded",
    },
    "ru": {
        "unsent": "Не отправлено",
        "answered": "Получен ответ",
        "overdue": "Просрочено {n} дн.",
        "overdue one": "Просрочено 1 дн.",
        "waiting": "Ждём ответа",
        "waiting until": "Ждём, осталось {n} дн.",
        "waiting one": "Ждём, остался 1 дн.",
        "waiting none": "Срок сегодня",
        "received": "Получено",
        "open": "Не сделано",
        "due in": "Срок через {n} дн.",
        "due in one": "Срок завтра",
        "due in none": "Срок сегодня",
        "done": "Сделано",
        "no consent": "Не записано",
    },
    "kk": {
        "unsent": "Жіберілмеген",
        "answered": "Жауап келді",
        "overdue": "{n} күн кешікті",
        "overdue one": "1 күн кешікті",
        "waiting": "Жауап күтілуде",
        "waiting until": "Күтілуде, {n} күн қалды",
        "waiting one": "Күтілуде, 1 күн қалды",
        "waiting none": "Мерзімі бүгін",
        "received": "Алынды",
        "open": "Орындалмаған",
        "due in": "Мерзімі {n} күннен кейін",
        "due in one": "Мерзімі ертең",
        "due in none": "Мерзімі бүгін",
        "done": "Орындалды",
        "no consent": "Жазылмаған",
    },
}
NEEDS_NOTHING = frozenset({"no_answer_needed", "closed"})
OVER = frozenset({"served", "expunged", "closed"})


def of_letters(reading: Reading, ids: Sequence[str]) -> Cells:
    """What each letter waits for on the day."""
    rows = rows_of(reading.session.connection(), LETTERS, ids)
    return {record: {"state": _letter(reading, *row)} for record, *row in rows}


def _letter(
    reading: Reading,
    direction: str | None,
    status: str | None,
    sent: str | None,
    due: str | None,
    answered: str | None,
) -> Cell:
    words = WORDS[reading.language]
    if direction == "in":
        if status == "to_answer":
            return Cell(reading.speaker.label("letter_status", status), Sign.TO_DO)
        return Cell(words["received"], Sign.RECEIVED)
    if answered or status == "answered":
        why = show_date(answered, reading.language) if answered else ""
        return Cell(words["answered"], Sign.DONE, why)
    if status in NEEDS_NOTHING:
        return Cell(reading.speaker.label("letter_status", status), Sign.DONE)
    if not sent:
        return Cell(words["unsent"], Sign.UNSENT)
    return _until(reading, due, "waiting", "waiting until", Sign.WAITING)


def of_tasks(reading: Reading, ids: Sequence[str]) -> Cells:
    """Whether each task is done, late, or due on some day."""
    words = WORDS[reading.language]
    return {
        record: {
            "state": Cell(words["done"], Sign.DONE, show_date(done, reading.language))
            if done
            else _until(reading, due, "open", "due in", Sign.TO_DO)
        }
        for record, due, done in rows_of(reading.session.connection(), TASKS, ids)
    }


def _until(reading: Reading, due: str | None, lasting: str, until: str, sign: Sign) -> Cell:
    """How long something may wait until its day: late when its last possible day has passed."""
    words = WORDS[reading.language]
    day = stored_date(due)
    if day is None or day.latest is None:
        return Cell(words[lasting], sign)
    why = day.show(reading.language)
    left = (day.latest - reading.day).days
    if left < 0:
        return Cell(_counted(words, "overdue", "overdue one", -left), Sign.OVERDUE, why)
    stem = until.removesuffix(" until")
    if left == 0:
        return Cell(words[f"{stem} none"], sign, why)
    return Cell(_counted(words, until, f"{stem} one", left), sign, why)


def _counted(words: Any, many: str, one: str, number: int) -> str:
    return str(words[one] if number == 1 else words[many].format(n=number))


def of_prosecutions(reading: Reading, ids: Sequence[str]) -> Cells:
    """The next hearing of each prosecution."""
    coming: dict[str, list[tuple[date, str, str | None]]] = {}
    for prosecution, at, kind in rows_of(reading.session.connection(), HEARINGS, ids):
        day = stored_date(at)
        if day is not None and day.latest is not None and day.latest >= reading.day:
            coming.setdefault(prosecution, []).append((day.earliest or day.latest, at, kind))
    return {
        prosecution: {"next_hearing": _hearing(reading, min(found, key=lambda one: one[:2]))}
        for prosecution, found in coming.items()
    }


def _hearing(reading: Reading, hearing: tuple[date, str, str | None]) -> Cell:
    _, at, kind = hearing
    why = reading.speaker.label("hearing_kind", kind) if kind else ""
    return Cell(show_date(at, reading.language), why=why)


def of_consents(reading: Reading, ids: Sequence[str]) -> Cells:
    """What each person has answered to the question of consent, as far as it holds on the day."""
    fields = kinds()["consent"].fields
    said: dict[str, set[str]] = {}
    for person, answer, scope, audiences, expires, withdrawn in rows_of(
        reading.session.connection(), CONSENTS, ids
    ):
        until = stored_date(expires)
        # As papers take it: of a day not exactly known the first one ends it.
        if withdrawn or (until is not None and until.earliest is not None and until.earliest < reading.day):
            continue
        to = frozenset(orjson.loads(audiences)) if audiences else None
        texts = [
            reading.speaker.text(fields[key], value)
            for key, value in (("answer", answer), ("scope", scope), ("audiences", to))
        ]
        line = ": ".join(one for one in texts[:2] if one)
        said.setdefault(person, set()).add(f"{line} ({texts[2]})" if texts[2] else line)
    none = Cell(WORDS[reading.language]["no consent"], Sign.MISSING)
    return {
        person: {"consent": Cell("; ".join(sorted(said[person]))) if person in said else none}
        for person in ids
    }


def of_anything(reading: Reading, ids: Sequence[str]) -> Cells:
    """In how many records each one is named."""
    rows = rows_of(reading.session.connection(), NAMED, ids)
    return {
        record: {"named": Cell(f"{MOST_NAMED}+" if number >= MOST_NAMED else str(number))}
        for record, number in rows
    }


LETTER = Source((DerivedColumn("state", "State"),), of_letters)
TASK = Source((DerivedColumn("state", "State"),), of_tasks)
PROSECUTION = Source((DerivedColumn("next_hearing", "Next hearing"),), of_prosecutions)
CONSENT = Source((DerivedColumn("consent", "Consent"),), of_consents)
NAMING = Source((DerivedColumn("named", "Named in", numeric=True),), of_anything)
