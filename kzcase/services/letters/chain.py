"""What a letter is chained to: the one it answers or follows, and those that answered or followed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kzcase.services import belongings
from kzcase.services.display import Speaker, show_date
from kzcase.services.letters.painting import to_words
from kzcase.services.office import Office

ANSWERS, FOLLOWS, ANSWERED_BY, FOLLOWED_BY = "reply_to", "follow_up_of", "reply", "follow_up"
_BACK = {ANSWERS: ANSWERED_BY, FOLLOWS: FOLLOWED_BY}


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A letter at the other end of a link: its relation to the first, its day, whose it is, its subject."""

    id: str
    relation: str
    day: str
    number: str
    to_words: str
    subject: str


def chain(office: Office, letter_id: str, language: str = "en") -> tuple[ChainRow, ...]:
    """The letters one link away, those before it first, then by day."""
    with office.read() as session:
        found = list(_linked(session, letter_id))
        speaker = Speaker(session, language)
        speaker.remember_titles(
            {one for _, row in found for field in ("addressees", "senders") for one in row[field] or ()}
        )
        return tuple(
            ChainRow(
                row["id"],
                relation,
                show_date(day, language) if (day := row["sent"] or row["written"]) else "",
                row["number"] or "",
                to_words(speaker, row),
                row["subject"] or "",
            )
            for relation, row in found
        )


def _linked(session: Session, letter_id: str) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    for own in belongings.rows(session, "letter", (letter_id,)):
        for relation in _BACK:
            if own[relation]:
                for row in belongings.rows(session, "letter", (own[relation],)):
                    yield relation, row
    for field, relation in _BACK.items():
        later = belongings.naming(session, "letter", (letter_id,), field)
        for row in sorted(later, key=_by_day):
            yield relation, row


def _by_day(row: Mapping[Any, Any]) -> tuple[str, str]:
    """EDTF sorts as text; what has no day comes last."""
    return (row["sent"] or row["written"] or "~", row["id"])
