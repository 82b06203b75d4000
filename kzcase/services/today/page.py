"""Puts Today together in one read unit: every part of it reads a bounded number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from kzcase.services.agenda import find
from kzcase.services.agenda.order import within_days
from kzcase.services.agenda.read import due_in
from kzcase.services.agenda.tell import told
from kzcase.services.derived import tally
from kzcase.services.office import Office
from kzcase.services.today import visits
from kzcase.services.today.decisions import decisions
from kzcase.services.today.shapes import Backup, InForce, Today
from kzcase.vault import meta

DAYS = 30
"""How far ahead Today looks."""
MOST_DUE = 60
MOST_BESIDE = 10
MONTHS = 12
LETTERS = ("letter_due", "letter_unanswered")

BACKED_UP = {
    "en": ("Never backed up", "today", "yesterday", "{n} days ago"),
    "ru": ("Резервной копии ещё нет", "сегодня", "вчера", "{n} дн. назад"),
    "kk": ("Сақтық көшірме әлі жоқ", "бүгін", "кеше", "{n} күн бұрын"),
}


def today(office: Office, as_of: date, language: str = "en") -> Today:
    """What the Today page says on a day."""
    with office.read() as session:
        return today_in(session, as_of, language)


def today_in(session: Session, as_of: date, language: str = "en") -> Today:
    """The same inside a unit that is already open."""
    connection = session.connection()
    never = find.of_what(connection, LETTERS, as_of, passed=True, limit=MOST_BESIDE)
    ending = find.of_what(connection, ("restriction_ends",), as_of, passed=False, limit=MOST_BESIDE)
    put_off = find.put_off(connection, as_of, limit=MOST_DUE)
    beside = told(session, [*never, *ending, *put_off], as_of, language)
    after_never = len(never) + len(ending)
    return Today(
        as_of=as_of,
        agenda=due_in(session, as_of, DAYS, language, limit=MOST_DUE),
        never_answered=within_days(beside[: len(never)]),
        ends_next=within_days(beside[len(never) : after_never]),
        in_force=_in_force(session, as_of),
        decisions=decisions(session, language, as_of),
        since=visits.since(session, language),
        backup=_backup(session, as_of, language),
        put_off=beside[after_never:],
    )


def _in_force(session: Session, as_of: date) -> InForce:
    connection = session.connection()
    months = list(_months(as_of, MONTHS + 1))
    ends = tally.ending_by_month(connection, months[0], months[-1])
    return InForce(
        people=tally.on(connection, tally.PEOPLE, as_of),
        restrictions=tally.on(connection, tally.RESTRICTIONS, as_of),
        ending_30=tally.ending(connection, as_of, find.later(as_of, DAYS)),
        by_month=tuple((month, ends.get(month, 0)) for month in months[:-1]),
        unsettled=tally.on(connection, tally.UNSETTLED, as_of),
    )


def _months(first: date, number: int) -> Iterator[str]:
    """Months in order, as "2026-12"."""
    for index in range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + number):
        yield f"{index // 12:04}-{index % 12 + 1:02}"


def _backup(session: Session, as_of: date, language: str) -> Backup:
    words = BACKED_UP.get(language, BACKED_UP["en"])
    made = [copy for copy in meta.copies(session) if copy.what == "backup"]
    if not made:
        return Backup(None, False, None, words[0])
    days = max(0, (as_of - date.fromisoformat(made[-1].made_on)).days)
    said = words[days + 1] if days < 2 else words[3].format(n=days)
    return Backup(made[-1].made_on, _is_there(made[-1].place), days, said)


def _is_there(place: str | None) -> bool:
    try:
        return place is not None and Path(place).is_file()
    except OSError:
        return False
