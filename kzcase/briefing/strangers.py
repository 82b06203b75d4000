"""Finds people of the vault whose full name stands in a text, in any script and with a case ending.

They need not hang together with anything else that is read: a paper or a
letter is as silent about them as about those whom its records name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.briefing import ground
from kzcase.briefing.ground import Records
from kzcase.briefing.pairs import Pair, folded, is_initial, pairs
from kzcase.history.tables import run, single
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Field, FieldType
from kzcase.models.textrow import SEQ
from kzcase.names.folding import fold_many
from kzcase.search.index import NAME_MARK, parted
from kzcase.search.statements import rows_of
from kzcase.search.titles import composite, name_text

# Initials in Latin letters that may stand for a name which is folded otherwise.
_ALSO: Mapping[str, tuple[str, ...]] = {"y": ("e",), "k": ("h",), "x": ("h",), "j": ("i",)}
_SHORTEST = 3
_ENDING = 3
_STEM = 4
MOST = 40
"""How many who bear a name are looked at."""
_TO_FIND = 2
Rows = Sequence[tuple[str, str]]
"""People by id, each with the id that stands for them."""
_VOWELS = "aeiu"
_LOST = ("", *_VOWELS, *(first + second for first in _VOWELS for second in _VOWELS))
"""The vowels in which a name may end that an ending takes the place of."""
_TEXTS = (FieldType.TEXT, FieldType.NOTE, FieldType.CHOICE, FieldType.DATE)
"""What may hold a name: texts, and what stands as somebody typed it where a term or a date should."""
_BEARING = (
    f"SELECT r.id, r.now FROM (SELECT rowid & {SEQ} AS seq FROM search_text WHERE search_text MATCH ? "
    "LIMIT ?) AS f CROSS JOIN record AS r ON r.seq = f.seq WHERE r.kind = 'person'"
)
_IS_A_NAME = "SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT 1"
_NAMES = (
    "SELECT l.now, n.parts FROM link AS l JOIN name AS n ON n.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'name' AND l.field = 'person' AND n.deleted IS NOT 1"
)
_GONE = "SELECT id FROM record WHERE kind = 'person' AND status = 'deleted'"
"""Deleted people have left the index; what is written of them has not left the texts."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """The names that stand in the texts of a paper, who bears each, and what decides on naming them."""

    bearers: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)
    records: Records = field(default_factory=Records)


def read(session: Session, records: Records, audience: Audience, typed: Iterable[str] = ()) -> Strangers:
    """Find everybody who is named in the texts that were read for an audience, or in some typed ones."""
    if audience is Audience.INTERNAL:
        return Strangers()
    met = _met(session, {*_texts(records, audience), *typed})
    found = {pair: tuple(dict.fromkeys(bearing)) for pair, bearing in met}
    far = {one for bearing in found.values() for one in bearing if one not in records.raw}
    return Strangers(found, ground.people(session, far))


def named(session: Session, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The two words of each name that stands in a text, with the ids of those who bear it."""
    for (first, second), found in _met(session, (text,)):
        yield f"{first} {second}", tuple(dict.fromkeys(found))


class _Name(NamedTuple):
    """A pair that may be somebody's name: its words folded, the initial first if one is one."""

    one: str
    other: str
    begins: tuple[str, ...] = ()
    """What the other half begins with, if `one` is an initial."""

    def is_of(self, title: str) -> bool:
        """Whether a folded name is this one."""
        if self.begins:
            return any(_is_called(title, initial, self.other) for initial in self.begins)
        return _bears(title, self.one, self.other)


def _name(pair: Pair, folds: dict[str, str]) -> _Name | None:
    """A pair as a name; None if it cannot be one: the same word twice, two initials, too short."""
    for word in pair:
        if word not in folds:
            folds[word] = folded(word)
    (first, second), (one, other) = pair, (folds[pair[0]], folds[pair[1]])
    if not one or not other or one == other or (is_initial(first) and is_initial(second)):
        return None
    if is_initial(first):
        return _Name(one, other, _initials(first, one))
    return _Name(other, one, _initials(second, other)) if is_initial(second) else _Name(one, other)


def bears(title: str, pair: Pair) -> bool:
    """Whether a folded name is the one that a pair of words says."""
    name = _name(pair, {})
    return name is not None and name.is_of(title)


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
    elif declared.type is FieldType.CHOICES and isinstance(value, Collection):
        yield from (one for one in value if isinstance(one, str))
    elif isinstance(value, str) and declared.type in _TEXTS:
        yield value


def _met(session: Session, texts: Iterable[str]) -> Iterator[tuple[Pair, list[str]]]:
    """Each pair of words that may be a name, once, with those who bear it."""
    connection = session.connection()
    gone = _Gone(connection)
    folds: dict[str, str] = {}
    known: dict[str, bool] = {}
    met: set[Pair] = set()
    for text in texts:
        for pair in pairs(text):
            if pair in met:
                continue
            met.add(pair)
            if (name := _name(pair, folds)) is None:
                continue
            found = _bearers(connection, name) if _may_be(connection, known, name) else []
            found += gone.bearing(name)
            if found:
                yield pair, found


def _may_be(connection: Connection, known: dict[str, bool], name: _Name) -> bool:
    """Whether both words may be of names; asked once for each word, as most are of none."""
    for word in (name.other,) if name.begins else (name.one, name.other):
        if word not in known:
            known[word] = single(connection, _IS_A_NAME, (_begins(word),)) is not None
        if not known[word]:
            return False
    return True


def _bearers(connection: Connection, name: _Name) -> list[str]:
    """The people who are called by a name."""
    if name.begins:
        several = (_called(connection, name.other, f'"{NAME_MARK}{one}"*') for one in name.begins)
        found = dict(row for some in several for row in some)
    else:
        found = dict(_found(connection, f'"{NAME_MARK}{name.one}" AND "{NAME_MARK}{name.other}"'))
        found |= dict(_called(connection, name.one, _begins(name.other), _like(name.other)))
    said = _spellings(connection, set(found.values())) if found else {}
    return [record for record, now in found.items() if any(map(name.is_of, said.get(now, ())))]


def _called(connection: Connection, name: str, rest: str, exact: str = "") -> Rows:
    """Who may be called by a name and the rest of it, whatever endings these have.

    To ask how a name begins is quick; only where too many begin alike, each form is asked for.
    """
    found = _found(connection, f"{_begins(name)} AND {rest}")
    if len(found) < MOST:
        return found
    return _found(connection, f"{_like(name)} AND {exact or rest}")


def _found(connection: Connection, match: str) -> Rows:
    return [(record, now) for record, now in run(connection, _BEARING, (match, MOST)).fetchall()]


class _Gone:
    """The deleted people, found by how a word of a name begins."""

    def __init__(self, connection: Connection) -> None:
        people = {row[0] for row in run(connection, _GONE, ()).fetchall()}
        self._begin: dict[str, set[str]] = defaultdict(set)
        self._spelled = _spellings(connection, people) if people else {}
        for person, spellings in self._spelled.items():
            for word in " ".join(spellings).split():
                self._begin[word[:_TO_FIND]].add(person)

    def bearing(self, name: _Name) -> list[str]:
        """Those who are called by a name, by id."""
        near = self._begin.get(name.other[:_TO_FIND], ())
        return sorted(one for one in near if any(map(name.is_of, self._spelled[one])))


def _spellings(connection: Connection, people: Collection[str]) -> dict[str, list[str]]:
    """Every folded name of some people who each stand for themselves or for a group."""
    rows = list(rows_of(connection, _NAMES, sorted(people)))
    folds = fold_many([parted(name_text(composite(parts))) for _, parts in rows])
    found: dict[str, list[str]] = {}
    for (now, _), said in zip(rows, folds, strict=True):
        found.setdefault(now, []).append(said)
    return found


def _initials(written: str, initial: str) -> tuple[str, ...]:
    return (initial, *_ALSO.get(written[0].lower(), ()))


def _bears(title: str, one: str, other: str) -> bool:
    """Whether two words of a folded name are these two, each with an ending at most."""
    parts = title.split()
    return all(any(_is(part, word) for part in parts) for word in (one, other))


def _is_called(title: str, initial: str, surname: str) -> bool:
    """Whether a folded name has this surname, with an ending at most, and another word with the initial."""
    parts = title.split()
    return any(
        _is(part, surname)
        and any(other.startswith(initial) for other in (*parts[:place], *parts[place + 1 :]))
        for place, part in enumerate(parts)
    )


def _is(part: str, word: str) -> bool:
    stem = part.rstrip(_VOWELS)
    ending = len(word) - len(stem)
    return part == word or (len(stem) >= _SHORTEST and word.startswith(stem) and ending <= _ENDING)


def _begins(word: str) -> str:
    """Names that begin as the word does without an ending it may have; one of two letters has none."""
    if len(word) < _SHORTEST:
        return f'"{NAME_MARK}{word}"'
    stem = word[: max(_STEM, len(word) - _ENDING)].rstrip(_VOWELS)
    return f'"{NAME_MARK}{stem if len(stem) >= _SHORTEST else word}"*'


def _like(word: str) -> str:
    """The names of which a word may be a form: without its ending, and with vowels that one may replace.

    Each is asked for by itself: names that only begin alike may be so many that
    those meant are not among the first.
    """
    stems = {word[:length] for length in range(max(_SHORTEST, len(word) - _ENDING), len(word) + 1)}
    forms = {word, *(stem + lost for stem in stems for lost in _LOST)}
    return "(" + " OR ".join(f'"{NAME_MARK}{form}"' for form in sorted(forms)) + ")"
