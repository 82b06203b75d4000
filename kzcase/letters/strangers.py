"""Finds people of the vault whose full name stands in a text, in any script and with a case ending.

Only a surname with a given name or its initial is taken for somebody: one of
them alone may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.tables import run
from kzcase.names.folding import fold, words
from kzcase.search.index import NAME_MARK

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_BESIDE = " \u00a0()«»„“”\"'‘’"
"""What may stand between the words of one name."""
_LONGEST_INITIAL = 2
# Initials in Latin letters that may stand for a name which is folded otherwise.
_ALSO: Mapping[str, tuple[str, ...]] = {"y": ("e",), "k": ("h",), "x": ("h",), "j": ("i",)}
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
        if not one or not other or one == other or (first, second) in met:
            continue
        if _is_initial(first) and _is_initial(second):
            continue
        met.add((first, second))
        if found := _bearers(connection, first, second):
            yield f"{first} {second}", tuple(dict.fromkeys(found))


def _bearers(connection: Connection, first: str, second: str) -> list[str]:
    """The people who are called by these two words, one of which may be an initial."""
    one, other = _folded(first), _folded(second)
    if _is_initial(first) or _is_initial(second):
        initial, surname = (first, other) if _is_initial(first) else (second, one)
        return [
            record
            for begins in (_folded(initial), *_ALSO.get(initial[0].lower(), ()))
            for record, title in run(
                connection, _BEARING, (f'{_begins(surname)} AND "{NAME_MARK}{begins}"*', _MOST)
            ).fetchall()
            if _is_called(title or "", begins, surname)
        ]
    exact = run(connection, _BEARING, (f'"{NAME_MARK}{one}" AND "{NAME_MARK}{other}"', _MOST))
    found = [record for record, _ in exact.fetchall()]
    ending = run(connection, _BEARING, (f"{_begins(one)} AND {_begins(other)}", _MOST))
    return found + [record for record, title in ending.fetchall() if _bears(title or "", one, other)]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Words with a capital that stand beside each other, or with another such word between.

    An initial keeps its full stop. Behind a comma only the word next to it is
    looked at: a surname may stand before the given name so.
    """
    row: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        word, between = found.group(), text[end : found.start()].strip(_BESIDE)
        end = found.end()
        if not word[0].isupper():
            row = []
            continue
        if len(word) <= _LONGEST_INITIAL and text[end : end + 1] == ".":
            word, end = f"{word}.", end + 1
        if between == "," and row:
            row = row[-1:]
        elif between:
            row = []
        yield from ((before, word) for before in row[-_FARTHEST:])
        row = [word] if between == "," else [*row, word]


def _is_initial(word: str) -> bool:
    """Whether a word is an initial with its full stop."""
    return word.endswith(".")


def _folded(word: str) -> str:
    """A word as the index knows names; "" for one too short to be one and no initial."""
    parts = words(fold(word))
    return parts[0] if len(parts) == 1 and (_is_initial(word) or len(parts[0]) >= _SHORTEST) else ""


def _bears(title: str, one: str, other: str) -> bool:
    """Whether two words of a folded name are these two, each with an ending at most."""
    parts = title.split()
    return all(any(_is(part, word) for part in parts) for word in (one, other))


def _is_called(title: str, initial: str, surname: str) -> bool:
    """Whether a folded name has this surname, with an ending at most, and another word with the initial."""
    parts = title.split()
    return any(
        (_is(part, surname) or part == surname)
        and any(other.startswith(initial) for other in (*parts[:place], *parts[place + 1 :]))
        for place, part in enumerate(parts)
    )


def _is(part: str, word: str) -> bool:
    stem = part.rstrip(_VOWELS)
    return len(stem) >= _SHORTEST and word.startswith(stem) and len(word) - len(stem) <= _ENDING


def _begins(word: str) -> str:
    """Names that begin as the word does without an ending it may have."""
    stem = word[: max(_STEM, len(word) - _ENDING)].rstrip(_VOWELS)
    return f'"{NAME_MARK}{stem if len(stem) >= _SHORTEST else word}"*'
