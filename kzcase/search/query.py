"""Puts a typed query to the index: titles first, then words, then words that look alike.

Never `ORDER BY rank` while typing: bm25 scores every hit of a letter. First a
range over the folded titles, then unranked words, and only when little was
found, words at a small edit distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import ColumnElement, Select, bindparam, select, text
from sqlalchemy.orm import Session

from kzcase.models.base import kinds as all_kinds
from kzcase.models.base import models
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.names import folding
from kzcase.names.likeness import likeness
from kzcase.search.titles import name_text

LONGEST_QUERY = 200
MOST_WORDS = 8
NEAR_WORDS = 8
SHORTEST_FUZZY = 4
END = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: its title, the spelling that matched, and a score from 0 to 1."""

    id: str
    kind: str
    title: str
    matched: str
    score: float


def folded_words(query: str) -> tuple[str, ...]:
    """The folded words of a typed query; a pasted page is cut to its first few."""
    return folding.words(folding.fold(query[:LONGEST_QUERY]))[:MOST_WORDS]


def match_of(words: Sequence[str], *, prefix: bool = True) -> str:
    """An FTS5 expression for all of these words; quoting makes every other syntax plain text."""
    star = "*" if prefix else ""
    return " AND ".join('"{}"{}'.format(word.replace('"', '""'), star) for word in words)


def condition(query: str) -> ColumnElement[bool] | None:
    """A condition on the registry that keeps what a list's filter text finds; None for no text."""
    words = folded_words(query)
    if not words:
        return None
    found = text("SELECT rowid FROM search_text WHERE search_text MATCH :match_words").bindparams(
        bindparam("match_words", match_of(words))
    )
    return RecordRow.seq.in_(found.columns(RecordRow.seq).scalar_subquery())  # type: ignore[no-any-return]


def find(
    session: Session, query: str, *, kinds: Sequence[str] | None = None, limit: int = 50
) -> tuple[Hit, ...]:
    """At most `limit` records for a query: titles that begin with it, then its words, then words like them."""
    words = folded_words(query)
    if not words or limit <= 0:
        return ()
    wanted = tuple(kinds) if kinds is not None else tuple(all_kinds())
    found: dict[str, Hit] = {}

    def take(rows: Sequence[Any], score: float) -> None:
        for row in rows:
            if row.id not in found and len(found) < limit:
                found[row.id] = Hit(row.id, row.kind, row.title or "", row.title or "", score)

    for kind in wanted:
        if len(found) < limit:
            take(_titled(session, kind, " ".join(words), limit), 1.0)
    if len(found) < limit:
        take(_worded(session, match_of(words), wanted, limit), 0.9)
    if len(found) < min(limit, 3):
        for likely in _likely(session, words):
            take(_worded(session, match_of(likely), wanted, limit), 0.6)
    return _spelled(session, query, list(found.values()))


def _visible(kinds: Sequence[str]) -> Select[Any]:
    return select(RecordRow.id, RecordRow.kind, RecordRow.title, RecordRow.now).where(
        RecordRow.kind.in_(kinds), RecordRow.status == "here"
    )


def _titled(session: Session, kind: str, start: str, limit: int) -> Sequence[Any]:
    statement = (
        select(RecordRow.id, RecordRow.kind, RecordRow.title)
        .where(RecordRow.kind == kind, RecordRow.fold >= start, RecordRow.fold < start + END)
        .where(RecordRow.status == "here")
        .order_by(RecordRow.fold)
        .limit(limit)
    )
    return session.execute(statement).all()


def _worded(session: Session, match: str, kinds: Sequence[str], limit: int) -> Sequence[Any]:
    # Unranked, and cut before the join: a letter may hit every row.
    rows = text("SELECT rowid FROM search_text WHERE search_text MATCH :match LIMIT :most")
    seqs = session.scalars(rows, {"match": match, "most": limit * 4}).all()
    found = {
        row.seq: row
        for row in session.execute(_visible(kinds).add_columns(RecordRow.seq).where(RecordRow.seq.in_(seqs)))
    }
    return [found[seq] for seq in seqs if seq in found][:limit]


def _likely(session: Session, words: Sequence[str]) -> Sequence[tuple[str, ...]]:
    """Word by word, the known words at a small distance: combinations with one word changed."""
    known = session.scalars(text("SELECT term FROM search_word")).all()
    changed = []
    for place, word in enumerate(words):
        if len(word) < SHORTEST_FUZZY:
            continue
        most = 1 if len(word) < 8 else 2
        near = extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=NEAR_WORDS)
        changed += [(distance, (*words[:place], other, *words[place + 1 :])) for other, distance, _ in near]
    return [combination for _, combination in sorted(changed)]


def _spelled(session: Session, query: str, hits: list[Hit]) -> tuple[Hit, ...]:
    """Say of each person which spelling is nearest to what was typed, and order equal hits by it."""
    persons = [hit.id for hit in hits if hit.kind == "person"]
    if not persons:
        return tuple(hits)
    table = models()["name"].__table__
    rows = session.execute(
        select(LinkRow.now, table.c.parts)
        .join(LinkRow, LinkRow.source == table.c.id)
        .where(LinkRow.now.in_(persons), LinkRow.kind == "name", LinkRow.field == "person")
        .where(table.c.deleted.is_not(True))
        .order_by(table.c.id)
    ).all()
    nearest: dict[str, tuple[float, str]] = {}
    for now, parts in rows:
        said = name_text(parts)
        alike = likeness(query, said)
        if now not in nearest or alike > nearest[now][0]:
            nearest[now] = (alike, said)
    told = [
        Hit(
            hit.id,
            hit.kind,
            hit.title,
            nearest[hit.id][1],
            round(hit.score * (0.5 + nearest[hit.id][0] / 2), 3),
        )
        if hit.id in nearest
        else hit
        for hit in hits
    ]
    return tuple(sorted(told, key=lambda hit: -hit.score))
