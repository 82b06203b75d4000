"""Finds people of the vault whose full name stands in a text, in any script and with a case ending.

Only a surname and a given name together are taken for somebody: one of them
alone may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy.orm import Session

from kzcase.history.tables import run
from kzcase.names.folding import fold, words
from kzcase.search.index import NAME_MARK

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SHORTEST = 3
_FARTHEST = 2
"""How many words on the other half of a name may stand: a father's name may be between."""
_ENDING = 3
_STEM = 4
_MOST = 40
_VOWELS = "aeiu"
_BEARING = (
    "SELECT r.id, r.fold FROM (SELECT rowid FROM search_text WHERE search_text MATCH ? LIMIT ?) AS f "
    "CROSS JOIN record AS r ON r.seq = f.rowid WHERE r.kind = 'person' AND r.status = 'here'"
)


def named(session: Session, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The two words of each name that stands in a text, with the ids of those who bear it."""
    met: set[tuple[str, str]] = set()
    connection = session.connection()
    for first, second in _pairs(text):
        one, other = _folded(first), _folded(second)
        if not one or not other or one == other or (one, other) in met:
            continue
        met.add((one, other))
        exact = run(connection, _BEARING, (f'"{NAME_MARK}{one}" AND "{NAME_MARK}{other}"', _MOST))
        found = [record for record, _ in exact.fetchall()]
        ending = run(connection, _BEARING, (f"{_begins(one)} AND {_begins(other)}", _MOST))
        found += [record for record, title in ending.fetchall() if _bears(title or "", one, other)]
        if found:
            yield f"{first} {second}", tuple(dict.fromkeys(found))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Words that begin with a capital and stand beside each other, or with another such word between."""
    row: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word = found.group()
        if not word[0].isupper() or text[end : found.start()].strip(" \u00a0"):
            row = []
        if word[0].isupper():
            yield from ((before, word) for before in row[-_FARTHEST:])
            row.append(word)
        end = found.end()


def _folded(word: str) -> str:
    """A word as the index knows names; "" for one too short to be one."""
    parts = words(fold(word))
    return parts[0] if len(parts) == 1 and len(parts[0]) >= _SHORTEST else ""


def _bears(title: str, one: str, other: str) -> bool:
    """Whether two words of a folded name are these two, each with an ending at most."""
    parts = title.split()
    return all(any(_is(part, word) for part in parts) for word in (one, other))


def _is(part: str, word: str) -> bool:
    stem = part.rstrip(_VOWELS)
    return len(stem) >= _SHORTEST and word.startswith(stem) and len(word) - len(stem) <= _ENDING


def _begins(word: str) -> str:
    """Names that begin as the word does without an ending it may have."""
    stem = word[: max(_STEM, len(word) - _ENDING)].rstrip(_VOWELS)
    return f'"{NAME_MARK}{stem if len(stem) >= _SHORTEST else word}"*'
