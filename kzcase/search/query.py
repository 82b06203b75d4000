"""Puts a typed query to the index: people by their names first, then titles, words, and what looks alike.

Never `ORDER BY rank` while typing: bm25 scores every hit of a letter. First a
range over the folded titles, then unranked words, and only when few people
were found, names at a small edit distance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile
from typing import NamedTuple, TypeVar

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.tables import run, single
from kzcase.models.base import kinds as all_kinds
from kzcase.models.textrow import APART, BITS, END_OF_OFFERED, SEQ, first_row, last_row
from kzcase.names import folding
from kzcase.names.keyboard import mistyped
from kzcase.search import pages, spelled
from kzcase.search.expressions import (
    alone_in,
    beginnings,
    begun,
    last_words,
    match_of,
    match_of_text,
    readings,
    readings_of,
)
from kzcase.search.index import NAME_MARK
from kzcase.search.words import KnownWords

NEAR_WORDS = 64
"""So many words that are like a typed one are looked for, those nearest to it first."""

SHORTEST_FUZZY = 4
SHORTEST_BESIDE = 3
"""Beside a word that fits a shorter one may have a slip, too."""
MOST_FUZZY_WORDS = 4
"""Of more words no name is made: whatever was pasted, it is not one with a slip in it."""
LONG_WORD = 5
MOST_SLIPS = 3
LONGER_WORD = 8
"""Beside a word that fits one of these may differ by three letters: folding makes one slip into so many."""

FEW_PEOPLE = 3
FEW_OF_NAME = 8
"""So few of whom a surname and a given name are typed leave room on the first screen for names like it."""
SLIPS_BESIDE = 2
MOST_ALIKE = 20  # nobody reads on to the fiftieth name that is only like what was typed
MOST_LOOKED_AT = 1_000
MOST_GATHERED = 50_000
"""So many records of a kind that have a few letters are gathered; of more a list asks each in its turn."""

EVERY = 1 << 31
SHORTEST_UNPREPARED = 4
"""Of beginnings that are as long the text index has no list: what has them must be put together first."""

FEWEST_OF_A_KIND = 4
FIRST_SCREEN = 50
"""So many rows are shared among the kinds that were found, before more of any of them follow."""

END = "\U0010ffff"

NOT_OFFERED = frozenset({*APART, *(key for key, kind in all_kinds().items() if not kind.by_hand)})
"""Kinds that are found only when asked for: who looks for a name wants its person."""

_OFFERED = tuple(kind for kind in all_kinds() if kind not in NOT_OFFERED)

# Never ranked, cut before the join, and the join driven by what was found: a letter may hit every row.
MATCHING = (
    f"SELECT rowid & {SEQ} AS seq FROM search_text "
    "WHERE search_text MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?"
)
# As one value: to hand over row by row costs more than to find them.
GATHERED = f"SELECT json_group_array(seq) FROM ({MATCHING})"
TITLED = (
    "SELECT * FROM (SELECT id, kind, title, fold FROM record "
    "WHERE kind = '{kind}' AND fold >= ?1 AND fold < ?2 AND status = 'here' ORDER BY fold LIMIT ?3)"
)
WORDED = (
    f"SELECT r.id, r.kind, r.title, r.fold FROM ({MATCHING}) AS f "
    "CROSS JOIN record AS r ON r.seq = f.seq WHERE r.status = 'here' LIMIT ?"
)
HAVING = (
    "SELECT rowid FROM search_text WHERE search_text MATCH ? "
    f"AND rowid < {END_OF_OFFERED} AND rowid >= ? LIMIT ?"
)
THESE = (
    "SELECT r.id, r.kind, r.title, r.fold FROM json_each(?) AS f CROSS JOIN record AS r ON r.seq = f.value "
    "WHERE r.status = 'here' LIMIT ?"
)
GIVEN = "SELECT value AS seq FROM json_each(?)"
AT_ONCE = 2
"""Of what is found so many times the rows that are wanted are read first: not all of it need be here."""

T = TypeVar("T")

Found = tuple[str, str, str | None, str | None]
"""A record as a statement finds it: id, kind, title, folded title."""

BY_NAME, BY_TITLE, BY_WORDS, BY_PAGE, BY_LIKENESS = 1.0, 0.85, 0.75, 0.7, 0.65
UNLIKENESS = 0.1
"""How much a person's score may lose for a spelling that is far from what was typed."""


class Hit(NamedTuple):
    """One record found: its title, the spelling that matched, and a score from 0 to 1.

    Of a document in whose file the words were found: the first such `page`, and in `matched` what
    stands around them there.
    """

    id: str
    kind: str
    title: str
    matched: str
    score: float
    page: int = 0


@dataclass(frozen=True, slots=True)
class Filtered:
    """The `seq` of all records that a list's filter text finds; `match` is the expression for its words.

    `many`: they were not gathered, because nearly every record a list comes to has such letters.
    """

    seqs: Sequence[int]
    match: str
    many: bool = False


def filtered(connection: Connection, kind: str, query: str, marks: Sequence[str] = ()) -> Filtered | None:
    """The records of one kind that a filter text finds; None for no text.

    `marks` are expressions that must hold besides, and may be left out: whoever asks looks at the records.
    Where nothing is found it is what the same keys say in another layout of the keyboard.
    """
    found = _filtered(connection, kind, query, marks)
    if found is None or found.seqs or found.many:
        return found
    others = (_filtered(connection, kind, other, marks) for other in mistyped(query))
    return next((other for other in others if other is not None and (other.seqs or other.many)), found)


def exceeds(connection: Connection, kind: str, query: str, most: int) -> bool:
    """Whether more records of a kind than that have the words of a filter text."""
    read = readings(query)
    return bool(read) and len(gathered(connection, kind, _match(query, read), most)) > most


def _match(query: str, read: Sequence[Sequence[str]]) -> str:
    last = beginnings(query)
    return " OR ".join(f"({match_of_text(words, last)})" for words in read)


def _filtered(connection: Connection, kind: str, query: str, marks: Sequence[str]) -> Filtered | None:
    read = readings(query)
    if not read:
        return None
    last = beginnings(query)
    match = _match(query, read)
    prepared = all(len(word) < SHORTEST_UNPREPARED for words in (*read, last) for word in words)
    most = MOST_GATHERED if prepared and kind != "document" else EVERY
    found = gathered(connection, kind, " AND ".join((*marks, f"({match})")), most)
    if len(found) > most:
        return Filtered((), match, many=True)
    if kind == "document":
        inside = run(connection, pages.AS_SEQ, (f"({match})", EVERY)).fetchall()
        found = sorted({*found, *(seq for (seq,) in inside)})
    return Filtered(found, match)


def gathered(connection: Connection, kind: str, match: str, most: int) -> list[int]:
    """The `seq` of records of a kind that an expression finds; of more than `most` one more than these."""
    values = (match, first_row(kind), last_row(kind), most + 1)
    found: list[int] = orjson.loads(single(connection, GATHERED, values))
    return found


def find(
    session: Session,
    query: str,
    *,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
    alike: bool = True,
    known: KnownWords | None = None,
) -> tuple[Hit, ...]:
    """At most `limit` records for a query, the likeliest first; nothing for an empty one.

    Without `kinds` those in `NOT_OFFERED` are left out; without `alike` names
    that only look like the query are; `known` remembers the words of names
    from one query to the next. Any text may be given.
    """
    query = begun(query)
    found, inside = _met(session, query, kinds, limit, known or KnownWords() if alike else None)
    words = folding.words(folding.typed(query)[0][0]) if found else ()
    return _ranked(session.connection(), query, words, found, inside)


def met(session: Session, query: str, *, kinds: Sequence[str], limit: int) -> tuple[str, ...]:
    """The ids of what `find` finds without `alike`, in no order: for whoever only has to know whether."""
    found, inside = _met(session, begun(query), kinds, limit, None)
    return (*(row[0] for row, _ in found), *(hit.id for hit in inside))


def _met(
    session: Session, query: str, kinds: Sequence[str] | None, limit: int, known: KnownWords | None
) -> tuple[Sequence[tuple[Found, float]], Sequence[Hit]]:
    """What a query meets, with what that is worth, and what it meets inside documents.

    With `known` names that look like it are among it.
    """
    folded, prefixes = folding.typed(query)
    read = readings_of(folded)
    if not read or limit <= 0:
        return (), ()
    connection = session.connection()
    offered = _OFFERED if kinds is None else tuple(kind for kind in kinds if kind in all_kinds())
    others = tuple(kind for kind in offered if kind != "person")
    last = last_words(prefixes)
    found: dict[str, tuple[Found, float]] = {}

    def take(rows: Iterable[Found], score: float) -> None:
        for row in rows:
            if row[0] not in found and len(found) < limit:
                found[row[0]] = (row, score)

    named = False
    if "person" in offered:
        take(_people(connection, read, last, limit), BY_NAME)
        named = bool(found)
        if known is not None and len(found) < min(FEW_OF_NAME if len(read[0]) > 1 else FEW_PEOPLE, limit):
            # Beside somebody whose name was met exactly, only the nearest others are worth the time.
            most = SLIPS_BESIDE if found else MOST_SLIPS
            most_people = min(limit, MOST_ALIKE)
            take(_alike(connection, known, read[0], most, most_people), BY_LIKENESS)
    inside: list[Hit] = []
    if offered and len(found) < limit:
        match = " OR ".join(f"({match_of_text(words, last)})" for words in read)
        # What is nobody's name may be a word of thousands of records.
        alone = "" if named else alone_in(read[0])
        worded, whole = _said(connection, match, alone, None if kinds is None else offered, limit)
        start = " ".join(read[0])
        if whole:
            # These are all that have the words, and so those whose titles begin with them are among them.
            titled = [row for row in worded if row[1] != "person" and (row[3] or "").startswith(start)]
            titled.sort(key=lambda row: (offered.index(row[1]), row[3] or ""))
        else:
            titled = list(_titled(connection, others, start, limit)) if others else []
        take(titled, BY_TITLE)
        take(worded, BY_WORDS)
        if "document" in offered and len(found) < limit and pages.any_read(connection):
            more = pages.find(connection, match, read[0], limit)
            inside = [
                Hit(page.id, "document", page.title, page.around, BY_PAGE, page.page)
                for page in more
                if page.id not in found
            ][: limit - len(found)]
    return list(found.values()), inside


def _ranked(
    connection: Connection,
    query: str,
    words: Sequence[str],
    found: Sequence[tuple[Found, float]],
    inside: Sequence[Hit],
) -> tuple[Hit, ...]:
    """The hits in their order; of a person the spelling that is nearest to what was typed."""
    people = [
        (row[0], row[2] or "", row[3] or "")
        for row, score in found
        if row[1] == "person" and score in (BY_NAME, BY_LIKENESS)
    ]
    nearest = spelled.nearest(connection, query, words, people)
    hits = []
    for (one, kind, title, _), score in found:
        alike, said = nearest.get(one) or (1.0, title or "")
        hits.append(Hit(one, kind, title or "", said, round(score - UNLIKENESS * (1 - alike), 3)))
    hits += inside
    hits.sort(key=_falling)
    return tuple(hits)


def _falling(hit: Hit) -> float:
    return -hit.score


def _said(
    connection: Connection, match: str, alone: str, kinds: Sequence[str] | None, limit: int
) -> tuple[Sequence[Found], bool]:
    """Records that have the words anywhere, and whether these are all.

    A word that stands `alone` is met as it stands first: FTS5 puts together all that begins with a
    word before it gives the first record.
    """
    if kinds is not None:
        rows = [
            row for kind in sorted(kinds, key=first_row) for row in _worded(connection, kind, match, limit)
        ]
        return _spread(rows, lambda row: row[1], limit), len(rows) < limit
    if alone:
        exact = _offered_of(connection, f'"{alone}"', limit)[0]
        if len(exact) >= limit:
            return exact, False
    return _offered_of(connection, match, limit)


def _offered_of(connection: Connection, match: str, limit: int) -> tuple[list[Found], bool]:
    """Those that are offered of the records an expression finds, and whether these are all."""
    numbers = [number for (number,) in run(connection, HAVING, (match, 0, MOST_LOOKED_AT)).fetchall()]
    left = [number & SEQ for number in _spread(numbers, lambda number: number >> BITS, len(numbers))]
    found: list[Found] = []
    at, step = 0, AT_ONCE * limit
    while at < len(left) and len(found) < limit:
        some = left[at : at + step]
        found += run(connection, THESE, (str(some), len(some))).fetchall()
        at += step
    return found[:limit], len(found) <= limit and at >= len(left) and len(left) < MOST_LOOKED_AT


def _people(
    connection: Connection, read: Sequence[Sequence[str]], last: Sequence[str], limit: int
) -> Sequence[Found]:
    """People by their names: whose title begins so, then all who have all the words in any order."""
    starts = dict.fromkeys(start for words in read for start in _starts(words))
    rows = [row for start in starts for row in _titled(connection, ("person",), start, limit)]
    for words in read:
        if len(rows) < limit:
            rows += _worded(connection, "person", match_of(words, last, mark=NAME_MARK), limit)
    return rows


def _starts(words: Sequence[str]) -> Iterator[str]:
    """How the title of somebody with these words may begin: as typed, or with the initial after the surname.

    An initial may begin the surname, too: whoever only has that one comes later.
    """
    yield " ".join(words)
    rest = list(dropwhile(_is_initial, words))
    if rest and len(rest) < len(words) and not any(map(_is_initial, rest)):
        yield " ".join((*rest, words[0]))


def _is_initial(word: str) -> bool:
    return len(word) == 1


def _titled(connection: Connection, kinds: Sequence[str], start: str, limit: int) -> Sequence[Found]:
    """Records whose folded title begins so, in the order of the kinds and then of the titles."""
    kinds = tuple(kinds)
    range_ = (start, start + END, limit)
    if len(kinds) > 1:
        # One look over all kinds costs a fifth of a look at each; only where much is found do the first kinds
        # have to be asked first.
        found: list[Found] = run(connection, _titled_anyhow(kinds), range_).fetchall()
        if len(found) < limit:
            return sorted(found, key=lambda row: kinds.index(row[1]))
    each: list[Found] = run(connection, _titled_sql(kinds), range_).fetchall()
    return each


@cache
def _titled_anyhow(kinds: tuple[str, ...]) -> str:
    among = ", ".join(f"'{kind}'" for kind in kinds)
    return (
        f"SELECT id, kind, title, fold FROM record WHERE kind IN ({among}) AND fold >= ?1 AND fold < ?2"
        " AND status = 'here' ORDER BY kind, fold LIMIT ?3"
    )


@cache
def _titled_sql(kinds: tuple[str, ...]) -> str:
    return " UNION ALL ".join(TITLED.format(kind=kind) for kind in kinds) + " LIMIT ?3"


def _worded(connection: Connection, kind: str, match: str, limit: int) -> Sequence[Found]:
    """Records of a kind that an expression finds."""
    values = (match, first_row(kind), last_row(kind), max(MOST_LOOKED_AT, 4 * limit), limit)
    found: list[Found] = run(connection, WORDED, values).fetchall()
    return found


def _spread(found: Sequence[T], kind_of: Callable[[T], object], limit: int) -> list[T]:
    """The first `limit` of what was found kind after kind, each kind with its share among the first."""
    kinds: dict[object, list[T]] = {}
    for one in found:
        kinds.setdefault(kind_of(one), []).append(one)
    if len(kinds) < 2:
        return list(found[:limit])
    share = max(FEWEST_OF_A_KIND, FIRST_SCREEN // len(kinds))
    first = [one for own in kinds.values() for one in own[:share]]
    rest = [one for own in kinds.values() for one in own[share:]]
    return [*first, *rest][:limit]


def _alike(
    connection: Connection, known: KnownWords, words: Sequence[str], slips: int, limit: int
) -> Sequence[Found]:
    """People whose names have these words but for one that is like one here, the likeliest first.

    `slips`: by how many letters it may differ at most, if it is long enough for that.
    """
    words = tuple(dict.fromkeys(words))
    if len(words) > MOST_FUZZY_WORDS:
        return ()
    near: dict[int, list[str]] = {}
    for place, word in enumerate(words):
        if len(word) < (SHORTEST_BESIDE if len(words) > 1 else SHORTEST_FUZZY):
            continue
        most = 1 + (len(word) >= LONG_WORD) + (len(word) > LONG_WORD and len(words) > 1)
        most = min(most, slips)
        marked = [f'"{NAME_MARK}{one}"' for at, one in enumerate(words) if at != place]
        found = known.near(connection, word, most, NEAR_WORDS)
        for distance in range(1, most + 1):
            likely = (one for one, apart in found if apart == distance)
            if distance == MOST_SLIPS:
                likely = (one for one in likely if len(one) >= LONGER_WORD)
            others = " OR ".join(f'"{NAME_MARK}{one}"' for one in likely)
            if others:
                near.setdefault(distance, []).append(" AND ".join((*marked, f"({others})")))
    rows: list[Found] = []
    for _, matches in sorted(near.items()):
        if len(rows) < limit:
            rows += _worded(connection, "person", " OR ".join(f"({one})" for one in matches), limit)
    return rows[:limit]
