"""Says how each person who was found is written, nearest to what was typed, and how near that is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from kzcase.names import folding
from kzcase.names.likeness import completeness, likenesses
from kzcase.search.index import SPELLINGS
from kzcase.search.statements import rows_of
from kzcase.search.titles import composite, name_text

SHORTEST_TELLING = 3  # of a letter or two no name is more like than another

Person = tuple[str, str, str]
"""Id, title, folded title."""


def nearest(
    connection: Connection, typed: str, typed_words: Sequence[str], people: Sequence[Person]
) -> dict[str, tuple[float, str]]:
    """Of each person the likeness of the nearest spelling, from 0 to 1, and that spelling.

    Nothing for a letter or two. A title in which it stands letter by letter is
    near enough: other names are not read then.
    """
    if sum(map(len, typed_words)) < SHORTEST_TELLING:
        return {}
    low = " ".join(typed.casefold().split())
    found: dict[str, tuple[float, str]] = {}
    others: list[str] = []
    for one, title, folded in people:
        begun = completeness(typed_words, folding.words(folded)) if low in title.casefold() else None
        if begun is None:
            others.append(one)
        else:
            found[one] = (begun, title)
    if others:
        found |= _among_all(connection, low, typed_words, others)
    return found


def _among_all(
    connection: Connection, low: str, typed_words: Sequence[str], people: Sequence[str]
) -> dict[str, tuple[float, str]]:
    """The same for people of whom every name is looked at."""
    spellings = [(now, name_text(composite(parts))) for now, parts in rows_of(connection, SPELLINGS, people)]
    distinct = list(dict.fromkeys(said for _, said in spellings))
    folded = [folding.words(one) for one in folding.fold_many(distinct)]
    alike = dict(zip(distinct, likenesses(typed_words, folded), strict=True))
    letters = frozenset(low)
    best: dict[str, tuple[float, float, str]] = {}
    for now, said in spellings:
        # Spellings that fold alike are told apart by their letters: of the same script, if there is one.
        own = frozenset(said.casefold())
        told = (alike[said], len(letters & own) / len(letters | own), said)
        best[now] = max(told, best.get(now, told))
    return {now: (near, said) for now, (near, _, said) in best.items()}
