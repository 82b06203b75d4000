"""Which stretch of time a window shows, and how it follows zooming and moving.

Days are counted as `date.toordinal` does, with fractions, so that a picture
can be moved by less than a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import ceil, floor

from kzcase.timeline.scale import Scale

MOST_PER_DAY = 60.0
"""The widest a day gets, in the painter's unit."""
_KEPT = 0.2
"""The share of the window in which some of the story is kept, however far one moves."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window `width` wide whose left edge is the day `start`; a day is `per_day` wide.

    `first` and `last` are the days between which there is something to see.
    Nothing here changes: zooming and moving give another one.
    """

    first: int
    last: int
    start: float
    per_day: float
    width: float

    @classmethod
    def fitting(cls, first: date, last: date, width: float) -> Viewport:
        """The window in which all the days from `first` to `last` are seen."""
        days = last.toordinal() - first.toordinal() + 1
        if days < 1 or width <= 0:
            raise ValueError("a window needs a width and days in their order")
        return cls(first.toordinal(), last.toordinal(), float(first.toordinal()), width / days, width)

    @property
    def fits(self) -> bool:
        """Whether everything is seen, and no more."""
        return self.start == self.first and abs(self._least - self.per_day) < 1e-9

    @property
    def end(self) -> float:
        """The day at the right edge."""
        return self.start + self.width / self.per_day

    def x(self, day: float) -> float:
        """Where a day begins, from the left edge."""
        return (day - self.start) * self.per_day

    def day(self, x: float) -> float:
        """The day at a place."""
        return self.start + x / self.per_day

    def zoomed(self, factor: float, at: float) -> Viewport:
        """The same seen `factor` times larger; the day at the place `at` stays where it is."""
        per_day = min(max(self.per_day * factor, self._least), max(MOST_PER_DAY, self._least))
        return replace(self, start=self.day(at) - at / per_day, per_day=per_day)._kept()

    def moved(self, by: float) -> Viewport:
        """The window moved to the right by `by`; it never leaves the story behind."""
        return replace(self, start=self.start + by / self.per_day)._kept()

    def widened(self, width: float) -> Viewport:
        """The same in a window of another width; if all was seen, all is seen again."""
        if self.fits:
            return Viewport.fitting(date.fromordinal(self.first), date.fromordinal(self.last), width)
        wider = replace(self, width=width)
        return replace(wider, per_day=max(wider.per_day, wider._least))._kept()

    def bringing(self, first: float, last: float, margin: float) -> Viewport:
        """The window moved just so far that these days lie in it, `margin` from its edges, if they can."""
        seen = self
        left, right = self.x(first), self.x(last)
        if right > self.width - margin:
            seen = self.moved(min(right - self.width + margin, left - margin))
        left = seen.x(first)
        return seen.moved(left - margin) if left < margin else seen

    def scale(self) -> Scale:
        """The whole days that are seen, at their places."""
        first = min(max(floor(self.start), 1), date.max.toordinal())
        last = min(max(ceil(self.end) - 1, first), date.max.toordinal())
        width = (last - first + 1) * self.per_day
        return Scale(date.fromordinal(first), date.fromordinal(last), width, self.x(first))

    @property
    def _least(self) -> float:
        return self.width / (self.last - self.first + 1)

    def _kept(self) -> Viewport:
        """The nearest window in which some of the story is seen."""
        if abs(self._least - self.per_day) < 1e-9:
            return replace(self, start=float(self.first), per_day=self._least)
        room = self.width * (1 - _KEPT) / self.per_day
        least, most = self.first - room, self.last + 1 + room - self.width / self.per_day
        return replace(self, start=min(max(self.start, least), most))
