"""Say how alike two names are, whatever their scripts, spellings and order.

For ranking what a search found and for proposing duplicates, with reasons; two
names of likeness 1 may still be two people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Final

from rapidfuzz.distance import OSA

from kzcase.names.folding import fold, words

# Folded texts of one letter written, in some standard, as two: Ж., Ш., Ч., Ц., Ю., Я.
_INITIALS: Final = frozenset({"zh", "sh", "ch", "ts", "iu", "ia"})
_PATRONYMIC_ENDINGS: Final = ("vich", "vna", "ichna", "uli", "kizi", "ugli")
# Two different words below this likeness have nothing to do with each other.
_UNRELATED: Final = 0.5
_INITIAL_FITS: Final = 0.85
_INITIAL_WEIGHT: Final = 2.0
# What a word without a partner costs, as a share of its length: a patronymic is often left out.
_MISSING_PATRONYMIC: Final = 0.15
_MISSING: Final = 0.5
# Names of more words than this are paired word by word from the best pair down.
_MOST_WORDS: Final = 5
# No name has more; a pasted page must not be held against another word by word.
_MOST_COMPARED: Final = 12


def likeness(a: str, b: str) -> float:
    """How alike two names are, from 0.0 to 1.0; the order of their parts does not count.

    1.0 when they fold to the same words. One missing patronymic leaves about
    0.9, an initial that fits about 0.95, one typing error in a surname about
    0.9. An empty name is like nothing. `likeness(a, b) == likeness(b, a)`.
    """
    return likeness_of_words(words(fold(a)), words(fold(b)))


def likeness_of_words(a: Sequence[str], b: Sequence[str]) -> float:
    """`likeness` of two names already folded and parted into words."""
    if not a or not b:
        return 0.0
    # In a fixed order, so that neither side nor the order of the parts can change the sum.
    short, long = sorted((sorted(a), sorted(b)), key=lambda name: (len(name), name))
    if short == long:
        return 1.0
    short, long = short[:_MOST_COMPARED], long[:_MOST_COMPARED]
    apart = max(_paired_likeness(short, long, places) for places in _pairings(short, long))
    # "Нур Султан" and "Нурсултан" share no word, but every letter.
    return 1.0 if len(a) != len(b) and "".join(a) == "".join(b) else apart


def word_likeness(a: str, b: str) -> float:
    """How alike two folded words are, from 0.0 to 1.0; an initial fits each word it begins."""
    if a == b:
        return 1.0
    if _is_initial(a) or _is_initial(b):
        return _INITIAL_FITS if a.startswith(b) or b.startswith(a) else 0.0
    alike = OSA.normalized_similarity(a, b)
    return alike if alike > _UNRELATED else 0.0


def _is_initial(word: str) -> bool:
    return len(word) == 1 or word in _INITIALS


def _weight(a: str, b: str) -> float:
    """How much a pair of words says: an initial little, a long word more."""
    return _INITIAL_WEIGHT if _is_initial(a) or _is_initial(b) else float(max(len(a), len(b)))


def _cost_of_missing(word: str) -> float:
    if _is_initial(word):
        return _MISSING_PATRONYMIC * _INITIAL_WEIGHT
    share = _MISSING_PATRONYMIC if word.endswith(_PATRONYMIC_ENDINGS) else _MISSING
    return share * len(word)


def _pairings(short: Sequence[str], long: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Ways to give each word of `short` a place in `long`: all, or one good one for very long names."""
    if len(long) <= _MOST_WORDS:
        return permutations(range(len(long)), len(short))
    pairs = sorted(
        (-word_likeness(word, other), at, place)
        for at, word in enumerate(short)
        for place, other in enumerate(long)
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, place in pairs:
        if at not in found and place not in taken:
            found[at] = place
            taken.add(place)
    return iter((tuple(found[at] for at in range(len(short))),))


def _paired_likeness(short: Sequence[str], long: Sequence[str], places: Sequence[int]) -> float:
    """The likeness of two names when each word of `short` is held against its place in `long`."""
    total = reached = 0.0
    for word, place in zip(short, places, strict=True):
        weight = _weight(word, long[place])
        total += weight
        reached += weight * word_likeness(word, long[place])
    for place, word in enumerate(long):
        if place not in places:
            total += _cost_of_missing(word)
    return reached / total
