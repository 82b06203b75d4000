"""Work on the letters of very many names quickly.

`str.translate` walks a non-ASCII text in Python objects and is several times
slower than one `str.replace` a letter, which is why names are joined and
replaced together when a whole vault is indexed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

# Beyond this many different letters one walk over the text is the cheaper way.
_MANY = 150


def replace_letters(text: str, table: Mapping[str, str], alphabet: frozenset[str] | None = None) -> str:
    """`text` with each letter that `table` names replaced, all at once in effect.

    `alphabet` may give the letters known to occur (a superset does no harm).
    No replacement may hold a letter that the table replaces later, in the
    table's own order: the tables of this folder keep to that.
    """
    wanted = [letter for letter in table if alphabet is None or letter in alphabet]
    if len(wanted) > _MANY:
        return text.translate({ord(letter): table[letter] for letter in wanted})
    for letter in wanted:
        text = text.replace(letter, table[letter])
    return text


def by_words(texts: Sequence[str], convert: Callable[[str], str]) -> list[str]:
    """Each text with its words converted, the distinct words of all texts in one call.

    `convert` takes lines and gives as many lines back; it must treat each line
    by itself. Names repeat: 300,000 words of 100,000 people are some 26,000
    different ones. White space comes out as single spaces.
    """
    split = [text.split() for text in texts]
    distinct = list(dict.fromkeys(chain.from_iterable(split)))
    converted = (" ".join(line.split()) for line in convert("\n".join(distinct)).split("\n"))
    table = dict(zip(distinct, converted, strict=False))  # no words at all still give one empty line
    return [" ".join(filter(None, map(table.__getitem__, parts))) for parts in split]
