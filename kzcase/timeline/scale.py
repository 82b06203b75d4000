"""Turns days into places on a line and back, and marks years and months on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

from kzcase.timeline.item import TimelineItem

Measure = Callable[[str], float]

# A date vaguer than this many days does not stretch the picture; it is drawn cut off.
_VAGUE = 3 * 366


@dataclass(frozen=True, slots=True)
class Tick:
    """A year, a month or a day on the line, from `x` to `end`; `label` is "" where it would not fit."""

    level: Literal["year", "month", "day"]
    x: float
    end: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: `first` begins at `left`, and `last` is over at `left + width`.

    Raises `ValueError` when the days are in the wrong order or there is no width.
    """

    first: date
    last: date
    width: float
    left: float = 0.0
    per_day: float = field(init=False)
    """How wide a day is."""
    _zero: int = field(init=False)

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError("a scale's first day is after its last")
        if self.width <= 0:
            raise ValueError("a scale needs a width")
        zero = self.first.toordinal()
        # Asked for with every day that is drawn, so worked out once.
        object.__setattr__(self, "_zero", zero)
        object.__setattr__(self, "per_day", self.width / (self.last.toordinal() - zero + 1))

    @property
    def right(self) -> float:
        """Where the last day is over."""
        return self.left + self.width

    def x(self, day: date) -> float:
        """Where the day begins, kept within the scale."""
        return self._within(day.toordinal() - self._zero)

    def x_after(self, day: date) -> float:
        """Where the day is over, kept within the scale."""
        return self._within(day.toordinal() - self._zero + 1)

    def day(self, x: float) -> date:
        """The day at a place; the nearest of the scale for a place outside it."""
        days = int((x - self.left) / self.per_day) if x > self.left else 0
        return min(self.last, self.first + timedelta(days=min(days, (self.last - self.first).days)))

    def holds(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last` is on the scale."""
        return first <= self.last and last >= self.first

    def _within(self, days: int) -> float:
        return min(self.right, max(self.left, self.left + days * self.per_day))


def span_of(items: Iterable[TimelineItem], as_of: date) -> tuple[date, date]:
    """The months a picture of these items should cover, the day it is drawn for included."""
    days = [as_of]
    for item in items:
        for value in (item.start, item.end):
            if value is None:
                continue
            first, last = value.fuzzy
            known = [day for day in (first, last) if day is not None]
            if len(known) == 2 and (known[1] - known[0]).days > _VAGUE:
                continue
            days.extend(known)
    first, last = min(days), max(days)
    return first.replace(day=1), _month_end(last)


def ticks(
    scale: Scale, measure: Measure, *, gap: float = 6.0, language: str = "en", days: bool = False
) -> tuple[Tick, ...]:
    """The years of the scale, and its months where their names have room; labels never touch.

    With `days` also the days, where their numbers have room.
    """
    years = _years(scale, measure, gap)
    return (*years, *_months(scale, measure, gap, language), *(_days(scale, measure, gap) if days else ()))


def _years(scale: Scale, measure: Measure, gap: float) -> list[Tick]:
    room = measure("2000") + gap
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * 365 * scale.per_day >= room), 1000)
    found = []
    for year in range(scale.first.year, scale.last.year + 1):
        x, end = scale.x(date(year, 1, 1)), scale.x_after(date(year, 12, 31))
        # A year that is cut off may be too narrow for its number even where whole years are not.
        space = scale.x_after(date(min(9999, year + step - 1), 12, 31)) - x
        label = str(year) if year % step == 0 and space >= room else ""
        if step == 1 or label:
            found.append(Tick("year", x, end, label))
    return found


def _months(scale: Scale, measure: Measure, gap: float, language: str) -> list[Tick]:
    if 28 * scale.per_day < gap / 2:
        return []
    labels = _month_names(language)
    named = 28 * scale.per_day >= max(measure(label) for label in labels) + gap
    found = []
    day = scale.first.replace(day=1)
    x = scale.x(day)
    while day <= scale.last:
        end = _month_end(day)
        x_end = scale.x_after(end)
        label = labels[day.month - 1] if named else ""
        found.append(Tick("month", x, x_end, label if label and x_end - x >= measure(label) + gap else ""))
        if end == date.max:
            break
        day, x = end + timedelta(days=1), x_end
    return found


@cache
def _month_names(language: str) -> tuple[str, ...]:
    """The short names of the months; English where the language is none of ours."""
    from babel import Locale

    names = Locale.parse(language if language in ("en", "ru", "kk") else "en").months["stand-alone"]
    return tuple(str(names["abbreviated"][number]) for number in range(1, 13))


def _days(scale: Scale, measure: Measure, gap: float) -> list[Tick]:
    if scale.per_day < measure("30") + gap:
        return []
    count = (scale.last - scale.first).days + 1
    found = [scale.first + timedelta(days=number) for number in range(count)]
    return [Tick("day", scale.x(day), scale.x_after(day), str(day.day)) for day in found]


def _month_end(day: date) -> date:
    if (day.year, day.month) == (9999, 12):
        return date.max
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)
