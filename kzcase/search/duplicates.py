"""Finds people who may be one: pairs worth comparing, compared, the likeliest kept.

Only people who share a key are compared: a word of their names and the other
one's first letter, or the end of its stem; or given name, father and birth when
a surname was changed. So both a slip in one word, an initial and a changed
surname are met, but not slips in both names at once. Keys are numbers in one
list, groups are gone through one after the other, and a heap keeps the
likeliest pairs: memory grows with people, not with pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappush, heapreplace
from itertools import groupby
from zlib import crc32

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.history.tables import run
from kzcase.names import sameness
from kzcase.names.parts import ENDINGS, Place
from kzcase.names.sameness import Born, Likely, Profile, Spelling
from kzcase.progress import Progress, quiet
from kzcase.search.index import NAME_MARK
from kzcase.search.namesakes import namesakes
from kzcase.search.statements import rows_of
from kzcase.search.titles import composite
from kzcase.search.words import KnownWords

LEAST = 0.4
"""Pairs less likely than this are not proposed."""
MOST_TOGETHER = 400
"""Of more people under one key each is compared only with those of like birth that follow it."""
STRIDE = 200
MOST_NAMESAKES = 100
"""Of more people of one name no more are looked at while somebody waits for an answer."""
MOST_UNTOLD = 25
"""As many of whom a name alone is asked: nothing tells the others apart."""
MOST_COMPARED = 40
STEM_END = 3
LATER = 24  # bits for a person's number beside a key

COMPARED = (
    "SELECT r.id, r.title, p.born, p.gender, p.region, p.locality "
    "FROM record AS r JOIN person AS p ON p.id = r.id"
)
PEOPLE = f"{COMPARED} WHERE r.kind = 'person' AND r.status = 'here'"
# The plus keeps SQLite from going through everybody by the index of kinds, as it would for some hundred ids.
THESE = f"{COMPARED} WHERE r.id IN (:ids) AND +r.kind = 'person' AND +r.status = 'here'"
NAMES = (
    "SELECT l.now, n.parts FROM link AS l JOIN name AS n ON n.id = l.source "
    "WHERE l.kind = 'name' AND l.field = 'person' AND n.deleted IS NOT 1"
)
NAMES_OF_THESE = f"{NAMES} AND l.now IN (:ids)"
BEARERS = "SELECT doc FROM search_word WHERE term = ?"
TWO_PEOPLE = (
    "SELECT a.now, b.now FROM not_same AS n JOIN record AS a ON a.id = n.first "
    "JOIN record AS b ON b.id = n.second WHERE n.deleted IS NOT 1"
)
_SURNAME_ENDINGS = tuple(one.folded for one in ENDINGS if one.place is not Place.PATRONYMIC)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one."""

    a: Profile
    b: Profile
    likely: Likely


@dataclass(frozen=True, slots=True)
class Proposed:
    """The likeliest pairs, likeliest first, and how many there are in all."""

    pairs: tuple[Pair, ...]
    number: int
    compared: int


def proposed(
    session: Session, *, limit: int = 1_000, least: float = LEAST, progress: Progress | None = None
) -> Proposed:
    """Pairs of people of the whole vault that are at least so likely one person."""
    watched = progress or quiet()
    connection = session.connection()
    watched.step("Reading names", 0, 0)
    people = _profiles(run(connection, PEOPLE).fetchall(), run(connection, NAMES).fetchall())
    two = decided(connection)
    bearers = Counter(word for one in people for word in {w for s in one.spellings for w in s.core})
    bits = sameness.counted(bearers, len(people))
    kept: list[tuple[float, int, Pair]] = []
    number = compared = 0
    for a, b in _pairs(people, watched):
        if frozenset((a.id, b.id)) in two:
            continue
        compared += 1
        likely = sameness.compare(a, b, bits, len(people))
        if likely.score < least:
            continue
        number += 1
        entry = (likely.score, -number, Pair(a, b, likely))
        if len(kept) < limit:
            heappush(kept, entry)
        elif kept and entry > kept[0]:
            heapreplace(kept, entry)
    ordered = sorted(
        kept, key=lambda one: (-one[0], one[2].a.title, one[2].b.title, one[2].a.id, one[2].b.id)
    )
    return Proposed(tuple(pair for _, _, pair in ordered), number, compared)


def like(
    session: Session,
    given: Profile,
    *,
    limit: int = 10,
    least: float = LEAST,
    known: KnownWords | None = None,
) -> tuple[Pair, ...]:
    """Who in the vault may be this person, who may not be in it yet; the likeliest first.

    Finds by the text index, so it answers while somebody types.
    """
    connection = session.connection()
    found: dict[str, None] = {}
    known = known or KnownWords()
    most = MOST_UNTOLD if given.born is None else MOST_NAMESAKES
    for core in dict.fromkeys(one.core for one in given.spellings):
        found.update(dict.fromkeys(namesakes(connection, core, known, most)))
    found.pop(given.id, None)
    rows = {row[0]: row for row in rows_of(connection, THESE, list(found))}
    # Names lie scattered over the file: they are read of those only whom birth and gender leave open.
    bare = _profiles([rows[one] for one in found if one in rows], ())
    ids = [one.id for one in bare if _may_be_one(given, one)][:MOST_COMPARED]
    others = _profiles([rows[one] for one in ids], list(rows_of(connection, NAMES_OF_THESE, ids)))
    everyone = known.people(connection)
    bits = _bearers(connection, everyone)
    two = decided(connection) if given.id else frozenset()
    pairs = [
        Pair(given, other, sameness.compare(given, other, bits, everyone))
        for other in others
        if frozenset((given.id, other.id)) not in two
    ]
    likely = [pair for pair in pairs if pair.likely.score >= least]
    return tuple(sorted(likely, key=lambda pair: (-pair.likely.score, pair.b.title, pair.b.id))[:limit])


def profiles(session: Session, ids: Sequence[str]) -> tuple[Profile, ...]:
    """What these people, if they are here and stand for themselves, are compared by."""
    connection = session.connection()
    return tuple(
        _profiles(list(rows_of(connection, THESE, ids)), list(rows_of(connection, NAMES_OF_THESE, ids)))
    )


def decided(connection: Connection) -> frozenset[frozenset[str]]:
    """The pairs that somebody has said are two people."""
    return frozenset(frozenset(pair) for pair in run(connection, TWO_PEOPLE).fetchall())


@lru_cache(maxsize=20_000)
def birth(text: str | None) -> Born | None:
    """The years of a birth, and its day if it is known."""
    if not text:
        return None
    try:
        read = parse_edtf(text)
    except DateError:
        return None
    first, last = read.fuzzy
    if first is None or last is None:
        return None
    return Born(first.year, last.year, first if first == last and not read.qualified else None)


def _profiles(people: Sequence[Sequence[str]], names: Iterable[Sequence[str]]) -> list[Profile]:
    owners: list[str] = []
    parts: list[tuple[str, str, str]] = []
    for now, stored in names:
        said = composite(stored)
        owners.append(now)
        parts.append((_text(said, "family"), _text(said, "given"), _text(said, "patronymic")))
    spelled: dict[str, dict[Spelling, None]] = {}
    for owner, spelling in zip(owners, sameness.spellings(parts), strict=True):
        if spelling.core:
            spelled.setdefault(owner, {})[spelling] = None
    return [
        Profile(one, title or "", tuple(spelled.get(one, ())), birth(born), gender, region, town or "")
        for one, title, born, gender, region, town in people
    ]


def _text(parts: Mapping[str, object], key: str) -> str:
    return str(parts.get(key) or "")


def _bearers(connection: Connection, everyone: int) -> Callable[[str], float]:
    numbers: dict[str, int] = {}

    def bits(word: str) -> float:
        if word not in numbers:
            row = run(connection, BEARERS, (NAME_MARK + word,)).fetchone()
            numbers[word] = row[0] if row else 0
        return sameness.rarity(numbers[word], everyone)

    return bits


def _pairs(people: Sequence[Profile], watched: Progress) -> Iterator[tuple[Profile, Profile]]:
    """Each pair of people who share a key, once."""
    keys = [_keys(one) for one in people]
    entries = [key << LATER | at for at, own in enumerate(keys) for key in own]
    entries.sort()
    done = 0
    for key, group in groupby(entries, key=lambda entry: entry >> LATER):
        places = [entry & (1 << LATER) - 1 for entry in group]
        done += len(places)
        if len(places) > 1:
            watched.step("Comparing people", done, len(entries))
            for one, other in _within(people, places):
                a, b = people[one], people[other]
                if _may_be_one(a, b) and min(keys[one] & keys[other]) == key:
                    yield a, b
    watched.step("Comparing people", len(entries), len(entries))


def _within(people: Sequence[Profile], places: list[int]) -> Iterator[tuple[int, int]]:
    """The pairs of a group; of a very large one only those near each other by birth."""
    reach = len(places)
    if reach > MOST_TOGETHER:
        places.sort(key=lambda at: (0 if (born := people[at].born) is None else born.first, at))
        reach = STRIDE
    for start, one in enumerate(places):
        for other in places[start + 1 : start + 1 + reach]:
            yield (one, other) if one < other else (other, one)


def _may_be_one(a: Profile, b: Profile) -> bool:
    """Whether birth and gender leave it open; looked at first, because most pairs end here."""
    if a.gender and b.gender and a.gender != b.gender:
        return False
    return a.born is None or b.born is None or sameness.years_apart(a.born, b.born) <= 1


def _keys(one: Profile) -> frozenset[int]:
    found = set()
    for spelling in one.spellings:
        for anchor in spelling.core:
            for other in spelling.core:
                if other != anchor:
                    found.add(f"{anchor}<{other[0]}")
                    found.add(f"{anchor}>{_stem(other)[-STEM_END:]}")
            if spelling.father and one.born is not None:
                found.add(f"{anchor}^{spelling.father}^{one.born.first}")
        if len(spelling.core) == 1:
            found.add(f"{spelling.core[0]}.")
    return frozenset(crc32(key.encode()) for key in found)


def _stem(word: str) -> str:
    """A surname without its ending, which too many share."""
    for ending in _SURNAME_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending)
    return word
