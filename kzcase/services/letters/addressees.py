"""Whom the office writes to: posts, who left theirs, how much was sent and how fast it was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.search.statements import rows_of
from kzcase.services import belongings, lists, records
from kzcase.services.display import show_date
from kzcase.services.letters.correspondence import average_days, is_answered, waits
from kzcase.services.office import Office
from kzcase.services.stored import stored_date

MOST = 100
LETTERS = (
    "SELECT l.now, k.sent, k.answered, k.status FROM link AS l JOIN letter AS k ON k.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'letter' AND l.field = 'addressees' "
    "AND k.deleted IS NOT 1 AND k.direction = 'out' AND k.sent IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class AddresseeRow:
    """A contact, and the correspondence with them in numbers.

    `posting` is since when and until when they hold the post, in words; `left`
    says that its end has passed. `average_days` is None without an answered
    letter whose two days are known. `key` is the row's place: give it as `after`.
    """

    id: str
    kind: str
    title: str
    post: str
    posting: str
    left: bool
    sent: int
    answered: int
    unanswered: int
    average_days: float | None
    last_answer: str
    key: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class AddresseePage:
    """Rows by title, whether there are more, and after which key."""

    rows: tuple[AddresseeRow, ...]
    more: bool
    after: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class LeftPost:
    """Somebody who no longer holds the post: who, until when, and who came after ("" if not known)."""

    id: str
    title: str
    until: str
    successor: str
    successor_title: str


def addressees(
    office: Office,
    as_of: date,
    *,
    query: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = MOST,
    language: str = "en",
) -> AddresseePage:
    """A page of the contacts by title; a letter counts for whom it was addressed to."""
    with office.searching() if query else office.read() as session:
        found = lists.page_in(
            session,
            lists.ListQuery(
                "contact",
                filter=query,
                columns=(lists.TITLE,),
                after=after,
                limit=limit,
                language=language,
                day=as_of,
            ),
        )
        ids = [row.id for row in found.rows]
        contacts = {row["id"]: row for row in belongings.rows(session, "contact", ids)}
        letters = _letters(session, ids)
        made = (
            _row(one, contacts[one.id], letters.get(one.id, ()), as_of, language)
            for one in found.rows
            if one.id in contacts
        )
        return AddresseePage(tuple(made), found.more, found.after)


def left_post(office: Office, ids: Sequence[str], day: date, language: str = "en") -> tuple[LeftPost, ...]:
    """Those of some contacts whose posting ended for certain before a day, in their order."""
    with office.read() as session:
        rows = {row["id"]: row for row in belongings.rows(session, "contact", ids)}
        gone = {one: rows[one] for one in ids if one in rows and has_left(rows[one], day)}
        wanted = [*gone, *(row["succeeded_by"] for row in gone.values() if row["succeeded_by"])]
        titles = records.titles(session, wanted)
        return tuple(
            LeftPost(
                one,
                titles.get(one, ""),
                show_date(row["until"], language),
                row["succeeded_by"] or "",
                titles.get(row["succeeded_by"] or "", ""),
            )
            for one, row in gone.items()
        )


def has_left(contact: Mapping[Any, Any], day: date) -> bool:
    """Whether a contact's posting ended for certain before a day."""
    until = stored_date(contact["until"])
    return until is not None and until.latest is not None and until.latest < day


def _letters(session: Session, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for now, sent, answered, status in rows_of(session.connection(), LETTERS, sorted(ids)):
        found.setdefault(now, []).append({"sent": sent, "answered": answered, "status": status})
    return found


def _row(
    row: lists.ListRow,
    contact: Mapping[Any, Any],
    letters: Sequence[Mapping[str, Any]],
    as_of: date,
    language: str,
) -> AddresseeRow:
    answered = [one for one in letters if is_answered(one)]
    days = [day for one in answered if (day := stored_date(one["answered"])) is not None]
    last = max(days, key=lambda one: one.sort_key, default=None)
    since, until = (contact[key] for key in ("since", "until"))
    posting = "–".join(show_date(one, language) if one else "" for one in (since, until))
    return AddresseeRow(
        row.id,
        "contact",
        row.cells[0],
        contact["position"] or "",
        posting if since or until else "",
        has_left(contact, as_of),
        len(letters),
        len(answered),
        sum(waits(one) for one in letters),
        average_days(answered),
        show_date(str(last), language) if last is not None else "",
        row.key,
    )
