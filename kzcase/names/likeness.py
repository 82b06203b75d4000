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

_Pair = tuple[float, float]
"""How much a pair of words says, and how much of that is alike."""


def likeness(a: str, b: str) -> float:
    """How alike two names are, from 0.0 to 1.0; the order of their parts does not count.

    1.0 when they fold to the same words. One missing patronymic leaves about
    0.9, an initial that fits about 0.95, one typing error in a surname about
    0.9. An empty name is like nothing. `likeness(a, b) == likeness(b, a)`.
    """
    return likeness_of_words(words(fold(a)), words(fold(b)))


def likeness_of_words(a: Sequence[str], b: Sequence[str]) -> float:
    """`likeness` of two names already folded and parted into words."""
    return likenesses(a, (b,))[0]


def likenesses(typed: Sequence[str], names: Sequence[Sequence[str]]) -> list[float]:
    """`likeness` of one name with each of many, all folded and parted into words.

    Many at once take a third of the time: their words repeat, and what two words
    have in common is found out once.
    """
    told = _Told(typed)
    return [told.with_name(name) for name in names]


def completeness(typed: Sequence[str], name: Sequence[str]) -> float | None:
    """How much of a name the typed words are, from 0.0 to 1.0, where each of them begins a word of it.

    None where one does not. A tenth of the work of `likeness`, and alike where
    all words were typed to their end.
    """
    left = list(name)
    said = missing = 0.0
    for word in typed:
        if word in left:
            left.remove(word)
        else:
            longer = next((one for one in left if one.startswith(word)), None)
            if longer is None:
                return None
            left.remove(longer)
            missing += _MISSING * (len(longer) - len(word))
        said += len(word)
    for word in left:
        missing += _cost_of_missing(word)
    return said / (said + missing) if said else None


class _Told:
    """One name that is held against others, with what was found out about its words so far."""

    def __init__(self, typed: Sequence[str]) -> None:
        self._letters = "".join(typed)
        self._number = len(typed)
        self._words = sorted(typed)
        self._first = self._words[:_MOST_COMPARED]
        self._pairs: dict[str, list[_Pair]] = {}
        self._costs: dict[str, float] = {}
        self._distinct = frozenset(self._first)
        self._initials = [(word, _is_initial(word)) for word in self._first]
        self._weight = sum(_weight(word, word) for word in self._first)
        self._own_costs = [_cost_of_missing(word) for word in self._first]

    def with_name(self, name: Sequence[str]) -> float:
        """How alike they are."""
        if not self._words or not name:
            return 0.0
        # In a fixed order, so that neither side nor the order of the parts can change the sum.
        other = sorted(name)
        if other == self._words:
            return 1.0
        # "Нур Султан" and "Нурсултан" share no word, but every letter.
        if len(other) != self._number and "".join(name) == self._letters:
            return 1.0
        other = other[:_MOST_COMPARED]
        whole = self._contained(other)
        if whole is not None:
            return whole
        columns = [self._pairs.get(word) or self._pairs_of(word) for word in other]
        if (len(self._first), self._first) <= (len(other), other):
            return _best(list(zip(*columns, strict=True)), [self._cost(word) for word in other])
        return _best(columns, self._own_costs)

    def _contained(self, other: Sequence[str]) -> float | None:
        """The likeness where each word of the shorter name stands in the longer one: none is nearer to it."""
        short, long = (self._first, other) if len(self._first) < len(other) else (other, self._first)
        distinct = self._distinct if short is self._first else frozenset(other)
        if len(distinct) != len(short) or not distinct.issubset(long) or any(map(_is_initial, distinct)):
            return None
        rest = [word for word in long if word not in distinct]
        if len(rest) + len(short) != len(long):
            return None
        weight = self._weight if short is self._first else sum(_weight(word, word) for word in short)
        return weight / (weight + sum(map(self._cost, rest)))

    def _pairs_of(self, word: str) -> list[_Pair]:
        """A word of another name with each of our own."""
        initial, length = _is_initial(word), len(word)
        found: list[_Pair] = []
        for own, is_initial in self._initials:
            if initial or is_initial:
                weight = _INITIAL_WEIGHT
            else:
                weight = float(max(len(own), length))
            found.append((weight, weight * word_likeness(own, word)))
        self._pairs[word] = found
        return found

    def _cost(self, word: str) -> float:
        cost = self._costs.get(word)
        if cost is None:
            cost = self._costs[word] = _cost_of_missing(word)
        return cost


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


def _best(rows: Sequence[Sequence[_Pair]], costs: Sequence[float]) -> float:
    """The likeness in the best pairing: a row is a word of the shorter name, a column one of the longer."""
    if len(rows) == 1:
        missing = sum(costs)
        if len(costs) == 1:
            return rows[0][0][1] / rows[0][0][0]
        # Only here, where one is paired, may the others' cost be had by taking its own away.
        return max(like / (weight + missing - costs[at]) for at, (weight, like) in enumerate(rows[0]))
    best = 0.0
    places = range(len(costs))
    for chosen in _pairings(rows, len(costs)):
        total = reached = 0.0
        for row, place in zip(rows, chosen, strict=True):
            weight, like = row[place]
            total += weight
            reached += like
        if len(chosen) < len(costs):
            for place in places:
                if place not in chosen:
                    total += costs[place]
        best = max(best, reached / total)
    return best


def _pairings(rows: Sequence[Sequence[_Pair]], columns: int) -> Iterator[tuple[int, ...]]:
    """Ways to give each row a column of its own: all, or one good one for very long names."""
    if columns <= _MOST_WORDS:
        return permutations(range(columns), len(rows))
    pairs = sorted(
        (-like / weight, at, place) for at, row in enumerate(rows) for place, (weight, like) in enumerate(row)
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, at, place in pairs:
        if at not in found and place not in taken:
            found[at] = place
            taken.add(place)
    return iter((tuple(found[at] for at in range(len(rows))),))
