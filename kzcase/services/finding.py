"""Finds records of every kind for someone who types a few letters, each with what tells it from its like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from kzcase.models.base import kinds
from kzcase.models.ledger import RecordRow
from kzcase.search import query
from kzcase.services.office import Office
from kzcase.services.searching import narrowed_in
from kzcase.services.telling import Told, telling

CERTAIN = query.BY_WORDS - query.UNLIKENESS
"""A hit of this score or more has what was typed in it; others only look like it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A record: its title, the spelling that matched, what tells it apart; `alike`: it only looks so.

    Of a document that was found by the words of its file, `page` is where.
    """

    id: str
    kind: str
    title: str
    matched: str
    beside: tuple[Told, ...]
    alike: bool = False
    page: int = 0


def find(
    office: Office, text: str, language: str = "en", limit: int = 24, *, alike: bool = True
) -> tuple[Found, ...]:
    """The likeliest records for what is being typed; nothing for nothing.

    Without `alike` only those that have what was typed in them, which takes half as long; those
    that only look like it stand behind them in the whole answer.
    """
    with office.searching() as session:
        hits = narrowed_in(session, office, text, limit=limit, alike=alike)
        beside = telling(session, [(hit.id, hit.kind) for hit in hits], language)
        return tuple(
            Found(
                hit.id,
                hit.kind,
                hit.title,
                hit.matched,
                beside.get(hit.id, ()),
                hit.score < CERTAIN,
                hit.page,
            )
            for hit in hits
        )


def these(office: Office, ids: Sequence[str], language: str = "en") -> tuple[Found, ...]:
    """Records by their ids, in that order; those that are not here are left out."""
    columns = (RecordRow.id, RecordRow.kind, RecordRow.title)
    with office.read() as session:
        statement = select(*columns).where(RecordRow.id.in_(ids), RecordRow.status == "here")
        rows = {
            one: (kind, title or "")
            for one, kind, title in session.execute(statement)
            if kind is not None and kind in kinds()
        }
        beside = telling(session, [(one, kind) for one, (kind, _) in rows.items()], language)
        return tuple(Found(one, *rows[one], rows[one][1], beside.get(one, ())) for one in ids if one in rows)
