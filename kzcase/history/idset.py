"""Many record ids in little memory: what an import touched, or all of a large vault that goes out."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Set
from heapq import merge
from typing import TypeVar

from kzcase.history.revision import is_id

FEW = 4_096
"""Up to so many ids are plain sets: quicker, and small enough."""

_HALF = 64
_LOW = (1 << _HALF) - 1
_Any = TypeVar("_Any")


class IdSet(Set[str]):
    """Record ids, each as the sixteen bytes of its UUID, in the order of their texts; never changed.

    A set of texts takes nearly ten times as much, which with a million is more than all other work.
    What is made of it by `|`, `&` and `-` is a plain set; of several `united` makes one.
    """

    __slots__ = ("_high", "_low")

    def __init__(self, ids: Iterable[str] = ()) -> None:
        """Of ids in any order; in ascending order they are not held twice. Raises ValueError for others."""
        self._fill(map(_number, ids))

    @classmethod
    def united(cls, sets: Iterable[Set[str]]) -> Set[str]:
        """All ids of some sets; few of them as a plain set."""
        several = [one for one in sets if one]
        if len(several) == 1:
            return several[0]
        if sum(map(len, several)) <= FEW:
            return frozenset().union(*several)
        packed = cls()
        packed._fill(merge(*(_numbers(one) for one in several)))
        return packed

    def _fill(self, numbers: Iterable[int]) -> None:
        """Keep the halves of each number apart: so the standard library seeks in them by itself."""
        self._high, self._low = array("Q"), array("Q")
        last = -1
        ordered = True
        for one in numbers:
            if one == last:
                continue
            ordered = ordered and one > last
            self._high.append(one >> _HALF)
            self._low.append(one & _LOW)
            last = one
        if not ordered:
            self._fill(sorted(set(self.numbers())))

    @classmethod
    def _from_iterable(cls, it: Iterable[_Any]) -> set[_Any]:
        """What set operations give."""
        return set(it)

    def numbers(self) -> Iterator[int]:
        """The ids as numbers of 128 bits, in their order."""
        return (high << _HALF | low for high, low in zip(self._high, self._low, strict=True))

    def __len__(self) -> int:
        return len(self._high)

    def __iter__(self) -> Iterator[str]:
        for one in self.numbers():
            text = f"{one:032x}"
            yield f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def __contains__(self, one: object) -> bool:
        if not isinstance(one, str) or not is_id(one):
            return False
        number = _number(one)
        high, low = number >> _HALF, number & _LOW
        start = bisect_left(self._high, high)
        end = bisect_right(self._high, high, start)
        place = bisect_left(self._low, low, start, end)
        return place < end and self._low[place] == low


class Gathered:
    """Collects ids one after another: a save's few as they are, an import's million packed."""

    __slots__ = ("_few", "_packed")

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._packed: list[IdSet] = []

    def add(self, one: str) -> None:
        """Take one id in; again changes nothing."""
        self._few.add(one)
        if len(self._few) > FEW:
            self._pack()

    def update(self, ids: Iterable[str]) -> None:
        """Take some ids in."""
        self._few.update(ids)
        if len(self._few) > FEW:
            self._pack()

    def ids(self) -> Set[str]:
        """All of them until now."""
        if not self._packed:
            return frozenset(self._few)
        self._pack()
        self._packed = [packed for packed in (IdSet.united(self._packed),) if isinstance(packed, IdSet)]
        return self._packed[0]

    def _pack(self) -> None:
        self._packed.append(IdSet(self._few))
        self._few = set()


class ByKind:
    """Collects records, each under its kind."""

    __slots__ = ("_kinds",)

    def __init__(self) -> None:
        self._kinds: dict[str, Gathered] = {}

    def add(self, kind: str, one: str) -> None:
        """Take one record in."""
        self._kinds.setdefault(kind, Gathered()).add(one)

    def update(self, kind: str, ids: Iterable[str]) -> None:
        """Take some records of a kind in."""
        self._kinds.setdefault(kind, Gathered()).update(ids)

    def ids(self) -> dict[str, Set[str]]:
        """All of them until now."""
        return {kind: gathered.ids() for kind, gathered in self._kinds.items()}


def ascending(ids: Iterable[str]) -> Iterable[str]:
    """Some ids in the order of their texts, not copied where they stand in it."""
    return ids if isinstance(ids, IdSet) else sorted(ids)


def gathered(ids: Iterable[str]) -> Set[str]:
    """Some ids, each once, of which there may be many."""
    found = Gathered()
    for one in ids:
        found.add(one)
    return found.ids()


def _number(one: str) -> int:
    if not is_id(one):
        raise ValueError("not a record's id")
    return int(one.replace("-", ""), 16)


def _numbers(ids: Set[str]) -> Iterator[int]:
    return ids.numbers() if isinstance(ids, IdSet) else iter(sorted(map(_number, ids)))
