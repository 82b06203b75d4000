"""Seeing the loop: which letters about a person preceded which change.

That one came after the other is all that is said; nothing here claims that a
letter caused anything. A change counts as coming after a letter only if it
surely did, whatever days their partial dates may mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kzcase.dates.edtf import Edtf
from kzcase.services import belongings, restrictions
from kzcase.services.display import Speaker, show_date
from kzcase.services.letters.asks import OPEN
from kzcase.services.letters.painting import to_words
from kzcase.services.letters.shapes import ChangeAfter, LoopRow
from kzcase.services.office import Office
from kzcase.services.stored import stored_date

LOOP_DAYS = 365
"""So long after a letter a change is shown beside it."""

NOT_YET = frozenset({"pending", "not_appealed"})
"""The terms of `appeal_outcome` and `prosecution_outcome` under which nothing was decided."""

Row = Mapping[Any, Any]

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "restriction": "Restriction lifted",
        "detention": "Released",
        "measure": "Measure of restraint ended",
        "sentence": "Appeal decided",
        "prosecution": "Case closed",
        "ask": "Asked for, and what came of it",
    },
    "ru": {
        "restriction": "Ограничение снято",
        "detention": "Освобождение",
        "measure": "Мера пресечения прекращена",
        "sentence": "Апелляция рассмотрена",
        "prosecution": "Дело закрыто",
        "ask": "Просьба и её исход",
    },
    "kk": {
        "restriction": "Шектеу алынды",
        "detention": "Босатылды",
        "measure": "Бұлтартпау шарасы тоқтатылды",
        "sentence": "Апелляция қаралды",
        "prosecution": "Іс жабылды",
        "ask": "Өтініш және оның нәтижесі",
    },
}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed for a person: on which day, in words, and the record that says so."""

    day: Edtf
    said: str
    words: str
    kind: str
    id: str


def loop(office: Office, person_id: str, language: str = "en") -> tuple[LoopRow, ...]:
    """The letters sent about a person, the oldest first, each with what changed within `LOOP_DAYS` after.

    Changes are restrictions lifted or changed, releases, measures ended, appeals
    and cases decided, and asks with an outcome.
    """
    with office.read() as session:
        now = belongings.now_of(session, person_id)
        rows = [
            row
            for row in belongings.naming(session, "letter", (now,), "persons")
            if row["direction"] == "out"
        ]
        speaker = Speaker(session, language)
        speaker.remember_titles({one for row in rows for one in row["addressees"] or ()})
        changed = list(changes(session, speaker, now, [row["id"] for row in rows]))
        dated = [(day, row) for row in rows if (day := stored_date(row["sent"])) is not None]
        dated.sort(key=lambda one: (one[0].sort_key, one[1]["id"]))
        return tuple(_row(speaker, day, row, changed) for day, row in dated)


def changes(session: Session, speaker: Speaker, person: str, letters: list[str]) -> Iterator[Change]:
    """Everything that changed for a person who stands for themself, in no order."""
    limits = belongings.naming(session, "restriction", (person,), "person")
    texts = {row["id"]: restrictions.describe(speaker, row) for row in limits}
    measures = belongings.naming(session, "measure", (person,), "person")
    texts |= {row["id"]: _term(speaker, "measure_kind", row["kind"]) for row in measures}
    prosecutions = belongings.naming(session, "prosecution", (person,), "person")
    below = [row["id"] for row in prosecutions]
    asks = belongings.naming(session, "ask", [person, *letters], "record")
    several: tuple[tuple[str, str, list[Row], Callable[[Row], str | None]], ...] = (
        ("restriction", "lifted", limits, lambda row: _joined(_why(speaker, row), texts[row["id"]])),
        (
            "restriction_change",
            "date",
            belongings.naming(session, "restriction_change", list(texts), "record"),
            lambda row: _joined(_term(speaker, "change_kind", row["kind"]), texts.get(row["record"], "")),
        ),
        ("measure", "lifted", measures, lambda row: _joined(_why(speaker, row), texts[row["id"]])),
        (
            "detention",
            "end",
            belongings.naming(session, "detention", (person,), "person"),
            lambda row: _term(speaker, "release_ground", row["release_ground"]),
        ),
        (
            "sentence",
            "appeal_decided",
            belongings.naming(session, "sentence", below, "prosecution"),
            lambda row: _unless(speaker, "appeal_outcome", row["appeal_outcome"]),
        ),
        (
            "prosecution",
            "closed",
            prosecutions,
            lambda row: _unless(speaker, "prosecution_outcome", row["outcome"]),
        ),
        ("ask", "outcome_date", asks, lambda row: _decided(speaker, row)),
    )
    for kind, field, rows, tell in several:
        for row in rows:
            day = stored_date(row[field])
            told = tell(row) if day is not None else None
            if day is not None and told is not None:
                head = WORDS.get(speaker.language, WORDS["en"]).get(kind, "")
                said = show_date(row[field], speaker.language)
                yield Change(day, said, ": ".join(one for one in (head, told) if one), kind, row["id"])


def _row(speaker: Speaker, sent: Edtf, row: Row, changed: list[Change]) -> LoopRow:
    then = []
    for one in changed:
        days = days_after(sent, one.day)
        if days is not None and days <= LOOP_DAYS:
            then.append(ChangeAfter(one.said, one.words, one.kind, one.id, days))
    return LoopRow(
        letter_id=row["id"],
        day=show_date(row["sent"], speaker.language),
        words=row["subject"] or "",
        to_words=to_words(speaker, row),
        response_words=speaker.label("letter_response", row["response"]) if row["response"] else "",
        then=tuple(sorted(then, key=lambda one: (one.days_after, one.kind, one.id))),
    )


def days_after(sent: Edtf, changed: Edtf) -> int | None:
    """How many days a change came after a letter, at least; None if it did not surely come after."""
    first: date | None = changed.fuzzy[0]
    last: date | None = sent.fuzzy[1]
    if first is None or last is None or first <= last:
        return None
    return (first - last).days


def _joined(*said: str) -> str:
    return ", ".join(one for one in said if one)


def _term(speaker: Speaker, name: str, key: str | None) -> str:
    return speaker.label(name, key) if key else ""


def _why(speaker: Speaker, row: Row) -> str:
    return _term(speaker, "lifted_reason", row["lifted_reason"])


def _unless(speaker: Speaker, name: str, key: str | None) -> str | None:
    """What was decided; None while nothing was."""
    return None if key in NOT_YET else _term(speaker, name, key)


def _decided(speaker: Speaker, row: Row) -> str | None:
    if row["outcome"] is None or row["outcome"] in OPEN:
        return None
    text = {"ru": row["text_ru"], "kk": row["text_kk"]}.get(speaker.language) or row["text"] or ""
    return _joined(text.partition("\n")[0], speaker.label("ask_outcome", row["outcome"]))
