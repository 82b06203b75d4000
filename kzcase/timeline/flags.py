"""Places the days that matter to every lane, and their words above the lanes; for screen and paper alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kzcase.timeline.item import Landmark
from kzcase.timeline.label import Label, shortened
from kzcase.timeline.scale import Measure


@dataclass(frozen=True, slots=True)
class Flag:
    """A landmark as a line at `x`, or as a band over its `spread` if its day is not sure.

    Its words stand in the line `row` above the lanes, counted from the lowest;
    without `label` there is no room for them beside those of its neighbours.
    """

    landmark: Landmark
    x: float
    spread: tuple[float, float] | None
    label: Label | None
    row: int = 0


def flags(
    landmarks: Iterable[Landmark],
    place: Callable[[int], float],
    left: float,
    right: float,
    measure: Measure,
    *,
    pad: float = 3.0,
    gap: float = 8.0,
    longest: float = 170.0,
    rows: int = 2,
) -> tuple[Flag, ...]:
    """The landmarks of which anything lies between two places, in the order of time.

    `place` says where the day of an ordinal begins. Words stand to the right of
    their line, or to its left at the picture's end, in `rows` lines, and never
    over each other; they are cut at `longest`, and before those that follow in
    the same line if a third of it is left.
    """
    found = [seen for one in landmarks if (seen := _seen(one, place, left, right)) is not None]
    found.sort(key=lambda pair: (pair[1], pair[0].id))
    made = []
    free = [left] * rows
    for number, (landmark, x, spread) in enumerate(found):
        following = found[number + rows][1] if number + rows < len(found) else right
        # The line that was free first, so that neighbours stand in different ones.
        for row in sorted(range(rows), key=lambda row: (free[row], row)):
            label = _label(landmark.label, x, free[row], following - gap, right, measure, pad, longest)
            if label is not None:
                free[row] = label.x + label.width + gap
                made.append(Flag(landmark, x, spread, label, row))
                break
        else:
            made.append(Flag(landmark, x, spread, None))
    return tuple(made)


def lines_above(landmarks: Sequence[Landmark], most: int = 2) -> int:
    """How many lines their words take above the lanes, whatever part of the picture is seen."""
    return min(len(landmarks), most)


def within(landmarks: Iterable[Landmark], first: date, last: date) -> tuple[Landmark, ...]:
    """Those of which any day lies from `first` to `last`, in the order of time."""
    days = {one: one.spread or (one.ordinal, one.ordinal) for one in landmarks}
    shown = [one for one, (a, b) in days.items() if a <= last.toordinal() and b >= first.toordinal()]
    return tuple(sorted(shown, key=lambda one: (one.ordinal, one.id)))


def _seen(
    landmark: Landmark, place: Callable[[int], float], left: float, right: float
) -> tuple[Landmark, float, tuple[float, float] | None] | None:
    """Where a landmark is, kept within the picture; None if nothing of it is there."""
    days = landmark.spread
    if days is None:
        x = place(landmark.ordinal)
        return (landmark, x, None) if left <= x <= right else None
    first, last = place(days[0]), place(days[1] + 1)
    if last < left or first > right:
        return None
    return landmark, max(first, left), (max(first, left), min(last, right))


def _label(
    text: str,
    x: float,
    free: float,
    following: float,
    right: float,
    measure: Measure,
    pad: float,
    longest: float,
) -> Label | None:
    """The words right of the line, if they can before `following`; else left of it, else none."""
    if x + pad < free:
        return None  # Neither to the right nor, even less, to the left.
    room = following - x
    after = shortened(text, room if longest / 3 <= room < longest else longest, measure)
    width = measure(after)
    if after and x + pad >= free and x + pad + width <= right:
        return Label(after, x + pad, width)
    before = shortened(text, min(longest, x - pad - free), measure)
    width = measure(before)
    return Label(before, x - pad - width, width) if before and x - pad - width >= free else None
