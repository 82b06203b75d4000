"""Finds whom a name may mean: who bears it, or bears an initial for a part of it, or a slip away from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from kzcase.history.tables import run
from kzcase.models.textrow import SEQ
from kzcase.names.sameness import LONG, MOST_SLIPS, SHORTEST_ALIKE, slips_in
from kzcase.search.index import NAME_MARK
from kzcase.search.words import KnownWords

MOST_ALIKE = 30
NEAR_WORDS = 30

# Never ranked, and cut before the join: a common word may be borne by thousands.
BEARING = (
    f"SELECT r.id FROM (SELECT rowid & {SEQ} AS seq FROM search_text WHERE search_text MATCH ? LIMIT ?) AS f "
    "CROSS JOIN record AS r ON r.seq = f.seq WHERE r.kind = 'person' AND r.status = 'here'"
)


def namesakes(connection: Connection, core: Sequence[str], known: KnownWords, most: int) -> Iterator[str]:
    """The ids of people whom these folded words of a surname and given name may mean, the surest first.

    `most`: so many who bear the very name; less sure ones come besides.
    """
    if not core:
        return
    yield from _bearing(connection, " AND ".join(map(_whole, core)), most)
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
    slips = MOST_SLIPS if len(word) >= LONG else 1
    found = known.near(connection, word, slips, NEAR_WORDS)
    return [one for one, apart in found if 0 < apart <= slips_in(word, one)]


def _bearing(connection: Connection, match: str, most: int) -> list[str]:
    return [one for (one,) in run(connection, BEARING, (match, most)).fetchall()]


def _whole(word: str) -> str:
    return f'"{NAME_MARK}{word}"'


def _beginning(word: str) -> str:
    return f'"{NAME_MARK}{word}"*'
