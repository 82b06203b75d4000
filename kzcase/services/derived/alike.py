"""Remembers for one run what was computed of records that say the same, so that it is computed once.

Many restrictions of an import were imposed on one day for one term, and many
prosecutions stand where nothing has happened yet. Nothing in here names a record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kzcase.services.derived.items import ItemRow
from kzcase.services.derived.stretches import Stretch

MOST_ALIKE = 20_000

T = TypeVar("T")


class Memory(Generic[T]):
    """Answers by all that they follow from, as bytes; `most` are kept, 0 for none."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[bytes, T] = {}

    def of(self, said: bytes, compute: Callable[[], T]) -> T:
        """What was computed of this before, or is now."""
        if (found := self._known.get(said)) is None:
            if len(self._known) >= self._most:
                self._known.clear()
            found = compute()
            if self._most:
                self._known[said] = found
        return found


class Alike:
    """What is due, and when something is in force, of no record in particular."""

    def __init__(self, most: int = MOST_ALIKE) -> None:
        self.restrictions: Memory[tuple[tuple[ItemRow, ...], tuple[Stretch, ...]]] = Memory(most)
        self.courses: Memory[tuple[ItemRow, ...]] = Memory(most)
