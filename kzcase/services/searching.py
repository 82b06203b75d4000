"""Finds records by any name or word, and by what else is asked of them, as every box of the program does.

A typed text is read for filters ("restriction in force Turkistan"); what is
left are words. Where the filters find nothing, everything is taken as words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from kzcase.names.keyboard import mistyped
from kzcase.search import narrowed
from kzcase.search.filters.ground import understood
from kzcase.search.filters.offers import Offer, offers
from kzcase.search.filters.said import Chip, chips, explain
from kzcase.search.filters.shapes import Filter, Key, Query
from kzcase.search.query import Hit
from kzcase.search.query import find as find_in
from kzcase.services import lists
from kzcase.services.office import Office

__all__ = [
    "Chip",
    "Filter",
    "Hit",
    "Key",
    "Meant",
    "Offer",
    "Query",
    "everything",
    "find",
    "find_narrowed",
    "meant",
    "offered",
]

MOST_TAKEN = 5_000
"""So many records a search may choose for a case file or a paper."""

BY_KEYS = 0.6
"""The score of what the same keys find in another layout: it only looks like what was typed."""

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Meant:
    """What a typed text was understood to ask: the query, its filters as chips, and all of it in words."""

    query: Query
    chips: tuple[Chip, ...]
    words: str


def find(
    office: Office, query: str, *, kinds: Sequence[str] | None = None, limit: int = 50, alike: bool = True
) -> tuple[Hit, ...]:
    """The best `limit` records for words; nothing for an empty text; `alike` ones too."""
    with office.searching() as session:
        return find_in(session, query, kinds=kinds, limit=limit, alike=alike, known=office.known_words)


def find_narrowed(
    office: Office,
    text: str,
    *,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
    alike: bool = True,
    day: date | None = None,
) -> tuple[Hit, ...]:
    """The same for words and filters; a text without filters is words alone."""
    with office.searching() as session:
        return narrowed_in(session, office, text, kinds=kinds, limit=limit, alike=alike, day=day)


def narrowed_in(
    session: Session,
    office: Office,
    text: str,
    *,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
    alike: bool = True,
    day: date | None = None,
) -> tuple[Hit, ...]:
    """The same inside a unit that is already open."""
    on, known = day or office.today(), office.known_words
    query = understood(session.connection(), text, on)
    if query.filters:
        found = narrowed.find(session, query, on, kinds=kinds, limit=limit, alike=alike, known=known)
        if found:
            return found
    found = find_in(session, text, kinds=kinds, limit=limit, alike=alike, known=known)
    if found or not alike:
        return found
    # Nothing at all: perhaps the keyboard was set to another language.
    return tuple(
        hit._replace(score=min(hit.score, BY_KEYS))
        for other in mistyped(text)
        for hit in find_in(session, other, kinds=kinds, limit=limit, alike=False, known=known)
    )[:limit]


def everything(
    office: Office, text: str, kinds: Sequence[str], *, day: date | None = None, most: int = MOST_TAKEN
) -> tuple[tuple[str, ...], bool]:
    """The ids of all records of these kinds that a text finds, and whether that is all of them.

    Names that only look like the words are left out.
    """
    on = day or office.today()
    with office.searching() as session:
        query = understood(session.connection(), text, on)
        able = narrowed.possible(query, kinds) if query.filters else ()
        if not able:
            hits = find_in(session, text, kinds=kinds, limit=_PAGE + 1, alike=False, known=office.known_words)
            return tuple(hit.id for hit in hits[:_PAGE]), len(hits) <= _PAGE
    found: list[str] = []
    for kind in able:
        asked = _in_list(query, kind)
        after, more = None, True
        while more and len(found) <= most:
            page = lists.page(office, replace(asked, after=after, day=on, limit=_PAGE))
            found += [row.id for row in page.rows]
            after, more = page.after, page.more
    return tuple(found[:most]), len(found) <= most


def _in_list(query: Query, kind: str) -> lists.ListQuery:
    """A query as the list of a kind is asked: the kind itself need not be named there."""
    text = list(query.text)
    for one in query.filters:
        if one.key is Key.KIND:
            text[one.start : one.end] = " " * (one.end - one.start)
    return lists.ListQuery(kind, filter="".join(text).strip())


def meant(
    office: Office, text: str, language: str = "en", *, kind: str = "", day: date | None = None
) -> Meant:
    """What a typed text asks, for whoever typed it; `kind` is that of the list it stands above."""
    with office.read() as session:
        query = understood(session.connection(), text, day or office.today(), kind)
        told = chips(session.connection(), query, language)
        return Meant(query, told, explain(query, told, language))


def offered(office: Office, text: str, language: str = "en", *, kind: str = "") -> tuple[Offer, ...]:
    """Filters that the end of a typed text may be going to name, each with the text it would make."""
    with office.read() as session:
        return offers(session.connection(), text, language, kind)
