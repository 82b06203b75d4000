"""Puts a typed query to the index: people by their names first, then titles, words, and what looks alike.

Never `ORDER BY rank` while typing: bm25 scores every hit of a letter. First a
range over the folded titles, then unranked words, and only when few people
were found, names at a small edit distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import ColumnElement, bindparam, select, text
from sqlalchemy.orm import Session

from kzcase.models.base import kinds as all_kinds
from kzcase.models.base import models
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.names import folding
from kzcase.names.likeness import likeness
from kzcase.search.index import NAME_MARK
from kzcase.search.titles import name_text

LONGEST_QUERY = 200
MOST_WORDS = 8
NEAR_WORDS = 12
SHORTEST_FUZZY = 4
LONG_WORD = 5
FEW_PEOPLE = 3
MOST_LOOKED_AT = 1_000
END = "\U0010ffff"

NOT_OFFERED = frozenset({"name", "citation", "alternative", "not_same", "benchmark_link", "term"})
"""Kinds that are found only when asked for: who looks for a name wants its person."""

BY_NAME, BY_TITLE, BY_WORDS, BY_LIKENESS = 1.0, 0.85, 0.75, 0.65
UNLIKENESS = 0.1
"""How much a person's score may lose for a spelling that is far from what was typed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: its title, the spelling that matched, and a score from 0 to 1."""

    id: str
    kind: str
    title: str
    matched: str
    score: float


def readings(query: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of a typed query in each way it can be read; a pasted page is cut to its beginning."""
    cut = query[:LONGEST_QUERY]
    folded = (folding.words(one)[:MOST_WORDS] for one in folding.readings(cut))
    return tuple(words for words in dict.fromkeys(folded) if words)


def match_of(words: Sequence[str], last: Sequence[str] = (), *, mark: str = "", prefix: bool = True) -> str:
    """An FTS5 expression for all of these words; `last` are other beginnings that the last may have.

    Quoting makes every other syntax plain text.
    """
    star = "*" if prefix else ""

    def quoted(word: str) -> str:
        return '"{}{}"{}'.format(mark, word.replace('"', '""'), star)

    *first, final = words
    ends = " OR ".join(quoted(word) for word in dict.fromkeys((final, *last)))
    return " AND ".join((*map(quoted, first), f"({ends})"))


def beginnings(query: str) -> tuple[str, ...]:
    """The other beginnings that the last word may have while it is still being typed."""
    ends = (folding.words(one)[-1:] for one in folding.prefixes(query[:LONGEST_QUERY])[1:])
    return tuple(word for end in ends for word in end)


def condition(query: str) -> ColumnElement[bool] | None:
    """A condition on the registry that keeps what a list's filter text finds; None for no text."""
    read = readings(query)
    if not read:
        return None
    match = " OR ".join(f"({match_of(words, beginnings(query))})" for words in read)
    found = text("SELECT rowid FROM search_text WHERE search_text MATCH :match_words").bindparams(
        bindparam("match_words", match)
    )
    return RecordRow.seq.in_(found.columns(RecordRow.seq).scalar_subquery())


def find(
    session: Session,
    query: str,
    *,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
    alike: bool = True,
) -> tuple[Hit, ...]:
    """At most `limit` records for a query, the likeliest first; nothing for an empty one.

    Without `kinds` those in `NOT_OFFERED` are left out; without `alike` names
    that only look like the query are. Any text may be given.
    """
    read = readings(query)
    if not read or limit <= 0:
        return ()
    offered = tuple(kinds) if kinds is not None else tuple(k for k in all_kinds() if k not in NOT_OFFERED)
    found: dict[str, Hit] = {}

    def take(rows: Iterable[Any], score: float) -> None:
        for row in rows:
            if row.id not in found and len(found) < limit:
                found[row.id] = Hit(row.id, row.kind, row.title or "", row.title or "", score)

    if "person" in offered:
        take(_people(session, query, read, limit), BY_NAME)
        if alike and len(found) < min(FEW_PEOPLE, limit):
            take(_alike(session, query, read[0], limit), BY_LIKENESS)
    others = tuple(kind for kind in offered if kind != "person")
    for kind in others:
        if len(found) < limit:
            take(_titled(session, kind, " ".join(read[0]), limit), BY_TITLE)
    if len(found) < limit:
        match = " OR ".join(f"({match_of(words, beginnings(query))})" for words in read)
        take(_worded(session, match, offered, limit), BY_WORDS)
    return _spelled(session, query, list(found.values()))


def _people(session: Session, query: str, read: Sequence[Sequence[str]], limit: int) -> Sequence[Any]:
    """People by their names: whose title begins so, then all who have all the words in any order."""
    rows = [row for words in read for row in _titled(session, "person", " ".join(words), limit)]
    for words in read:
        if len(rows) < limit:
            match = match_of(words, beginnings(query), mark=NAME_MARK)
            rows += _worded(session, match, ("person",), limit)
    return rows


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
    seqs = session.scalars(rows, {"match": match, "most": max(MOST_LOOKED_AT, 4 * limit)}).all()
    statement = select(RecordRow.seq, RecordRow.id, RecordRow.kind, RecordRow.title).where(
        RecordRow.kind.in_(kinds), RecordRow.status == "here"
    )
    found: list[Any] = []
    for start in range(0, len(seqs), limit):
        found += session.execute(
            statement.where(RecordRow.seq.in_(seqs[start : start + limit])).order_by(RecordRow.seq)
        ).all()
        if len(found) >= limit:
            break
    return found[:limit]


def _alike(session: Session, query: str, words: Sequence[str], limit: int) -> Sequence[Any]:
    """People whose names have these words but for one that is like one here, the likeliest first."""
    if not any(len(word) >= SHORTEST_FUZZY for word in words):
        return ()
    terms = text("SELECT term FROM search_word WHERE term >= :first AND term < :last")
    bounds = {"first": NAME_MARK, "last": chr(ord(NAME_MARK) + 1)}
    known = [term[len(NAME_MARK) :] for term in session.scalars(terms, bounds)]
    found = []
    for place, word in enumerate(words):
        if len(word) < SHORTEST_FUZZY:
            continue
        most = 2 if len(word) >= LONG_WORD else 1
        near = extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=NEAR_WORDS)
        found += [(distance, (*words[:place], other, *words[place + 1 :])) for other, distance, _ in near]
    rows: list[Any] = []
    for _, changed in sorted(found):
        if len(rows) < limit:
            rows += _worded(session, match_of(changed, mark=NAME_MARK, prefix=False), ("person",), limit)
    return rows


def _spelled(session: Session, query: str, hits: list[Hit]) -> tuple[Hit, ...]:
    """Say of each person which spelling is nearest to what was typed, and order equal hits by it."""
    persons = [hit.id for hit in hits if hit.kind == "person"]
    typed = query[:LONGEST_QUERY]
    letters = frozenset(typed.casefold())
    nearest: dict[str, tuple[float, float, str]] = {}
    if persons:
        table = models()["name"].__table__
        rows = session.execute(
            select(LinkRow.now, table.c.parts)
            .join(LinkRow, LinkRow.source == table.c.id)
            .where(LinkRow.now.in_(persons), LinkRow.kind == "name", LinkRow.field == "person")
            .where(table.c.deleted.is_not(True))
            .order_by(table.c.id)
        )
        for now, parts in rows:
            said = name_text(parts)
            # Spellings that fold alike are told apart by their letters: of the same script, if there is one.
            own = frozenset(said.casefold())
            told = (likeness(typed, said), len(letters & own) / len(letters | own), said)
            nearest[now] = max(told, nearest.get(now, told))
    ordered = []
    for hit in hits:
        if hit.id in nearest and hit.score in (BY_NAME, BY_LIKENESS):
            alike, _, said = nearest[hit.id]
            hit = replace(hit, matched=said, score=round(hit.score - UNLIKENESS * (1 - alike), 3))
        ordered.append(hit)
    return tuple(sorted(ordered, key=lambda hit: -hit.score))
