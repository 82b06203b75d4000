"""Finds quickly what a window shows of a finished timeline, what lies under a point, what comes next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice

from kzcase.timeline.layout import Bar, Point, Timeline

Mark = Bar | Point
Key = tuple[str, str]
"""The lane and the id of an item: one record may stand in several lanes."""


class Chart:
    """The marks of a timeline by row.

    In a row the marks, their labels included, never overlap: so what lies
    between two places is found by halving, and a window's cost follows from
    what it shows, not from how much there is.
    """

    def __init__(self, picture: Timeline) -> None:
        self.picture = picture
        rows: list[list[Mark]] = [[] for _ in range(picture.rows)]
        marks: list[Mark] = [*picture.bars, *picture.points]
        for mark in marks:
            rows[mark.row].append(mark)
        self._rows: list[list[Mark]] = []
        self._lefts: list[list[float]] = []
        self._rights: list[list[float]] = []
        for members in rows:
            members.sort(key=_left)
            self._rows.append(members)
            self._lefts.append([_left(mark) for mark in members])
            self._rights.append([_right(mark) for mark in members])
        self.in_time: tuple[Mark, ...] = tuple(
            sorted((mark for members in rows for mark in members), key=_moment)
        )
        """Every mark in the order of time: the way the keyboard goes."""
        self._places = {key_of(mark): number for number, mark in enumerate(self.in_time)}

    def between(self, left: float, right: float, rows: range) -> Iterator[Mark]:
        """The marks of these rows of which anything lies between two places."""
        for row in range(max(rows.start, 0), min(rows.stop, len(self._rows))):
            first = bisect_right(self._rights[row], left)
            last = bisect_left(self._lefts[row], right)
            yield from islice(self._rows[row], first, max(first, last))

    def at(self, x: float, row: int, reach: float) -> Mark | None:
        """The mark at a place in a row, or the nearest within `reach`."""
        found = list(self.between(x - reach, x + reach, range(row, row + 1)))
        return min(found, key=lambda mark: max(_left(mark) - x, x - _right(mark), 0.0), default=None)

    def of(self, key: Key) -> Mark | None:
        """The mark of that key, if it is in the picture."""
        place = self._places.get(key)
        return self.in_time[place] if place is not None else None

    def next_to(self, key: Key | None, step: int) -> Mark | None:
        """The mark `step` places later in time, earlier if negative; at the end the last one."""
        if not self.in_time:
            return None
        place = self._places.get(key) if key is not None else None
        if place is None:
            return self.in_time[0 if step > 0 else -1]
        return self.in_time[min(max(place + step, 0), len(self.in_time) - 1)]


def key_of(mark: Mark) -> Key:
    """What names a mark, whatever picture it is in."""
    return mark.item.lane, mark.item.id


def _left(mark: Mark) -> float:
    x = mark.x if isinstance(mark, Bar) else min(mark.x, mark.spread[0] if mark.spread else mark.x)
    return x if mark.label is None else min(x, mark.label.x)


def _right(mark: Mark) -> float:
    end = mark.end if isinstance(mark, Bar) else max(mark.x, mark.spread[1] if mark.spread else mark.x)
    return end if mark.label is None else max(end, mark.label.x + mark.label.width)


def _moment(mark: Mark) -> tuple[float, int, str]:
    return mark.x, mark.row, mark.item.id
