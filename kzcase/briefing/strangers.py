"""Finds people of the vault whose full name stands in a text, in any script and with a case ending.

They need not hang together with anything else that is read: a paper or a
letter is as silent about them as about those whom its records name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.briefing import ground
from kzcase.briefing.ground import Records
from kzcase.briefing.pairs import Pair, folded, is_initial, pairs
from kzcase.history.tables import run, single
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Field, FieldType
from kzcase.search.index import NAME_MARK

# Initials in Latin letters that may stand for a name which is folded otherwise.
_ALSO: Mapping[str, tuple[str, ...]] = {"y": ("e",), "k": ("h",), "x": ("h",), "j": ("i",)}
_SHORTEST = 3
_ENDING = 3
_STEM = 4
MOST = 40
"""How many who bear a name are looked at."""
_VOWELS = "aeiu"
_TEXTS = (FieldType.TEXT, FieldType.NOTE)
_BEARING = (
    "SELECT r.id, r.fold FROM (SELECT rowid FROM search_text WHERE search_text MATCH ? LIMIT ?) AS f "
    "CROSS JOIN record AS r ON r.seq = f.rowid WHERE r.kind = 'person' AND r.status = 'here'"
)
_IS_A_NAME = "SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT 1"


@dataclass(frozen=True, slots=True)
class Strangers:
    """The names that stand in the texts of a paper, who bears each, and what decides on naming them."""

    bearers: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)
    records: Records = field(default_factory=Records)


def read(session: Session, records: Records, audience: Audience, typed: Iterable[str] = ()) -> Strangers:
    """Find everybody who is named in the texts that were read for an audience, or in some typed ones."""
    if audience is Audience.INTERNAL:
        return Strangers()
    found = {
        pair: tuple(dict.fromkeys(bearing))
        for pair, bearing in _met(session, {*_texts(records, audience), *typed})
        if bearing
    }
    far = {one for bearing in found.values() for one in bearing if one not in records.raw}
    return Strangers(found, ground.people(session, far))


def named(session: Session, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The two words of each name that stands in a text, with the ids of those who bear it."""
    for (first, second), found in _met(session, (text,)):
        if found:
            yield f"{first} {second}", tuple(dict.fromkeys(found))


def bears(title: str, pair: Pair) -> bool:
    """Whether a folded name is the one that a pair of words says."""
    first, second = pair
    one, other = folded(first), folded(second)
    if not is_initial(first) and not is_initial(second):
        return _bears(title, one, other)
    initial, surname = (first, other) if is_initial(first) else (second, one)
    return any(_is_called(title, begins, surname) for begins in _initials(initial))


def _texts(records: Records, audience: Audience) -> Iterator[str]:
    """Every text that the audience might read."""
    for raw in records.raw.values():
        if raw.kind == "name":
            continue
        for key, declared in kinds()[raw.kind].fields.items():
            if audience in declared.audiences:
                for value in (raw.values.get(key), *raw.conflicts.get(key, ())):
                    yield from _in_value(declared, value)


def _in_value(declared: Field, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (one for one in value.values() if isinstance(one, str))
    elif isinstance(value, str) and declared.type in _TEXTS:
        yield value


def _met(session: Session, texts: Iterable[str]) -> Iterator[tuple[Pair, list[str]]]:
    """Each pair of words that may be a name, once, with those who bear it."""
    connection = session.connection()
    names: dict[str, bool] = {}
    met: set[Pair] = set()
    for text in texts:
        for pair in pairs(text):
            if pair not in met:
                met.add(pair)
                if _may_name(connection, names, pair):
                    yield pair, _bearers(connection, *pair)


def _may_name(connection: Connection, names: dict[str, bool], pair: Pair) -> bool:
    """Whether both words may be of names; asked once for each word, as most are of none."""
    first, second = pair
    one, other = folded(first), folded(second)
    if not one or not other or one == other or (is_initial(first) and is_initial(second)):
        return False
    for word, as_written in ((one, first), (other, second)):
        if is_initial(as_written):
            continue
        if word not in names:
            names[word] = single(connection, _IS_A_NAME, (_begins(word),)) is not None
        if not names[word]:
            return False
    return True


def _bearers(connection: Connection, first: str, second: str) -> list[str]:
    """The people who are called by these two words, one of which may be an initial."""
    one, other = folded(first), folded(second)
    if is_initial(first) or is_initial(second):
        initial, surname = (first, other) if is_initial(first) else (second, one)
        return [
            record
            for begins in _initials(initial)
            for record, title in run(
                connection, _BEARING, (f'{_begins(surname)} AND "{NAME_MARK}{begins}"*', MOST)
            ).fetchall()
            if _is_called(title or "", begins, surname)
        ]
    exact = run(connection, _BEARING, (f'"{NAME_MARK}{one}" AND "{NAME_MARK}{other}"', MOST))
    found = [record for record, _ in exact.fetchall()]
    ending = run(connection, _BEARING, (f"{_begins(one)} AND {_begins(other)}", MOST))
    return found + [record for record, title in ending.fetchall() if _bears(title or "", one, other)]


def _initials(initial: str) -> tuple[str, ...]:
    return (folded(initial), *_ALSO.get(initial[0].lower(), ()))


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
