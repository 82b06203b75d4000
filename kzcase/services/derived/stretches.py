"""Tells on which days a restriction is in force, or may be, by every reading of what is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kzcase.dates.restrictions import RestrictionFacts, ends, state_on, turns

MOST_PROTECTIVE = ("yes", "unknown", "not yet", "no")
"""What a restriction counts as while it is undecided: the first that any of its values says."""

IN_FORCE = ("yes", "unknown")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in one state; `begins` is `date.min`, `ends` `date.max` where there is no such day."""

    begins: date
    ends: date
    state: str

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.begins <= day <= self.ends


def stretches(readings: Sequence[RestrictionFacts]) -> tuple[Stretch, ...]:
    """The days on which a restriction is in force ("yes") or may be ("unknown"), in order.

    The state can only change where a recorded date or a computed end has one of
    its limits; between two such days it is asked for once.
    """
    known = [(facts, ends(facts)) for facts in readings]
    days = sorted({date.min, *(day for facts, its_ends in known for day in turns(facts, its_ends))})
    found: list[Stretch] = []
    for begins, after in zip(days, (*days[1:], None), strict=True):
        states = [state_on(facts, begins, its_ends).state for facts, its_ends in known]
        state = min(states, key=MOST_PROTECTIVE.index)
        last = date.max if after is None else after - DAY
        if found and found[-1].state == state:
            found[-1] = Stretch(found[-1].begins, last, state)
        else:
            found.append(Stretch(begins, last, state))
    return tuple(one for one in found if one.state in IN_FORCE)
