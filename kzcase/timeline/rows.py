"""Which rows of a lane are free while it is filled from left to right."""

from __future__ import annotations

import heapq


class Rows:
    """The rows of a lane while it is filled from left to right."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._busy: list[tuple[float, int]] = []
        self._free: list[int] = []
        self._marked: dict[int, float] = {}
        self.count = 0

    def free_at(self, x: float) -> int | None:
        """Take out the uppermost row that is free from `x` on; `x` must never decrease between calls."""
        while self._busy and self._busy[0][0] + self._gap <= x:
            heapq.heappush(self._free, heapq.heappop(self._busy)[1])
        return heapq.heappop(self._free) if self._free else None

    def free_later(self, x: float) -> int | None:
        """Take out the row that becomes free first, if it does so by `x`, a place further right."""
        if self._busy and self._busy[0][0] + self._gap <= x:
            return heapq.heappop(self._busy)[1]
        return None

    def open(self) -> int:
        """A new row below."""
        self.count += 1
        return self.count - 1

    def free_without_words(self, x: float) -> int | None:
        """Take out a row that would be free at `x` but for the words of its last mark; asked of few rows."""
        free = [one for one in self._busy if self._marked[one[1]] + self._gap <= x]
        if not free:
            return None
        found = min(free, key=lambda one: (self._marked[one[1]], one[1]))
        self._busy.remove(found)
        heapq.heapify(self._busy)
        return found[1]

    def take(self, row: int, mark: float, until: float) -> None:
        """Occupy a row up to a place, by a mark that ends before its words do."""
        self._marked[row] = mark
        heapq.heappush(self._busy, (until, row))
