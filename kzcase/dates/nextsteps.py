"""Says by when the next step of proceedings is to be expected, and what was recorded last before it.

Pure functions. One of the days follows from the law: a verdict takes effect
when the term for an appeal has passed (Criminal Procedure Code art. 470). The
others are the office's own measure of when to ask, and each says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kzcase.dates.edtf import DateError, Edtf
from kzcase.dates.procedure import Reckoned
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.restrictions.stored import as_date
from kzcase.dates.terms import Bound, Term


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something recorded of proceedings: what it was ("hearing", "to_court", "other") and when."""

    what: str
    date: Edtf


def last_of(recorded: Iterable[Recorded]) -> Recorded | None:
    """What came last; of one day a hearing, then the sending to court, is told."""
    return max(recorded, key=_order, default=None)


def entry_by_term(term: Reckoned, ground: Step) -> Reckoned | None:
    """When a judgment takes effect if nobody appeals: the day after the last one for an appeal.

    `ground` says on what that rests. None where that last day is not known.
    """
    after = term.bound.later(1)
    if after.latest is None or (took_effect := as_date(after)) is None:
        return None
    steps = (
        Step.of("in_force_by_term", start=took_effect),
        Step.of("entry_not_recorded"),
        ground,
        *term.steps[-1:],
    )
    return Reckoned(after.earliest, after.latest, "inferred", steps)


def entry_by_ruling(ruled: Edtf, ground: Step) -> Reckoned:
    """When a judgment took effect that was left in force on appeal: on the day of the ruling."""
    bound = Bound.of(ruled)
    steps = (Step.of("in_force_by_ruling", start=ruled), Step.of("entry_not_recorded"), ground)
    return Reckoned(bound.earliest, bound.latest, "inferred" if ruled.qualified else "computed", steps)


def asked_after(code: str, since: Edtf, term: Term) -> Reckoned | None:
    """When one asks what followed: so long after the last thing recorded, told by the sentence `code`.

    None where that is beyond the calendar.
    """
    try:
        bound = Bound.of(since).plus(term)
    except DateError:
        return None
    steps = (Step.of(code, start=since), Step.of("own_measure", term=term))
    return Reckoned(bound.earliest, bound.latest, "inferred", steps)


def _order(one: Recorded) -> tuple[date, date, int]:
    bound = Bound.of(one.date)
    first = bound.earliest or bound.latest or date.min
    return first, bound.latest or first, ("other", "to_court", "hearing").index(one.what)
