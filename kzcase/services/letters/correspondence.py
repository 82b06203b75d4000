"""What passed between the office and one addressee: how much was sent, answered, and how fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kzcase.dates.edtf import Edtf
from kzcase.services import belongings
from kzcase.services.display import show_date
from kzcase.services.letters import register
from kzcase.services.letters.shapes import Correspondence
from kzcase.services.office import Office
from kzcase.services.stored import stored_date

MOST_SHOWN = 100


def correspondence(
    office: Office, addressee: str, language: str = "en", *, as_of: date | None = None
) -> Correspondence:
    """The correspondence with a contact or an organisation, of the latter also with its contacts.

    `letters` are the newest `MOST_SHOWN`, as they stand on a day (default:
    today). What was never sent is not counted.
    """
    as_of = as_of or office.today()
    with office.read() as session:
        ids = register.addressed_to(session, addressee)
        rows = [row for row in belongings.rows(session, "letter", ids) if not row["deleted"]]
        shown = register.newest(session, [row["id"] for row in rows], as_of, language, MOST_SHOWN)
        late = register.overdue_of(session, [row["id"] for row in rows], as_of)
    sent = [row for row in rows if row["direction"] == "out" and row["sent"] is not None]
    answered = [row for row in sent if is_answered(row)]
    replies = [day for row in answered if (day := stored_date(row["answered"])) is not None]
    last = max(replies, key=lambda one: one.sort_key, default=None)
    return Correspondence(
        sent=len(sent),
        received=sum(row["direction"] == "in" for row in rows),
        answered=len(answered),
        unanswered=sum(waits(row) for row in sent),
        overdue=len(late),
        average_days=average_days(answered),
        last_answer=show_date(str(last), language) if last is not None else "",
        letters=shown,
    )


def is_answered(row: Mapping[Any, Any]) -> bool:
    """Whether a reply to a letter came, with or without its day."""
    return row["answered"] is not None or row["status"] == "answered"


def waits(row: Mapping[Any, Any]) -> bool:
    """Whether a letter that was sent still waits for a reply."""
    return not is_answered(row) and row["status"] not in ("no_answer_needed", "closed")


def average_days(rows: Iterable[Mapping[Any, Any]]) -> float | None:
    """The mean number of days from sending to answer of those letters whose two days are exactly known."""
    known = [
        (answered - sent).days
        for row in rows
        if (sent := _day(stored_date(row["sent"]))) is not None
        and (answered := _day(stored_date(row["answered"]))) is not None
        and answered >= sent
    ]
    return sum(known) / len(known) if known else None


def _day(value: Edtf | None) -> Any:
    return value.day if value is not None else None
