"""Reads what somebody typed as folded words, and says them as the index is asked."""

from __future__ import annotations

from collections.abc import Sequence

from kzcase.names import folding
from kzcase.search.filters import articles, otherwise, places
from kzcase.search.marks import choice_mark

LONGEST_QUERY = 200
MOST_WORDS = 8
NUMERO = "№"
MOST_LETTERS = 2
SHORTEST_ALONE = 4
SHORTEST_ENDED = 5
LONG_NUMBER = 8
"""Of a number with so many digits it is not remembered where its strokes and spaces were."""
COURT_NUMBER = (4, 6, 8, 9)
"""Where the strokes are in a number such as 7523-25-00-3/45, for whoever types it without them."""


def readings(query: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of a typed query in each way it can be read; a pasted page is cut to its beginning."""
    return readings_of(folding.readings(begun(query)))


def begun(query: str) -> str:
    """The beginning of a query that is looked at, without the sign that stands before a number."""
    return query[:LONGEST_QUERY].replace(NUMERO, " ")


def readings_of(folded: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The same of a text that was folded in each way already."""
    sought = (_sought(folding.words(one)) for one in folded)
    return tuple(words for words in dict.fromkeys(sought) if words)


def _sought(words: Sequence[str]) -> tuple[str, ...]:
    """The words that are looked for: each once, the last one last; of single letters only the last few.

    A letter begins a word of nearly everybody: many of them would tell nobody apart and take long.
    """
    distinct = list(dict.fromkeys(reversed(words)))
    letters = [word for word in distinct if len(word) == 1]
    left_out = frozenset(letters[MOST_LETTERS:])
    kept = [word for word in reversed(distinct) if word not in left_out]
    return tuple(kept[:MOST_WORDS])


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


def match_of_text(words: Sequence[str], last: Sequence[str] = ()) -> str:
    """The same for words of any text: a place is met by its other names, too, and by what lies in it.

    A number that an article of law has is met by records that name the article, a long number
    that was typed in pieces also in one piece, a court in any of the three languages.
    """
    parts: list[str] = []
    others = otherwise.others(words)
    at = 0
    for first, end, key in places.within(tuple(words)):
        parts += map(_word, words[at:first], others[at:first])
        typed = " AND ".join(map(_word, words[first:end]))
        names = sorted(places.places()[key].names - {tuple(words[first:end])})
        called = (_name(" ".join(name)) for name in names)
        ends = [match_of(words[first:], last)] if end == len(words) else []
        meant = (f"({typed})", *called, f'"{choice_mark("region", key)}"', *ends)
        parts.append(f"({' OR '.join(meant)})")
        at = end
    if at < len(words):
        parts += map(_word, words[at:-1], others[at:-1])
        more = _meaning(words[-1], others[-1])
        parts.append(f"({' OR '.join((match_of(words[-1:], last), *more))})")
    said = " AND ".join(parts)
    whole = "".join(words)
    if len(whole) < LONG_NUMBER or not all(map(str.isdigit, words)):
        return said
    wholes = [f'"{whole}"*'] if len(words) > 1 else []
    if len(whole) > COURT_NUMBER[-1]:
        cuts = zip((0, *COURT_NUMBER), (*COURT_NUMBER, len(whole)), strict=True)
        wholes.append(f'"{" ".join(whole[start:end] for start, end in cuts)}"*')
    return " OR ".join((f"({said})", *wholes))


def _word(word: str, others: Sequence[str] = ()) -> str:
    more = _meaning(word, others)
    quoted = f'"{word}"*'
    return f"({' OR '.join((quoted, *more))})" if more else quoted


def _name(name: str) -> str:
    """A name of a place with whatever ending it has in a sentence; of a short one nothing may follow."""
    return f'"{name}"*' if len(name) >= SHORTEST_ENDED else f'"{name}"'


def _meaning(word: str, others: Sequence[str]) -> list[str]:
    """What else meets a word: the articles of a number, and other words for it."""
    numbers = [f'"{choice_mark("article", key)}"' for key in articles.known(word)]
    return [*numbers, *(f'"{one}"*' for one in others)]


def beginnings(query: str) -> tuple[str, ...]:
    """The other beginnings that the last word may have while it is still being typed."""
    return last_words(folding.prefixes(begun(query)))


def last_words(prefixes: Sequence[str]) -> tuple[str, ...]:
    """The same of the `folding.prefixes` of a text."""
    read = [folding.words(one) for one in prefixes[1:]]
    # Of a longer text the beginning is looked for, and its last word stands there whole.
    return tuple(words[-1] for words in read if words and len(dict.fromkeys(words)) <= MOST_WORDS)


def alone_in(words: Sequence[str]) -> str:
    """The only word that was typed, if it means nothing but itself: no place, no article."""
    word = words[0] if len(words) == 1 else ""
    return word if len(word) >= SHORTEST_ALONE and not _means_more(word) else ""


def _means_more(word: str) -> bool:
    return bool(articles.known(word) or otherwise.others((word,))[0]) or any(
        True for _ in places.within((word,))
    )
