"""Replace many single letters in a long text quickly.

`str.translate` walks a non-ASCII text in Python objects and is several times
slower than one `str.replace` a letter, which is why names are joined and
replaced together when a whole vault is indexed.
"""

from __future__ import annotations

from collections.abc import Mapping

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
