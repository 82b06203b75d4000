"""Say how likely two records of people are one person, and why, from names, birth and place.

Fellegi and Sunter's way (Journal of the American Statistical Association 64,
1969): whatever agrees speaks for one person by as many bits as it is rare among
all, whatever differs speaks against, and the sum, less how rarely two records
taken at random are one person, gives the likelihood. The bits of what is not a
name are estimates; the names' come from how often each word occurs.

Nothing here joins anybody. It puts pairs in an order for somebody who looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from math import log2
from typing import Final

from rapidfuzz.distance import OSA

from kzcase.names.folding import fold, fold_many
from kzcase.names.parts import ENDINGS, Place, take_apart
from kzcase.names.scripts import Script, script_of

BACKGROUND: Final = 2_000
"""People behind those of a vault: in one of five, a name that occurs once must not count as common."""
TWICE: Final = 0.05
"""The share of people expected to have a second record."""
MOST_CORE: Final = 4
SHORTEST_ALIKE: Final = 4
LONG: Final = 6
"""Folded words of this length may differ by two letters: folding makes one slip into two."""
MOST_SLIPS: Final = 2
LONGEST_INITIAL: Final = 2
"""Letters of a folded initial: some letters of Cyrillic are two in it (Ж., Ш.)."""

_ALIKE: Final = (1.0, 0.6, 0.4)  # of the bits that an equal word would have, by letters that differ
_ENDS_OF_ENDINGS: Final = ("na", "ich", "li", "zi")
"""By one of these a patronymic is known whose ending has a slip in it: it was not taken off."""
_INITIAL_BITS: Final = 3.0
_OTHER_WORD: Final = -9.0
_FATHER, _OTHER_FATHER = 6.0, -10.0
_DAY, _SWAPPED, _YEAR, _BESIDE = 13.0, 9.0, 5.5, 1.0
_OTHER_DAY, _OTHER_YEAR = -2.0, -10.0
_OTHER_GENDER: Final = -9.0
_REGION, _OTHER_REGION, _TOWN = 2.0, -1.0, 1.0
_SURNAME_CHANGED: Final = -3.0

_LATIN: Final = frozenset({Script.LATIN})


class Why(StrEnum):
    """A reason to take two records for one person, or against it."""

    ACROSS_SCRIPTS = "same_name_across_scripts"
    SAME_NAME = "same_name"
    OTHER_SPELLING = "same_name_other_spelling"
    ALIKE = "names_alike"
    INITIAL = "initial_fits"
    OTHER_SURNAME = "other_surname"
    FATHER = "same_patronymic"
    LIKE_FATHER = "patronymics_alike"
    ONE_FATHER = "patronymic_on_one_side"
    DAY = "same_birth_date"
    SWAPPED = "day_and_month_swapped"
    YEAR = "same_birth_year"
    BESIDE = "birth_years_one_apart"
    OTHER_DAY = "other_birth_date"
    OTHER_YEAR = "other_birth_year"
    OTHER_FATHER = "other_patronymic"
    OTHER_GENDER = "other_gender"
    REGION = "same_region"
    OTHER_REGION = "other_region"
    TOWN = "same_town"


AGAINST: Final = frozenset(
    {Why.OTHER_SURNAME, Why.OTHER_DAY, Why.OTHER_YEAR, Why.OTHER_FATHER, Why.OTHER_GENDER}
)
"""Reasons that speak against one person. Another region does not: people move."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as written, the folded words of its surname and given name, the root of the father's name."""

    text: str
    core: tuple[str, ...]
    father: str


@dataclass(frozen=True, slots=True)
class Born:
    """What is known of a birth: years from and to, and the day if it is known."""

    first: int
    last: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a person two records are compared by."""

    id: str
    title: str
    spellings: tuple[Spelling, ...]
    born: Born | None = None
    gender: str | None = None
    region: str | None = None
    town: str = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely two records are one person, from 0 to 1, the reasons, and the two spellings compared."""

    score: float
    reasons: tuple[Why, ...]
    spelled: tuple[str, str]


def spellings(parts: Sequence[tuple[str, str, str]]) -> list[Spelling]:
    """Names given as surname, given name and patronymic, made ready to compare, all at once.

    A full name that stands whole in one part is taken apart first.
    """
    ready = [_apart(*one) for one in parts]
    cores = fold_many([f"{family} {given}" for family, given, _ in ready])
    fathers = fold_many([patronymic for _, _, patronymic in ready])
    return [
        Spelling(" ".join(filter(None, one)), tuple(dict.fromkeys(core.split()))[:MOST_CORE], _root(father))
        for one, core, father in zip(ready, cores, fathers, strict=True)
    ]


def _apart(family: str, given: str, patronymic: str) -> tuple[str, str, str]:
    whole = given or family
    if (family and given) or patronymic or " " not in whole.strip():
        return family, given, patronymic
    found = take_apart(whole)
    return found.family, found.given, found.patronymic


@lru_cache(maxsize=20_000)
def _root(father: str) -> str:
    """The father's name in a folded patronymic: Болатұлы, Болатович and Bolatovna have one."""
    joined = father.replace(" ", "")
    for ending in ENDINGS:
        if ending.place is not Place.SURNAME and joined.endswith(ending.folded):
            return joined.removesuffix(ending.folded)
    return joined


def rarity(number: int, everyone: int) -> float:
    """The bits that a word speaks for when `number` of `everyone` bear it."""
    return log2((everyone + BACKGROUND) / (number + 1))


def compare(a: Profile, b: Profile, bits: Callable[[str], float], everyone: int) -> Likely:
    """How likely two people are one; `bits` gives the rarity of a folded word among `everyone`."""
    best: tuple[float, tuple[Why, ...], tuple[str, str]] | None = None
    for one in a.spellings:
        for other in b.spellings:
            found, reasons = _names(one, other, bits)
            if best is None or found > best[0]:
                best = (found, reasons, (one.text, other.text))
    if best is None:
        return Likely(0.0, (), (a.title, b.title))
    total, names, spelled = best
    beside = [*_fathers(a, b), *_births(a.born, b.born), *_others(a, b)]
    if Why.OTHER_SURNAME in names and not {Why.DAY, Why.FATHER} <= {why for why, _ in beside}:
        return Likely(0.0, (), spelled)
    total += sum(weight for _, weight in beside)
    total -= log2((everyone + BACKGROUND) / TWICE)
    score = 1 / (1 + 2 ** min(60.0, -total))
    return Likely(round(score, 3), (*names, *(why for why, _ in beside)), spelled)


def _names(one: Spelling, other: Spelling, bits: Callable[[str], float]) -> tuple[float, tuple[Why, ...]]:
    """What surnames and given names say."""
    if one.core == other.core and one.core:
        return sum(map(bits, one.core)), (_same(one, other),)
    short, long = sorted((one.core, other.core), key=lambda core: (len(core), core))
    if not short:
        return -60.0, ()
    best = (-60.0, frozenset[Why]())
    for places in permutations(range(len(long)), len(short)):
        total, said = 0.0, set()
        for word, at in zip(short, places, strict=True):
            weight, why = _words(word, long[at], bits)
            total += weight
            said.add(why)
        if total > best[0]:
            best = (total, frozenset(why for why in said if why is not None))
    total, reasons = best
    if len(short) == 1:
        total -= _INITIAL_BITS  # a lone name says less than it seems to
    if not reasons:
        return total, (_same(one, other),) if len(short) > 1 else (Why.ALIKE,)
    if Why.OTHER_SURNAME in reasons:
        # One word of two is another one: only a surname that was changed can explain it.
        return total - _OTHER_WORD + _SURNAME_CHANGED, (Why.OTHER_SURNAME,)
    return total, tuple(sorted(reasons))


def _words(a: str, b: str, bits: Callable[[str], float]) -> tuple[float, Why | None]:
    if a == b:
        return bits(a), None
    if (len(a) == 1 or len(b) == 1) and a[0] == b[0]:
        return _INITIAL_BITS, Why.INITIAL
    most = slips_in(a, b)
    if most and (apart := OSA.distance(a, b, score_cutoff=most)) <= most:
        return _ALIKE[apart] * min(bits(a), bits(b)), Why.ALIKE
    return _OTHER_WORD, Why.OTHER_SURNAME


def slips_in(a: str, b: str) -> int:
    """By how many letters two folded words may differ and still be one word with a slip in it."""
    shorter = min(len(a), len(b))
    if shorter < SHORTEST_ALIKE:
        return 0
    return MOST_SLIPS if shorter >= LONG else 1


def _same(one: Spelling, other: Spelling) -> Why:
    if {script_of(one.text)} == _LATIN != {script_of(other.text)}:
        return Why.ACROSS_SCRIPTS
    if {script_of(other.text)} == _LATIN != {script_of(one.text)}:
        return Why.ACROSS_SCRIPTS
    alike = set(one.text.casefold().split()) & set(other.text.casefold().split())
    return Why.SAME_NAME if len(alike) >= min(len(one.core), len(other.core)) else Why.OTHER_SPELLING


def _fathers(a: Profile, b: Profile) -> Sequence[tuple[Why, float]]:
    ours = {one.father for one in a.spellings} - {""}
    theirs = {one.father for one in b.spellings} - {""}
    if not ours and not theirs:
        return ()
    if not ours or not theirs:
        return ((Why.ONE_FATHER, 0.0),)
    if ours & theirs:
        return ((Why.FATHER, _FATHER),)
    if any(_fits(one, other) for one in ours for other in theirs):
        return ((Why.LIKE_FATHER, _FATHER / 2),)
    return ((Why.OTHER_FATHER, _OTHER_FATHER),)


def _fits(a: str, b: str) -> bool:
    """Whether two fathers' names may be one: by an initial, or a letter that differs or is lost."""
    short, long = sorted((a, b), key=len)
    if long.startswith(short) and (len(short) <= LONGEST_INITIAL or long.endswith(_ENDS_OF_ENDINGS)):
        return True
    return len(short) >= SHORTEST_ALIKE and OSA.distance(short, long, score_cutoff=1) <= 1


def _births(a: Born | None, b: Born | None) -> Sequence[tuple[Why, float]]:
    if a is None or b is None:
        return ()
    if a.day and b.day:
        if a.day == b.day:
            return ((Why.DAY, _DAY),)
        if a.day.year == b.day.year:
            if (a.day.day, a.day.month) == (b.day.month, b.day.day):
                return ((Why.SWAPPED, _SWAPPED),)
            return ((Why.OTHER_DAY, _OTHER_DAY),)
        if (a.day.day, a.day.month) == (b.day.day, b.day.month) and abs(a.day.year - b.day.year) == 1:
            return ((Why.BESIDE, _YEAR),)
    if a.first == a.last == b.first == b.last:
        return ((Why.YEAR, _YEAR),)
    if a.first <= b.last and b.first <= a.last:
        return ()  # about 1980, the 1980s: neither for nor against
    if years_apart(a, b) == 1:
        return ((Why.BESIDE, _BESIDE),)
    return ((Why.OTHER_YEAR, _OTHER_YEAR),)


def years_apart(a: Born, b: Born) -> int:
    """The years between two births, none when they may be of one year."""
    return max(0, a.first - b.last, b.first - a.last)


def _others(a: Profile, b: Profile) -> Sequence[tuple[Why, float]]:
    found = []
    if a.gender and b.gender and a.gender != b.gender:
        found.append((Why.OTHER_GENDER, _OTHER_GENDER))
    if a.region and b.region:
        same = a.region == b.region
        found.append((Why.REGION, _REGION) if same else (Why.OTHER_REGION, _OTHER_REGION))
    if a.town and b.town and fold(a.town) == fold(b.town):
        found.append((Why.TOWN, _TOWN))
    return found


def counted(numbers: Mapping[str, int], everyone: int) -> Callable[[str], float]:
    """`rarity` of a word from how many people bear it."""

    def bits(word: str) -> float:
        return rarity(numbers.get(word, 0), everyone)

    return bits
