"""The correspondence of a period in numbers: how many, to whom, answered how soon, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.history.tables import run
from kzcase.search.statements import rows_of
from kzcase.services import belongings
from kzcase.services.derived import awaited
from kzcase.services.display import Speaker
from kzcase.services.letters import register
from kzcase.services.letters.correspondence import average_days, is_answered
from kzcase.services.letters.shapes import Figures, Month, Share
from kzcase.services.office import Office
from kzcase.services.stored import stored_date

FIELDS = (
    *("id", "direction", "kind", "mechanism", "sent", "answered", "status", "response", "impact", "reply_to"),
)
IN_YEARS = (
    f"SELECT {', '.join(f'k.{name}' for name in FIELDS)} FROM letter AS k "
    "JOIN record AS r ON r.id = k.id AND r.status = 'here' "
    "WHERE k.direction = ? AND k.sent >= ? AND k.sent < ?"
)
PEOPLE = "SELECT DISTINCT now FROM link WHERE source IN (:ids) AND kind = 'letter' AND field = 'persons'"
NOT_GIVEN = ""
"""The key of the share of those of which something is not recorded."""

WITHOUT = {"en": "not recorded", "ru": "не записано", "kk": "жазылмаған"}

Row = Mapping[str, Any]


def figures(office: Office, first: date, last: date, language: str = "en") -> Figures:
    """The figures of a period, both days included; what goes through them are the letters of its years."""
    if last < first:
        raise ValueError("the period ends before it begins")
    with office.read() as session:
        sent, received = (_within(_rows(session, way, first, last), first, last) for way in ("out", "in"))
        ids = [row["id"] for row in sent]
        speaker = Speaker(session, language)
        expecting = [row for row in sent if not awaited.expects_no_reply(row["kind"])]
        expecting = [row for row in expecting if row["status"] != "no_answer_needed"]
        answered = [row for row in expecting if is_answered(row)]
        people = {row[0] for row in rows_of(session.connection(), PEOPLE, ids)}
        to = awaited.addressed(session.connection(), ids)
        outcomes = [row["outcome"] or "open" for row in belongings.naming(session, "ask", ids, "record")]
        months, undated = _months(sent, received)
        return Figures(
            first=first,
            last=last,
            sent=len(sent),
            received=len(received),
            people=len(people),
            expecting=len(expecting),
            answered=len(answered),
            overdue=len(register.overdue_of(session, ids, office.today())),
            answer_rate=len(answered) / len(expecting) if expecting else None,
            average_days=average_days(answered),
            by_kind=_shares(speaker, "letter_kind", (row["kind"] for row in sent)),
            by_addressee=_shares(
                speaker, "organisation_kind", (kind for letter in ids for kind in _kinds(to.get(letter)))
            ),
            by_mechanism=_shares(speaker, "mechanism", (row["mechanism"] for row in sent)),
            by_response=_shares(speaker, "letter_response", (row["response"] for row in answered)),
            by_impact=_shares(speaker, "letter_impact", (row["impact"] for row in sent if row["impact"])),
            by_outcome=_shares(speaker, "ask_outcome", outcomes),
            by_month=months,
            undated=undated,
        )


def _rows(session: Session, direction: str, first: date, last: date) -> list[Row]:
    """The letters of the years that the period touches, by an index of direction and day."""
    values = (direction, f"{first.year:04}", f"{last.year + 1:04}")
    found = run(session.connection(), IN_YEARS, values).fetchall()
    return [dict(zip(FIELDS, row, strict=True)) for row in found]


def _within(rows: Iterable[Row], first: date, last: date) -> list[Row]:
    """Those that were sent in the period; of a partial date every day must lie in it."""
    found = []
    for row in rows:
        day = stored_date(row["sent"])
        if day is None or day.earliest is None or day.latest is None:
            continue
        if first <= day.earliest and day.latest <= last:
            found.append(row)
    return found


def _kinds(to: awaited.Addressed | None) -> Sequence[str]:
    return sorted(to.kinds) if to is not None and to.kinds else (NOT_GIVEN,)


def _shares(speaker: Speaker, name: str, keys: Iterable[str | None]) -> tuple[Share, ...]:
    """The parts of a whole, the largest first."""
    counted = Counter(key or NOT_GIVEN for key in keys)
    ordered = sorted(counted.items(), key=lambda one: (one[0] == NOT_GIVEN, -one[1], one[0]))
    return tuple(
        Share(
            key,
            speaker.label(name, key) if key else WITHOUT.get(speaker.language, WITHOUT["en"]),
            number,
        )
        for key, number in ordered
    )


def _months(sent: Sequence[Row], received: Sequence[Row]) -> tuple[tuple[Month, ...], int]:
    """By month of sending or receiving; those whose month is not exactly known are counted apart."""
    counted: Counter[tuple[str, str]] = Counter()
    undated = 0
    for what, rows in (("sent", sent), ("received", received)):
        for row in rows:
            month = _month(row["sent"])
            if month is None:
                undated += 1
                continue
            counted[month, what] += 1
            if what == "sent" and is_answered(row):
                counted[month, "answered"] += 1
    found = sorted({month for month, _ in counted})
    return tuple(
        Month(one, counted[one, "sent"], counted[one, "received"], counted[one, "answered"]) for one in found
    ), undated


def _month(stored: str) -> str | None:
    day = stored_date(stored)
    if day is None or day.earliest is None or day.latest is None:
        return None
    first, last = day.earliest.isoformat()[:7], day.latest.isoformat()[:7]
    return first if first == last else None
