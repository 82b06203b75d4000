"""Finds whom a name may mean: who bears it, or bears an initial for a part of it, or a slip away from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import Connection

from kzcase.history.tables import run
from kzcase.names.sameness import MOST_SLIPS, SHORTEST_ALIKE, slips_in
from kzcase.search.index import NAME_MARK
from kzcase.search.words import KnownWords

MOST_NAMESAKES = 200
"""Of more people of one name the rest are told apart by nothing but the name: nobody could choose."""
MOST_ALIKE = 60
NEAR_WORDS = 30

# Never ranked, and cut before the join: a common word may be borne by thousands.
BEARING = (
    "SELECT r.id FROM (SELECT rowid FROM search_text WHERE search_text MATCH ? LIMIT ?) AS f "
    "CROSS JOIN record AS r ON r.seq = f.rowid WHERE r.kind = 'person' AND r.status = 'here'"
)


def namesakes(connection: Connection, core: Sequence[str], known: KnownWords) -> Iterator[str]:
    """The ids of people whom these folded words of a surname and given name may mean, the surest first."""
    if not core:
        return
    yield from _bearing(connection, " AND ".join(map(_whole, core)), MOST_NAMESAKES)
    for place, word in enumerate(core):
        others = [_whole(one) for at, one in enumerate(core) if at != place]
        if others:
            # "Б. Макс" is written in full here, or here is "Б. Макс" for the name in full.
            initial = _beginning(word) if len(word) == 1 else _whole(word[0])
            yield from _bearing(connection, " AND ".join((*others, initial)), MOST_ALIKE)
    for place, word in enumerate(core):
        others = [_whole(one) for at, one in enumerate(core) if at != place]
        near = _near(connection, word, known)
        if near:
            either = " OR ".join(map(_whole, near))
            yield from _bearing(connection, " AND ".join((*others, f"({either})")), MOST_ALIKE)


def _near(connection: Connection, word: str, known: KnownWords) -> list[str]:
    """Other words of names here that a slip could have made of this one, or this one of them."""
    if len(word) < SHORTEST_ALIKE:
        return []
    here = known.of_names(connection)
    found = extract(word, here, scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=NEAR_WORDS)
    return [one for one, apart, _ in found if 0 < apart <= slips_in(word, one)]


def _bearing(connection: Connection, match: str, most: int) -> list[str]:
    return [one for (one,) in run(connection, BEARING, (match, most)).fetchall()]


def _whole(word: str) -> str:
    return f'"{NAME_MARK}{word}"'


def _beginning(word: str) -> str:
    return f'"{NAME_MARK}{word}"*'
