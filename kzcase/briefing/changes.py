"""What changed since a paper was last handed out: which field of which record, and how it is said.

A changed value carries the note `CHANGED` beside those of its sources. So the
mark goes wherever the value goes, into every line that is made of it, and only
what passed the gate can be said to have changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kzcase.briefing.content import Brief, Change, Dated, Limit
from kzcase.briefing.said import Note, Said
from kzcase.history.tables import groups
from kzcase.models.ledger import RevisionRow
from kzcase.timeline.layout import TimelineItem

CHANGED = "changed"
"""The note of a value that changed since the paper was last handed out; it is no source and has no number."""

Changes = frozenset[tuple[str, str]]
"""Fields that changed, each as (record, field)."""


@dataclass(frozen=True, slots=True)
class Since:
    """The paper that was handed out last: its day, and the number of the latest revision it could know."""

    day: date
    mark: int


def mark(session: Session) -> int:
    """The number of the latest revision that is here: the state of the vault a paper is gathered from."""
    return session.scalar(select(func.max(RevisionRow.seq))) or 0


def changed(session: Session, records: Iterable[str], since: int) -> Changes:
    """Which fields of some records were set by revisions that came after a state."""
    found: set[tuple[str, str]] = set()
    for group in groups(sorted(records)):
        rows = session.execute(
            select(RevisionRow.record, RevisionRow.parts).where(
                RevisionRow.record.in_(group), RevisionRow.seq > since
            )
        )
        for record, parts in rows:
            found |= {(record, key) for part in orjson.loads(parts) for key in part["fields"]}
    return frozenset(found)


def told(briefs: Iterable[Brief]) -> tuple[Change, ...]:
    """Every line of some briefs that holds something changed, each once, under its printed name."""
    found: dict[Change, None] = {}
    for brief in briefs:
        for part in fields(brief):
            for line in _lines(getattr(brief, part.name)):
                found.setdefault(Change(brief.person, brief.title, line))
    return tuple(found)


def _lines(value: object) -> Iterable[Said]:
    """The changed stretches of a part, whole lines rather than pieces of them."""
    match value:
        case Said():
            if CHANGED in value.notes:
                yield value
        case Limit():
            parts = (value.title, value.until, *value.conditions, *value.wording, *value.how)
            if any(CHANGED in one.notes for one in parts):
                yield Said(f"{value.title.text}: {value.until.text}", (), value.until.mark)
        case Dated():
            if any(CHANGED in one.notes for one in (value.what, *value.detail)):
                yield Said(f"{value.when}: {value.what.text}" if value.when else value.what.text)
        case tuple():
            for one in value:
                yield from _lines(one)
        case str() | Note() | TimelineItem():
            return
        case _ if is_dataclass(value):
            for part in fields(value):
                yield from _lines(getattr(value, part.name))
