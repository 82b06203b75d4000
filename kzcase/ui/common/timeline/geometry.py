"""How high the rows of a timeline stand, with a heading over each group of lanes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kzcase.timeline.layout import Lane, Timeline


@dataclass(frozen=True, slots=True)
class Heading:
    """The line over the lanes of one group."""

    group: str
    top: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The ground of one lane."""

    lane: Lane
    top: float
    height: float


class Geometry:
    """Places rows below `above`; `row` is the height of each, all in logical pixels."""

    def __init__(self, picture: Timeline, row: float, above: float = 0.0) -> None:
        self.row = row
        self.headings: list[Heading] = []
        self.strips: list[Strip] = []
        self._tops: list[float] = []
        y, group = above, ""
        for lane in picture.lanes:
            own = lane.key.rpartition("/")[0]
            if own != group:
                group = own
                self.headings.append(Heading(own, y))
                y += row
            self.strips.append(Strip(lane, y, lane.rows * row))
            self._tops += [y + number * row for number in range(lane.rows)]
            y += lane.rows * row
        self.height = y

    def top(self, row: int) -> float:
        """The upper edge of a row."""
        return self._tops[row]

    def row_at(self, y: float) -> int | None:
        """The row at a height, None on a heading or outside."""
        found = bisect_right(self._tops, y) - 1
        return found if found >= 0 and y < self._tops[found] + self.row else None

    def rows_between(self, top: float, bottom: float) -> range:
        """The rows of which anything lies between two heights."""
        return range(max(bisect_right(self._tops, top - self.row), 0), bisect_right(self._tops, bottom))

    def heading_at(self, y: float) -> Heading | None:
        """The heading at a height."""
        return next((one for one in self.headings if one.top <= y < one.top + self.row), None)
