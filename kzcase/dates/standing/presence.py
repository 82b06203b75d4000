"""Whether a day lies in a stretch of custody: surely, by counting, perhaps, or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from kzcase.dates.edtf import DateError, Edtf
from kzcase.dates.restrictions.explain import Step
from kzcase.dates.terms import Bound, Term, add_term

Basis = Literal["stated", "computed", "assumed"]
"""How it is known: from a recorded day, by counting from one, or only by silence or inference."""


ASSUMED_TO_LAST: Mapping[str, Term] = MappingProxyType(
    {"detained": Term(days=3), "remand": Term(months=18), "house_arrest": Term(months=18)}
)
"""How long custody of a status is assumed to go on where no end is recorded.

These are the longest terms met, not read in a source: they serve only to stop
assuming. Custody of any other status without an end is never assumed to go on.
"""


@dataclass(frozen=True, slots=True)
class Custody:
    """One recorded stretch of custody.

    `status` is the liberty status it means (a term of the vocabulary `liberty`),
    `label` what it is called in the language of the reader. `sentenced` is the
    day of the judgment it serves, from which its beginning may be inferred.
    """

    id: str
    status: str
    label: str
    start: Edtf | None = None
    end: Edtf | None = None
    term: Term | None = None
    claimed_end: Edtf | None = None
    sentenced: Edtf | None = None

    @property
    def begins(self) -> tuple[Bound, Basis]:
        """Between which days it began, and how that is known."""
        if self.start is not None:
            return Bound.of(self.start), "stated"
        if self.sentenced is not None:
            return Bound.of(self.sentenced), "assumed"
        return Bound(None, None), "assumed"

    @property
    def over(self) -> tuple[Bound, Basis] | None:
        """Between which days it ended, and how that is known; None if nothing tells."""
        if self.end is not None:
            return Bound.of(self.end), "stated"
        if self.claimed_end is not None:
            return Bound.of(self.claimed_end), "computed"
        if self.start is not None and self.term is not None:
            try:
                return Bound.of(self.start).plus(self.term), "computed"
            except DateError:
                return None
        return None


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether custody holds on a day: True, False, or None if it may; how that is known, and why.

    `likely` marks one that may hold and is the last thing known, so that it is assumed.
    """

    held: bool | None
    basis: Basis
    steps: tuple[Step, ...] = ()
    likely: bool = False


def presence_on(custody: Custody, day: date, *, free_since: Edtf | None = None) -> Presence:
    """Whether the person is in this custody on a day; the first and the last day count as held.

    `free_since` is the day from which the person is said to be at liberty, which
    ends a custody whose own end is not recorded.
    """
    began, how_begun = custody.begins
    if began.earliest is not None and day < began.earliest:
        return Presence(False, "stated")
    begun = began.latest is not None and day >= began.latest
    over = custody.over
    if over is None:
        return _without_end(custody, day, begun=begun, free_since=free_since)
    end, how_over = over
    if end.latest is not None and day > end.latest:
        return Presence(False, how_over, (Step.of("released", end=end),))
    lasting = end.earliest is not None and day <= end.earliest
    known = begun or (lasting and day == end.day)
    if not known or not lasting:
        return Presence(None, "assumed", (_stretch(custody, end),))
    steps = [_stretch(custody, end)]
    basis: Basis = how_over
    if how_begun == "assumed" and day != end.day:
        basis = "assumed"
        steps.append(Step.of("held_from_sentence", start=began))
    elif how_over == "computed":
        steps.append(Step.of("end_counted", end=end))
    return Presence(True, basis, tuple(steps))


def _without_end(custody: Custody, day: date, *, begun: bool, free_since: Edtf | None) -> Presence:
    began = custody.begins[0]
    freed = Bound.of(free_since) if free_since is not None else None
    if freed is not None and freed.earliest is not None and freed.latest is not None:
        after = began.latest is None or freed.latest >= began.latest
        if after and day > freed.latest:
            return Presence(False, "stated")
    if custody.start is not None and began.day == day:
        return Presence(True, "stated", (Step.of("held_since", label=custody.label, start=began),))
    if not begun and began.known is False:
        return Presence(None, "assumed", (Step.of("held_undated", label=custody.label),))
    step = Step.of("held_end_unknown", label=custody.label, start=began)
    return Presence(None, "assumed", (step,), likely=_likely(custody, day))


def _likely(custody: Custody, day: date) -> bool:
    began, term = custody.begins[0].latest, ASSUMED_TO_LAST.get(custody.status)
    if began is None or term is None or day < began:
        return False
    try:
        return day <= add_term(began, term)
    except DateError:
        return True


def _stretch(custody: Custody, end: Bound) -> Step:
    if custody.start is None:
        return Step.of("held_until", label=custody.label, end=end)
    return Step.of("held", label=custody.label, start=Bound.of(custody.start), end=end)
