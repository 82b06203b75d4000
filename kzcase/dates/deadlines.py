"""Picks out of computed ends those that fall due in a stretch of days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kzcase.dates.edtf import Edtf, Moment
from kzcase.dates.restrictions import Basis, Certainty, ComputedEnd, Ends
from kzcase.dates.terms import days_left


@dataclass(frozen=True, slots=True)
class Milestone:
    """An end that is due, or may be, in the days looked at.

    `date` is EDTF: the day, or an interval whose unknown side is open. `earliest`
    and `latest` are the days themselves, either of them None when unknown.
    `shown` marks the end to show first for its restriction; the others stand
    beside it because sources count differently.
    """

    date: str
    earliest: datetime.date | None
    latest: datetime.date | None
    basis: Basis
    certainty: Certainty
    end: ComputedEnd
    shown: bool
    days_left: int | None

    @property
    def explanation(self) -> str:
        """Why it ends then, in English."""
        return self.end.explanation


def milestones(
    ends: Ends | Iterable[ComputedEnd], as_of: datetime.date, days: int | None = None
) -> tuple[Milestone, ...]:
    """The ends that lie, or may lie, from `as_of` to `days` later, soonest first.

    Without `days` everything still to come. An end of which nothing is known is
    no milestone, and one that is only known to lie after some day is one only
    while that day is still to come: it says when to look again.
    """
    try:
        last = datetime.date.max if days is None else as_of + datetime.timedelta(days=max(days, 0))
    except OverflowError:
        last = datetime.date.max
    shown = ends.shown if isinstance(ends, Ends) else None
    every = ends.all if isinstance(ends, Ends) else tuple(ends)
    found = [_milestone(end, as_of, shown=end is shown) for end in every if _is_due(end, as_of, last)]
    return tuple(
        sorted(
            found, key=lambda m: (m.earliest or m.latest or datetime.date.max, m.latest or datetime.date.max)
        )
    )


def _is_due(end: ComputedEnd, as_of: datetime.date, last: datetime.date) -> bool:
    if end.earliest is None and end.latest is None:
        return False
    if end.latest is None:
        return end.earliest is not None and as_of <= end.earliest <= last
    return end.latest >= as_of and (end.earliest is None or end.earliest <= last)


def _milestone(end: ComputedEnd, as_of: datetime.date, *, shown: bool) -> Milestone:
    return Milestone(
        date=_edtf(end),
        earliest=end.earliest,
        latest=end.latest,
        basis=end.basis,
        certainty=end.certainty,
        end=end,
        shown=shown,
        days_left=None if end.day is None else days_left(end.day, as_of),
    )


def _edtf(end: ComputedEnd) -> str:
    if end.day is not None:
        return str(Edtf.of(end.day))
    first, last = (".." if day is None else str(_moment(day)) for day in (end.earliest, end.latest))
    return f"{first}/{last}"


def _moment(day: datetime.date) -> Moment:
    return Moment(f"{day.year:04}", f"{day.month:02}", f"{day.day:02}")
